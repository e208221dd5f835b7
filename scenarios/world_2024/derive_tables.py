#!/usr/bin/env python3
"""Derives every table of the scenario world_2024 from the researched tables in sources/.

    python3 derive_tables.py            writes the tables beside this file
    python3 derive_tables.py --check    writes nothing; exit 1 when a table on disk differs
    python3 derive_tables.py --audit    reads the tables on disk, follows every element through them
                                        and prints the year; exit 1 when something does not close

Standard library only, no randomness: the same sources give the same bytes. README.md beside this
file says what is modelled and why; sources/README.md says where the figures come from.

How it works: the reported flows of 2024 (tonnes a year from plant to plant) become lanes. A process
gets the shares that turn what flows into its plant into what flows out. As scrap returns to the
separators, the compositions are found by repeated sweeps through the whole network (`settle`), in
which every share is set again until nothing changes. The audit repeats the sweeps with the rounded
figures of the tables alone.
"""

import csv
import hashlib
import io
import os
import sys
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "sources")

ELEMENTS = "La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Y Sc".split()
# Tonnes of the usual oxide per tonne of contained element, as in models/material/element.hpp.
OXIDE = dict(zip(ELEMENTS, (1.1728, 1.2284, 1.2082, 1.1664, 1.1596, 1.1579, 1.1526, 1.1762, 1.1477,
                            1.1455, 1.1435, 1.1421, 1.1387, 1.1372, 1.2699, 1.5338)))
SEPARATED = "La Ce NdPr Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Y".split()
SMELTED = "NdPr Dy Tb Gd Ho Sm".split()
OXIDE_EQUIVALENT = {"concentrate", "carbonate", "oxide", "residue"}

ALLOY_PER_BLANK = 1.0403       # recipes.csv S6 and S7: 1.03 x 1.01
FINISHED_PER_BLANK = 0.72      # the convention of world_2024_flows.csv; S8_MACHINE 0.713
CHARGE_PER_ALLOY = 1.015       # S5_STRIP
ALLOY_SCRAP = 0.012            # 80 % of the 1.5 % lost in casting comes back (S5_STRIP)
SMCO_ELEMENT_SHARE = 0.72 * 0.28 / 0.29232  # Sm in finished magnets of the Sm metal drawn
RECYCLING_MAKERS = ("MG_US_NOVEON", "MG_UK_DE_RECYC", "MG_FR_MAGREESOURCE")
BONDED_MAKERS = ("MG_CN_BONDED", "MG_ROW_BONDED")
POWDER_MAKERS = ("MA_CN_NEO", "MA_TH_NEO")
# Dy and Tb booked on bonded powder in the flows goes to the casting of heavy grades instead.
HEAVY_ALLOY_HOME = "MA_CN_STRIP_INHOUSE"
# Magnet makers of the flows below this and below 5 % of both sides are left out of the lanes.
SMALL_FLOW_TONNES, SMALL_FLOW_SHARE = 1.0, 0.05

QUANTILES_3 = (("q10", 0.30), ("q50", 0.40), ("q90", 0.30))
QUANTILES_5 = (("q10", 0.15), ("q25", 0.20), ("q50", 0.30), ("q75", 0.20), ("q90", 0.15))
NON_MAGNET_COVER = (60, 30, 90)
OUTPUT_COVER_DAYS = 10

EU27 = ["DE", "EE", "FI", "FR", "SI", "EU27_REST"]
ZONE = {"CN": "CHN", "JP": "JPK", "KR": "JPK", "IN": "IND", "AU": "AUS", "RU": "RUS", "US": "NAM",
        "ROW": "ROW", "BR": "ROW", "NG": "AFR", "MG": "AFR", "GB": "EUR"}
ZONE.update({r: "EUR" for r in EU27})
ZONE.update({r: "SEA" for r in ("VN", "TH", "PH", "MY", "MM", "LA")})
COUNTRY = {"China": "CN", "Japan": "JP", "South Korea": "KR", "Vietnam": "VN", "India": "IN",
           "Malaysia": "MY", "United States": "US", "Australia": "AU", "Myanmar": "MM",
           "Laos": "LA", "Madagascar": "MG", "Nigeria": "NG", "Brazil": "BR"}
# Under a week of cover a plant lives on its maker's consignment stock, which is not a stock of its
# own here; it is given a week.
LEAST_COVER_DAYS = 7
# Plants with less cover than this call for goods every four days, those with as much or more than
# the second every other week.
SHORT_COVER_DAYS, LONG_COVER_DAYS = 13, 40
# A lot is the output of so many days at the rate of 2024, by that rate in t/yr: small lines make few.
LOT_DAYS = ((100_000, 1), (10_000, 2), (1_000, 3), (0, 5))
# Region pairs whose transit is read in logistics.csv: (from node, to node, mode, weight). A pair of
# rows of weight 1 each is a chain of legs; weights below 1 are a mix of ways.
LOGISTICS = {
    ("CN", "EU"): [("Shanghai / Ningbo", "Rotterdam / Hamburg", "sea", 1)],
    ("CN", "US"): [("Shanghai / Ningbo", "Los Angeles / Long Beach", "sea", 0.6),
                   ("Shanghai / Ningbo", "New York", "sea", 0.4)],
    ("CN", "JP"): [("Shanghai / Ningbo", "Tokyo / Osaka", "sea", 1)],
    ("CN", "KR"): [("Qingdao / Ningbo", "Busan / Incheon", "sea", 1)],
    ("CN", "VN"): [("Shenzhen", "Hai Phong", "sea/truck", 1)],
    ("CN", "IN"): [("Shanghai", "Nhava Sheva / Chennai", "sea", 1)],
    ("US", "CN"): [("Long Beach", "Lianyungang / Qingdao", "sea", 1)],
    ("MY", "JP"): [("Kuantan", "Yokohama / Kobe", "sea", 1)],
    ("MY", "VN"): [("Kuantan", "Hai Phong", "sea", 1)],
    ("MY", "CN"): [("Kuantan", "Shanghai", "sea", 1)],
    ("AU", "MY"): [("Fremantle", "Kuantan", "sea", 1)],
    ("MM", "CN"): [("Pangwa / Chipwi", "Tengchong", "truck", 1), ("Tengchong", "Ganzhou", "truck", 1)],
    ("LA", "CN"): [("Luang Namtha / Houaphan", "Ganzhou", "truck", 1)],
    ("MG", "CN"): [("Ehoala", "Lianyungang", "sea", 1)],
    ("NG", "CN"): [("Lagos", "Lianyungang", "sea", 1)],
    ("BR", "CN"): [("Santos", "Guangzhou", "sea", 1)],
    ("JP", "US"): [("Yokohama", "Los Angeles", "sea", 1)],
    ("KR", "US"): [("Busan", "Los Angeles", "sea", 1)],
    ("US", "EE"): [("Blanding UT", "Sillamae", "truck+sea", 1)],
    ("EU", "US"): [("Rotterdam", "New York", "sea", 1)],
    ("GB", "US"): [("Liverpool", "Houston", "sea", 1)],
    ("MY", "EU"): [("Kuantan / Port Klang", "Rotterdam", "sea", 1)],
    ("AU", "AU"): [("Mount Weld", "Kalgoorlie", "truck", 1)],
    ("RU", "RU"): [("Lovozero", "Solikamsk", "rail", 1)],
}
CUSTOMS_DAYS = (2, 7)          # logistics.csv, row Any
DOMESTIC_DAYS = (3, 8)         # rail and truck legs of logistics.csv with handling
CONTAINER_KG = 15_000          # assumed net load of a 40-foot container


# ---------------------------------------------------------------------------- reading and writing

def read_source(name):
    with open(os.path.join(SOURCES, name), newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def number(text):
    """A cell as a number; None when it is empty."""
    return float(text) if text not in ("", None) else None


def text_of(value, digits=9):
    """A number in the shortest form with so many significant digits, never in exponent notation."""
    if value is None or value == "":
        return ""
    text = "%.*g" % (digits, value)
    if "e" in text:
        text = ("%.15f" % value).rstrip("0").rstrip(".")
    return text


def lognormal(mean_days, cv):
    return "lognormal(mean %s d, cv %s)" % (text_of(mean_days, 4), text_of(cv, 3))


def region_of(code):
    """The scenario's region of a region code of the sources (`EU` there is the EU without DE)."""
    return "EU27_REST" if code == "EU" else code


class Table:
    """Rows of one shipped CSV, written in the order of their keys."""

    def __init__(self, columns, keys):
        self.columns, self.keys, self.rows = columns, keys, {}

    def add(self, **cells):
        row = {c.split(" [")[0]: "" for c in self.columns}
        unknown = set(cells) - set(row)
        if unknown:
            raise KeyError(unknown)
        for name, value in cells.items():
            row[name] = text_of(value) if isinstance(value, (int, float)) else value
        identity = tuple(row[k] for k in self.keys)
        if identity in self.rows:
            raise ValueError("twice: %s" % (identity,))
        self.rows[identity] = row

    def text(self):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        names = [c.split(" [")[0] for c in self.columns]
        for identity in sorted(self.rows):
            writer.writerow([self.rows[identity][n] for n in names])
        return out.getvalue()


# ------------------------------------------------------------------------------------- the network

class Process:
    """One way to turn inputs into outputs, per tonne of throughput."""

    def __init__(self, name, composition=None, recycled=False):
        self.name, self.composition, self.recycled = name, composition, recycled
        self.inputs = []    # [slot, material, tonnes per tonne]
        self.outputs = []   # dict(material, elements or None, share, gross, role)
        self.ranges = {}    # of a material drawn or given: (low, high)
        self.source, self.confidence, self.note = "", "derived", ""

    def draw(self, material, amount, slot="", span=None):
        self.inputs.append([slot, material, amount])
        self.ranges["draw", material] = span

    def give(self, material, share, role, elements=None, gross=None, span=None):
        out = {"material": material, "elements": elements, "share": share, "gross": gross,
               "role": role}
        self.outputs.append(out)
        self.ranges["give", material] = span
        return out

    def range_of(self, side, material, value):
        """The range of a figure of recipes.csv or processors.csv, widened to hold the value that
        closes the year of 2024; nothing where they have none."""
        span = self.ranges.get((side, material))
        return (min(span[0], value), max(span[1], value)) if span else ("", "")


class Network:
    """What is needed to follow the elements of a steady year: the same for sources and tables."""

    def __init__(self):
        self.forms, self.held, self.compositions = {}, {}, {}
        self.processes = {}
        self.lines = []     # [facility, process name, rate]
        self.lanes = {}     # (from, to, material) -> tonnes a year
        self.fits = []      # functions (lots) that set shares again

    def index(self):
        self.into = defaultdict(list)
        for (origin, target, material), tonnes in sorted(self.lanes.items()):
            self.into[target, material].append((origin, tonnes))
        self.content = {}   # (facility, material) -> contained tonnes of elements per reported tonne
        for facility, name, _ in self.lines:
            for out in self.processes[name].outputs:
                self.content.setdefault((facility, out["material"]), self.guess(out["material"]))

    def guess(self, material):
        """A first content of a material: the shares are found by the sweeps."""
        held = self.held[material]
        share = {e: 1.0 / len(held) for e in held}
        if set(("Nd", "Pr")) <= set(held):
            share = {e: 0.05 / len(held) for e in held}
            share["Nd"], share["Pr"] = 0.76, 0.19
        form = self.forms[material]
        if form in OXIDE_EQUIVALENT:
            return {e: s / OXIDE[e] for e, s in share.items()}
        return {e: s * (1.0 if form == "metal" else 0.3) for e, s in share.items()}

    def arriving(self, facility, material):
        """Reported tonnes a year and contained elements of what reaches a facility."""
        total, vector = 0.0, defaultdict(float)
        for origin, tonnes in self.into[facility, material]:
            total += tonnes
            for element, share in self.content[origin, material].items():
                vector[element] += tonnes * share
        return total, vector

    def lot(self, facility, process, rate):
        """The elements (tonnes a year) that a line draws or extracts at a rate."""
        vector = defaultdict(float)
        if process.composition:
            for element, share in self.compositions[process.composition].items():
                vector[element] += rate * share / OXIDE[element]
        slots = defaultdict(list)
        for slot, material, amount in process.inputs:
            slots[slot or material].append((material, amount))
        for members in slots.values():
            pooled = len(members) > 1 or self.forms[members[0][0]] in OXIDE_EQUIVALENT
            total, blend = 0.0, defaultdict(float)
            for material, _ in members:
                tonnes, elements = self.arriving(facility, material)
                total += tonnes
                for element, mass in elements.items():
                    blend[element] += mass
            if pooled:
                total = sum(m * OXIDE[e] for e, m in blend.items())
            if total > 0:
                scale = rate * members[0][1] / total
                for element, mass in blend.items():
                    vector[element] += mass * scale
        return vector

    def produced(self, process, rate, lot):
        """Contained elements and reported tonnes of each output material of a line."""
        vectors, gross = {}, {}
        for out in process.outputs:
            material = out["material"]
            vector = vectors.setdefault(material, defaultdict(float))
            for element in out["elements"] or self.held[material]:
                vector[element] += out["share"] * lot.get(element, 0.0)
            if out["gross"]:
                gross[material] = out["gross"] * rate
        tonnes = {}
        for material, vector in vectors.items():
            form = self.forms[material]
            if form in OXIDE_EQUIVALENT:
                tonnes[material] = sum(m * OXIDE[e] for e, m in vector.items())
            elif form == "metal":
                tonnes[material] = sum(vector.values())
            else:
                tonnes[material] = gross[material]
        return vectors, tonnes

    def sweep(self):
        """One pass over all lines; returns the lots, the products and the largest change."""
        lots = [self.lot(f, self.processes[p], r) for f, p, r in self.lines]
        for fit in self.fits:
            fit(lots)
        made, mass = defaultdict(lambda: defaultdict(float)), defaultdict(float)
        for (facility, name, rate), lot in zip(self.lines, lots):
            vectors, tonnes = self.produced(self.processes[name], rate, lot)
            for material, vector in vectors.items():
                mass[facility, material] += tonnes[material]
                for element, value in vector.items():
                    made[facility, material][element] += value
        change = 0.0
        for key, vector in made.items():
            if mass[key] <= 0:
                continue
            content = {e: v / mass[key] for e, v in vector.items() if v}
            old = self.content[key]
            change = max([change] + [abs(content.get(e, 0.0) - old.get(e, 0.0))
                                     for e in set(content) | set(old)])
            self.content[key] = content
        return lots, made, mass, change

    def settle(self):
        """Sweeps until the compositions of a steady year stand still."""
        self.index()
        for _ in range(400):
            result = self.sweep()
            if result[3] < 1e-13:
                return result
        raise RuntimeError("the compositions do not settle: %g" % result[3])


# ------------------------------------------------------------------------------- joining of sources

class Recipes:
    """Ranges of the steps of recipes.csv."""

    def __init__(self):
        self.steps = {r["step_id"]: r for r in read_source("recipes.csv")}

    def drawn(self, *steps):
        """Kilograms in per kilogram out of steps one after the other."""
        low = high = 1.0
        for step in steps:
            low *= float(self.steps[step]["kg_in_per_kg_out_low"])
            high *= float(self.steps[step]["kg_in_per_kg_out_high"])
        return low, high

    def kept(self, step, per=1.0):
        """The yield of a step, per so much of its input."""
        row = self.steps[step]
        return float(row["yield_low_pct"]) / 100 / per, float(row["yield_high_pct"]) / 100 / per


class Sources:
    """The researched tables, by id."""

    def __init__(self, swarf_factor):
        self.recipes = Recipes()
        self.facilities = {r["id"]: r for r in read_source("world_2024_facilities.csv")}
        self.flows = read_source("world_2024_flows.csv")
        for flow in self.flows:
            flow["tonnes"] = float(flow["tonnes_per_year"])
        for x, factor in swarf_factor.items():
            self.replace_bonded_swarf(x, factor)
        self.balance = read_source("world_2024_balance.csv")
        self.details = {}
        for name, key in (("mines", "mine_id"), ("processors", "plant_id"),
                          ("metal_alloy", "plant_id"), ("magnet_makers", "maker_id")):
            for row in read_source(name + ".csv"):
                self.details[row[key]] = dict(row, table=name + ".csv")
        self.demand = read_source("demand.csv")
        self.sectors = {r["sector"]: r for r in read_source("assumed_sectors.csv")}
        self.cover = {(r["sector"], r["region"]): r for r in read_source("stock_cover.csv")}
        self.light_share = {}
        for row in self.balance:
            if row["stage"] == "grade mix":
                sector, grade = row["item"].split(": ")
                self.light_share.setdefault(sector, 0.0)
                if grade == "N":
                    self.light_share[sector] = float(row["supply_t"])

    def replace_bonded_swarf(self, x, factor):
        """Bonded magnets hold no Dy and Tb here, so Vietnam gets less of both back from swarf. Its
        customer in Japan takes the difference from China, of what was booked on bonded powder."""
        less = 0.0
        for flow in self.flows:
            if flow["material"] == "oxide_" + x and flow["origin_id"] == "PR_VN_VTRE":
                flow["tonnes"] *= factor
            if flow["material"] == "metal_" + x and flow["origin_id"] == "MA_VN_CONTRACT":
                less += flow["tonnes"] * (1 - factor)
                flow["tonnes"] *= factor
        powder = [f for f in self.flows if (f["material"], f["destination_id"]) == ("metal_" + x, "MA_TH_NEO")]
        total = sum(f["tonnes"] for f in powder)
        for flow in powder:
            moved = less * flow["tonnes"] / total
            flow["tonnes"] -= moved
            japan = next(f for f in self.flows if (f["origin_id"], f["destination_id"], f["material"])
                         == (flow["origin_id"], "MA_JP_SANTOKU", flow["material"]))
            japan["tonnes"] += moved

    def detail(self, facility):
        """The row of a plant in the table that it was researched in; None for boundary nodes."""
        return self.details.get(facility) or self.details.get(facility.replace("_METAL", ""))

    def provenance(self, facility):
        row = self.detail(facility)
        if row:
            return "%s: %s" % (row["table"], row["source"]), row["confidence"]
        return "world_2024_balance.csv", "balanced"


def basis_of(rows):
    """The weakest basis among flows, as the word of the confidence column."""
    words = {"reported": "sourced", "derived": "derived", "balanced": "balanced"}
    order = ("reported", "derived", "balanced")
    return words[max((r["basis"] for r in rows), key=order.index)]


def kind_of(flow):
    """The shipped material of a flow; None when the ledger does not carry it."""
    material = flow["material"]
    if material in ("iron_boron", "cobalt_iron_copper", "magnet_in_goods"):
        return None
    if material.startswith("magnet_blank"):
        return None
    if material.startswith("slag_oxide_"):
        return "slag"
    if material.startswith("old_scrap_oxide_"):
        return "old_scrap"
    if flow["origin_id"] == "US_MOUNTAINPASS":
        return "concentrate"
    return material


class Builder:
    """Turns the sources into the network and the rows of the tables."""

    def __init__(self, swarf_factor):
        self.swarf_factor = swarf_factor
        self.src = Sources(swarf_factor)
        self.net = Network()
        self.lane_rows = {}     # (from, to, material) -> dict(push, basis rows, note, transit)
        self.capacity = {}      # (facility, process) -> (capacity, low, high, note)
        self.materials()
        self.compositions()

    # ------------------------------------------------------------------------------- definitions

    def materials(self):
        everything = ELEMENTS[:-1]
        rows = [("concentrate", "Concentrate", "concentrate", everything),
                ("carbonate", "Mixed carbonate or chloride", "carbonate", everything)]
        for x in SEPARATED:
            rows.append(("oxide_" + x, x + " oxide", "oxide", ["Nd", "Pr"] if x == "NdPr" else [x]))
        for x in SMELTED:
            rows.append(("metal_" + x, x + " metal", "metal", ["Nd", "Pr"] if x == "NdPr" else [x]))
        light, heavy = ["Nd", "Pr", "Gd", "Ho"], ["Nd", "Pr", "Gd", "Tb", "Dy", "Ho"]
        rows += [("alloy_ndfeb_light", "NdFeB alloy without Dy and Tb", "alloy", light),
                 ("alloy_ndfeb_heavy", "NdFeB alloy with Dy and Tb", "alloy", heavy),
                 ("alloy_bonded", "NdFeB powder for bonded magnets", "alloy", ["Nd", "Pr"]),
                 ("magnet_ndfeb_light", "Sintered NdFeB, grade N", "magnet", light),
                 ("magnet_ndfeb_heavy", "Sintered NdFeB, grades M to AH", "magnet", heavy),
                 ("magnet_bonded", "Bonded NdFeB", "magnet", ["Nd", "Pr"]),
                 ("magnet_smco", "SmCo", "magnet", ["Sm"]),
                 ("scrap_ndfeb", "NdFeB scrap and swarf", "scrap", heavy),
                 ("slag", "Electrolysis slag", "residue", heavy),
                 ("old_scrap", "Old scrap", "residue", ["Ce"] + heavy),
                 ("unsold_chloride", "Mixed chloride without a buyer", "residue", everything)]
        self.material_rows = rows
        for name, _, form, held in rows:
            self.net.forms[name] = form
            self.net.held[name] = [e for e in ELEMENTS if e in held]

    def compositions(self):
        rows = {r["ore_composition_key"]: r for r in read_source("ore_composition.csv")}
        self.composition_rows = {}
        for facility in sorted(self.src.facilities):
            row = self.src.facilities[facility]
            if row["stage"] != "mine":
                continue
            key = self.src.details[facility]["ore_composition_key"]
            ore = rows[key]
            base = rows[ore["proxy_key"]] if not ore["Ce_pct_of_reo"] else ore
            shares = {e: float(base[e + "_pct_of_reo"]) for e in ELEMENTS if e != "Sc"}
            note = ore["note"]
            confidence = ore["confidence"]
            if base is not ore:
                note = "proxy %s: %s; range of each share +-25 %%" % (ore["proxy_key"], note)
                confidence = "estimated"
            if key == "myanmar_ionic":
                shares["Y"] += shares["Dy"] + shares["Tb"] - 3.3 - 0.55
                shares["Dy"], shares["Tb"] = 3.3, 0.55
                note = ("Dy 3.3 and Tb 0.55 % of REO meet the Chinese output of 2024 "
                        "(world_2024_balance.csv; table 4.0 and 0.6); Y takes the difference; "
                        "range Dy 2.6-4.0 %, Tb 0.45-0.65 %")
                confidence = "estimated"
            self.add_composition(key, shares, "ore_composition.csv: " + ore["source"], confidence, note)
        eol = defaultdict(float)
        for flow in self.src.flows:
            if flow["origin_id"] == "EOL_CN":
                x = flow["material"].split("_")[-1]
                for element, part in ((("Nd", 0.8), ("Pr", 0.2)) if x == "NdPr" else ((x, 1.0),)):
                    eol[element] += part * flow["tonnes"]
        self.add_composition("old_scrap_magnets", eol, "world_2024_flows.csv", "balanced",
                             "closes the reported recycling of 2024; Nd to Pr 80:20 (assumed)")
        self.add_composition("old_scrap_other", {"Ce": 1.0}, "world_2024_flows.csv", "balanced",
                             "remainder of the reported recycled tonnage, booked as Ce")
        world = next(r for r in self.src.demand if r["row_type"] == "total")
        content = {"Nd": 0.8 * float(world["ndpr_kg_per_kg_magnet"]),
                   "Pr": 0.2 * float(world["ndpr_kg_per_kg_magnet"]),
                   "Dy": float(world["dy_kg_per_kg_magnet"]), "Tb": float(world["tb_kg_per_kg_magnet"])}
        oxide = {e: v * OXIDE[e] for e, v in content.items()}
        self.scrap_per_oxide = 1.0 / sum(oxide.values())
        self.add_composition("scrapped_magnets", oxide, "demand.csv: " + world["source"], "estimated",
                             "mean content of all magnets of 2024; Nd to Pr 80:20; range Nd and Pr +-5 %, "
                             "Dy and Tb +-50 % (old magnets hold more Dy than new ones)")

    def add_composition(self, key, shares, source, confidence, note):
        total = sum(shares.values())
        self.net.compositions[key] = {e: v / total for e, v in shares.items() if v}
        self.composition_rows[key] = (source, confidence, note)

    def process(self, name, **options):
        return self.net.processes.setdefault(name, Process(name, **options))

    def line(self, facility, process, rate, capacity, low, high, note=""):
        self.net.lines.append([facility, process, rate])
        self.capacity[facility, process] = (capacity, low, high, note)
        return len(self.net.lines) - 1

    def lane(self, origin, target, material, tonnes, rows, push=False, note="", transit=""):
        key = (origin, target, material)
        if tonnes <= 0:
            return
        self.net.lanes[key] = self.net.lanes.get(key, 0.0) + tonnes
        row = self.lane_rows.setdefault(key, {"push": push, "rows": [], "note": note,
                                              "transit": transit})
        row["rows"] += rows

    def flows(self, kind=None, origin=None):
        return [f for f in self.src.flows
                if (kind is None or kind_of(f) == kind) and origin in (None, f["origin_id"])]

    # ------------------------------------------------------------------------------- the magnets

    def magnets(self):
        """Splits each delivery of sintered magnets into grades without and with Dy and Tb, leaves
        out the smallest, and spreads each over the plants of its sector and region."""
        sintered = self.flows("magnet_ndfeb")
        kept = prune(sintered)
        self.class_of_maker = defaultdict(lambda: defaultdict(float))
        self.bill = defaultdict(lambda: defaultdict(float))
        deliveries = []
        for flow in sintered:
            tonnes = kept.get((flow["origin_id"], flow["destination_id"]))
            if not tonnes:
                continue
            sector = flow["destination_id"].split("_")[1]
            light = 0.0 if flow["origin_id"] in RECYCLING_MAKERS else self.src.light_share[sector]
            for material, share in (("magnet_ndfeb_light", light), ("magnet_ndfeb_heavy", 1 - light)):
                deliveries.append((flow, material, tonnes * share))
        for flow in self.flows("magnet_bonded") + self.flows("magnet_smco"):
            deliveries.append((flow, flow["material"], flow["tonnes"]))
        groups = defaultdict(list)
        for flow, material, tonnes in deliveries:
            if tonnes <= 0:
                continue
            self.class_of_maker[flow["origin_id"]][material] += tonnes
            self.bill[flow["destination_id"]][material] += tonnes
            country = self.src.facilities[flow["origin_id"]]["region"]
            groups[flow["destination_id"], material, country].append((flow, tonnes))
        for (demand, material, _), makers in sorted(groups.items()):
            self.share_out(demand, material, makers)

    def share_out(self, demand, material, makers):
        """Shares the makers of one country out among the plants of a demand row, so that each plant
        buys its part of the country's magnets from a few of its makers and each maker sells what
        the flows say (the north-west corner of the transport problem). Makers stand in an order
        that differs from row to row, so that no maker is tied to plants of much or little stock."""
        makers = sorted(makers, key=lambda m: hashlib.sha256(
            ("%s %s %s" % (demand, material, m[0]["origin_id"])).encode()).digest())
        total = sum(tonnes for _, tonnes in makers)
        plants = [[plant, weight * total] for plant, weight in self.plants_of(demand)]
        for flow, tonnes in makers:
            while tonnes > 1e-9 * total:
                plant, wanted = plants[0]
                part = min(tonnes, wanted) if len(plants) > 1 else tonnes
                self.lane(flow["origin_id"], plant, material, part, [flow])
                tonnes -= part
                plants[0][1] -= part
                if len(plants) > 1 and plants[0][1] <= 1e-9 * total:
                    plants.pop(0)

    def split_demand(self, demand):
        """Sector and region of a demand row such as DM_SMCO_OTHER_EU."""
        parts = demand.split("_")
        return "_".join(parts[1:-1]), region_of(parts[-1])

    def plants_of(self, demand):
        sector, region = self.split_demand(demand)
        quantiles = QUANTILES_5 if sector in ("AUTO", "EV") and region != "CN" else QUANTILES_3
        return [("DM_%s_%s_%s" % (sector, region, q), weight) for q, weight in quantiles]

    def magnet_makers(self):
        for maker in sorted(self.class_of_maker):
            row = self.src.facilities[maker]
            finished = self.class_of_maker[maker]
            total = sum(finished.values())
            scrap = sum(f["tonnes"] for f in self.flows("scrap_ndfeb", maker))
            blanks = total / FINISHED_PER_BLANK
            capacity = self.capacity_of(maker, blanks)
            for material in sorted(finished):
                rate = finished[material] / FINISHED_PER_BLANK
                process = self.magnet_process(maker, material, scrap / blanks)
                self.line(maker, process.name, rate, *[c * rate / blanks for c in capacity],
                          note="" if len(finished) == 1 else "capacity split by the output of 2024")
            targets = defaultdict(list)
            for flow in self.flows("scrap_ndfeb", maker):
                targets[flow["destination_id"]].append(flow)
            for target, rows in sorted(targets.items()):
                self.lane(maker, target, "scrap_ndfeb", sum(r["tonnes"] for r in rows), rows, push=True)

    def magnet_process(self, maker, material, scrap_per_blank):
        if material == "magnet_smco":
            process = self.process("magnet_smco")
            if not process.inputs:
                process.draw("metal_Sm", 0.29232)
                process.give(material, SMCO_ELEMENT_SHARE, "driver", gross=FINISHED_PER_BLANK,
                             span=self.src.recipes.kept("S8_SMCO"))
                process.source = "recipes.csv S8_SMCO; world_2024_flows.csv"
                process.note = "0.28 kg Sm per kg of alloy; scrap is not followed"
            return process
        machined = self.src.recipes.kept("S8_MACHINE", ALLOY_PER_BLANK)
        if maker in RECYCLING_MAKERS:
            process = self.process(material + "_from_scrap")
            if not process.inputs:
                process.draw("scrap_ndfeb", ALLOY_PER_BLANK, span=self.src.recipes.drawn("S9_HPMS"))
                process.give(material, FINISHED_PER_BLANK / ALLOY_PER_BLANK, "driver",
                             gross=FINISHED_PER_BLANK, span=machined)
                process.source = "recipes.csv S9_HPMS; world_2024_flows.csv"
                process.note = "old magnets to powder to magnets: holds the Dy and Tb of the old ones"
            return process
        # 0.29924 t of swarf a tonne of blanks where it is collected, for every maker alike.
        collected = scrap_per_blank > 0.25
        process = self.process(material + ("" if collected else "_no_scrap"))
        if not process.inputs:
            alloy = material.replace("magnet_", "alloy_")
            process.draw(alloy, ALLOY_PER_BLANK, span=self.src.recipes.drawn("S6_POWDER", "S7_SINTER"))
            process.give(material, FINISHED_PER_BLANK / ALLOY_PER_BLANK, "driver",
                         gross=FINISHED_PER_BLANK, span=machined)
            if collected:
                process.give("scrap_ndfeb", 0.29924 / ALLOY_PER_BLANK, "byproduct", gross=0.29924)
            process.source = "recipes.csv S6_POWDER, S7_SINTER, S8_MACHINE; world_2024_flows.csv"
            process.note = ("throughput in blanks, 0.72 t finished a tonne"
                            + ("" if collected else "; its swarf has no route in 2024 and is lost"))
        return process

    # --------------------------------------------------------------------------------- the alloys

    def alloys(self):
        """Lines and lanes of strip casting, by the classes of the magnets they end in."""
        by_maker = defaultdict(lambda: defaultdict(float))
        taken = defaultdict(float)
        for flow in self.flows("alloy_ndfeb"):
            taken[flow["destination_id"]] += flow["tonnes"]
        for flow in self.flows("alloy_ndfeb"):
            finished = self.class_of_maker[flow["destination_id"]]
            share_of_buyer = flow["tonnes"] / taken[flow["destination_id"]]
            for magnet, tonnes in sorted(finished.items()):
                alloy = magnet.replace("magnet_", "alloy_")
                mass = tonnes / FINISHED_PER_BLANK * ALLOY_PER_BLANK * share_of_buyer
                by_maker[flow["origin_id"]][alloy] += mass
                self.lane(flow["origin_id"], flow["destination_id"], alloy, mass, [flow])
        metals = self.metal_to_alloy()
        powder = metals["MA_CN_NEO"]["NdPr"] / by_maker["MA_CN_NEO"]["alloy_bonded"]
        for maker in sorted(by_maker):
            self.alloy_maker(maker, by_maker[maker], metals[maker], powder)

    def metal_to_alloy(self):
        """Metal by alloy maker and metal; Dy and Tb of bonded powder moves to heavy casting."""
        metals = defaultdict(lambda: defaultdict(float))
        for x in SMELTED:
            for flow in self.flows("metal_" + x):
                target, note = flow["destination_id"], ""
                if self.src.facilities[target]["stage"] == "magnet":
                    self.lane(flow["origin_id"], target, "metal_" + x, flow["tonnes"], [flow])
                    continue
                if target in POWDER_MAKERS and x in ("Dy", "Tb"):
                    target = HEAVY_ALLOY_HOME
                inside = flow["note"] == "inside one plant"
                self.lane(flow["origin_id"], target, "metal_" + x, flow["tonnes"], [flow], note=note,
                          transit=lognormal(1, 0.1) if inside else "")
                metals[target][x] += flow["tonnes"]
        return metals

    def alloy_maker(self, maker, tonnes, metal, powder):
        metal = dict(metal)
        total = sum(tonnes.values())
        capacity = self.capacity_of(maker, total)
        scrap = self.flows("scrap_ndfeb", maker)
        heavy, light = tonnes.get("alloy_ndfeb_heavy", 0.0), tonnes.get("alloy_ndfeb_light", 0.0)
        bonded = tonnes.get("alloy_bonded", 0.0)
        amounts = {}
        if bonded:
            share = metal["NdPr"] / bonded if not heavy else powder
            amounts["alloy_bonded"] = {"NdPr": share}
            metal["NdPr"] -= share * bonded
        if heavy:
            # One rare-earth content for both classes: what grade N lacks in Dy and Tb is NdPr.
            both = (metal["NdPr"] + metal["Dy"] + metal["Tb"]) / (heavy + light)
            common = {x: metal[x] / (heavy + light) for x in ("Gd", "Ho") if x in metal}
            dy, tb = metal["Dy"] / heavy, metal["Tb"] / heavy
            amounts["alloy_ndfeb_heavy"] = dict(common, NdPr=both - dy - tb, Dy=dy, Tb=tb)
            if light:
                amounts["alloy_ndfeb_light"] = dict(common, NdPr=both)
        for material in sorted(amounts):
            process = self.process("%s_%s" % (material, maker))
            for x in SMELTED:
                if x in amounts[material]:
                    process.draw("metal_" + x, amounts[material][x])
            process.give(material, 1 / CHARGE_PER_ALLOY, "driver", gross=1.0,
                         span=self.src.recipes.kept("S5_STRIP"))
            if scrap:
                process.give("scrap_ndfeb", ALLOY_SCRAP / CHARGE_PER_ALLOY, "byproduct",
                             gross=ALLOY_SCRAP)
            process.source = "recipes.csv S5_STRIP; world_2024_flows.csv"
            process.confidence = "balanced"
            process.note = "metal content of the maker's alloys of 2024; all its Dy and Tb in heavy"
            rate = tonnes[material]
            self.line(maker, process.name, rate, *[c * rate / total for c in capacity],
                      note="" if len(amounts) == 1 else "capacity split by the output of 2024")
        targets = defaultdict(list)
        for flow in scrap:
            targets[flow["destination_id"]].append(flow)
        for target, rows in sorted(targets.items()):
            self.lane(maker, target, "scrap_ndfeb", sum(r["tonnes"] for r in rows), rows, push=True)

    # --------------------------------------------------------------------------------- the metals

    def metals(self):
        made, drawn, slag = (defaultdict(float) for _ in range(3))
        slag_rows = defaultdict(list)
        for flow in self.src.flows:
            x = flow["material"].split("_")[-1]
            if flow["material"].startswith("metal_"):
                made[flow["origin_id"], x] += flow["tonnes"]
            elif flow["material"].startswith("slag_oxide_"):
                slag[flow["origin_id"], x] += flow["tonnes"]
                slag_rows[flow["origin_id"], flow["destination_id"]].append(flow)
            elif flow["material"].startswith("oxide_") and flow["destination_id"].startswith("MA_"):
                drawn[flow["destination_id"], x] += flow["tonnes"]
        totals = defaultdict(float)
        for (maker, _), tonnes in made.items():
            totals[maker] += tonnes
        for (maker, x), tonnes in sorted(made.items()):
            process = self.process("metal_%s_%s" % (x, maker))
            per_tonne = drawn[maker, x] / tonnes
            step = {"NdPr": "S4_NDPR", "Tb": "S4_TB", "Sm": "S4_SM"}.get(x, "S4_DYFE")
            process.draw("oxide_" + x, per_tonne, span=self.src.recipes.drawn(step))
            metal = process.give("metal_" + x, 0.97, "driver", span=self.src.recipes.kept(step))
            if slag[maker, x]:
                process.give("slag", slag[maker, x] / drawn[maker, x], "byproduct")
            process.source = "recipes.csv %s; world_2024_flows.csv" % step
            process.note = "%s kg of oxide per kg of metal" % text_of(per_tonne, 4)
            capacity = self.capacity_of(maker, totals[maker])
            line = self.line(maker, process.name, tonnes, *[c * tonnes / totals[maker] for c in capacity],
                             note="" if totals[maker] == tonnes else "capacity split by the output of 2024")
            self.net.fits.append(fit_metal(line, metal, tonnes))
        for (origin, target), rows in sorted(slag_rows.items()):
            self.lane(origin, target, "slag", sum(r["tonnes"] for r in rows), rows, push=True)

    # ------------------------------------------------------------------- mines, separation, old scrap

    def mines(self):
        for facility, row in sorted(self.src.facilities.items()):
            if row["stage"] != "mine":
                continue
            detail = self.src.details[facility]
            shipped = [f for f in self.src.flows if f["origin_id"] == facility]
            material = kind_of(shipped[0])
            key = detail["ore_composition_key"]
            process = self.process("mine_%s_%s" % (key, material), composition=key)
            if not process.outputs:
                process.give(material, 1.0, "driver")
                process.source = "ore_composition.csv; recipes.csv S1"
                process.note = "throughput is what leaves the mine, in oxide"
            rate = sum(f["tonnes"] for f in shipped)
            suggested = float(row["capacity_suggested_t"])
            low = number(detail["production_2024_low_t_reo"])
            high = number(detail["production_2024_high_t_reo"])
            limits = (min(max(low / 0.88, rate), 0.95 * suggested) if low else 0.85 * suggested,
                      max(high / 0.88, 1.05 * suggested) if high else 1.15 * suggested)
            self.line(facility, process.name, rate, suggested, max(limits[0], rate), limits[1])
            for flow in shipped:
                same_site = (facility, flow["destination_id"]) == ("US_MOUNTAINPASS", "PR_US_MP")
                self.lane(facility, flow["destination_id"], material, flow["tonnes"], [flow],
                          transit=lognormal(1, 0.1) if same_site else "")

    def old_scrap(self):
        sources = (("EOL_CN", "old_scrap_magnets", "old_scrap"), ("SCRAP_OTHER_CN", "old_scrap_other", "old_scrap"),
                   ("EOL_EU", "scrapped_magnets", "scrap_ndfeb"), ("EOL_US", "scrapped_magnets", "scrap_ndfeb"))
        for facility, key, material in sources:
            process = self.process("collect_" + key, composition=key, recycled=True)
            pushed = material == "old_scrap"
            if not process.outputs:
                if pushed:
                    process.give(material, 1.0, "byproduct")
                else:
                    process.give(material, 1.0, "driver", gross=self.scrap_per_oxide)
                process.source, process.confidence = "world_2024_flows.csv", "balanced"
            targets = defaultdict(list)
            for flow in self.flows(material, facility):
                targets[flow["destination_id"]].append(flow)
            total = 0.0
            for target, rows in sorted(targets.items()):
                tonnes = sum(r["tonnes"] for r in rows)
                if not pushed:
                    # The maker's own use, so that it closes to the gram.
                    tonnes = sum(self.class_of_maker[target].values()) / FINISHED_PER_BLANK * ALLOY_PER_BLANK
                total += tonnes
                self.lane(facility, target, material, tonnes, rows, push=pushed)
            rate = total if pushed else total / self.scrap_per_oxide
            if pushed:
                note = "runs at its capacity: old scrap arrives whether it is wanted or not"
                self.line(facility, process.name, rate, rate, 0.7 * rate, 1.3 * rate, note)
            else:
                note = "collection could be twice that of 2024 (assumed)"
                self.line(facility, process.name, rate, 2 * rate, 1.2 * rate, 5 * rate, note)

    def separation(self):
        """A process for each plant: shares are what it ships over what it is fed, by element."""
        feeds = defaultdict(set)
        for (_, target, material) in self.net.lanes:
            if material in ("concentrate", "carbonate", "scrap_ndfeb", "slag", "old_scrap"):
                if not target.startswith(RECYCLING_MAKERS):
                    feeds[target].add(material)
        between = [f for f in self.flows("carbonate") if f["origin_id"].startswith("PR_")]
        for flow in between:
            feeds[flow["destination_id"]].add("carbonate")
        for plant in sorted(feeds):
            self.separation_plant(plant, sorted(feeds[plant]), [f for f in between if f["origin_id"] == plant])

    def separation_plant(self, plant, feeds, carbonate):
        stage = self.src.facilities[plant]["stage"]
        process = self.process("%s_%s" % (stage, plant))
        # A lone feed of scrap is drawn by gross weight; a blend is one stock in oxide equivalent.
        lone_scrap = feeds == ["scrap_ndfeb"]
        for material in feeds:
            process.draw(material, 1.0, slot="" if lone_scrap else "feed")
        oxides = {x: self.flows("oxide_" + x, plant) for x in SEPARATED}
        oxides = {x: rows for x, rows in oxides.items() if rows}
        total = sum(r["tonnes"] for rows in oxides.values() for r in rows)
        mixed = sum(r["tonnes"] for r in carbonate)
        heavy_residue = plant == "PR_MY_LAMP"
        carbonate_drives = mixed > 0 and not heavy_residue
        recovery = self.recovery_of(plant, stage)
        fitted = []
        for x, rows in oxides.items():
            # A plant is run for its NdPr; the other elements of NdFeB are worth running for when they
            # are short, for without them the NdPr is not used either.
            role = ("coproduct" if carbonate_drives else "driver" if x == "NdPr"
                    else "co_driver" if x in ("Dy", "Tb", "Gd", "Ho") else "coproduct")
            elements = ["Nd", "Pr"] if x == "NdPr" else [x]
            out = process.give("oxide_" + x, 0.9, role, elements, span=recovery if x == "NdPr" else None)
            fitted.append((out, sum(r["tonnes"] for r in rows)))
            for flow in rows:
                push = flow["destination_id"].startswith("SURPLUS_")
                self.lane(plant, flow["destination_id"], "oxide_" + x, flow["tonnes"], [flow], push=push)
        if mixed:
            elements = [e for e in ELEMENTS if e not in ("La", "Ce", "Pr", "Nd", "Sc")] if heavy_residue else None
            fitted.append((process.give("carbonate", 0.3, "byproduct" if heavy_residue else "driver", elements), mixed))
            for flow in carbonate:
                self.lane(plant, flow["destination_id"], "carbonate", flow["tonnes"], [flow], push=heavy_residue)
        leftover = plant == "PR_IN_IREL"
        if leftover:
            self.leftover_chloride(process)
        if stage == "recycling":
            step = "S9_SWARF"
        else:
            step = "S2_BAKE, S3_SX_LIGHT" if self.src.facilities[plant]["lead_time_days"] == "46" else "S3_SX_HEAVY"
        process.source = "recipes.csv %s; world_2024_flows.csv" % step
        process.confidence = "balanced"
        process.note = "shares close the year of 2024 by element; throughput is feed in oxide"
        line = self.line(plant, process.name, 1.0, 1.0, 1.0, 1.0)
        self.net.fits.append(self.fit_separation(line, plant, process, fitted, total + mixed, leftover))

    def recovery_of(self, plant, stage):
        """The range of the recovery of a plant run for its NdPr (processors.csv, else recipes.csv)."""
        detail = self.src.detail(plant) or {}
        if detail.get("recovery_yield_low"):
            return float(detail["recovery_yield_low"]), float(detail["recovery_yield_high"])
        return self.src.recipes.kept("S9_SWARF" if stage == "recycling" else "S3_SX_LIGHT")

    def leftover_chloride(self, process):
        """IREL cracks 2,900 t, sells 1,800 t of chloride and 156 t of oxides; the rest piles up."""
        for element in ELEMENTS[:-1]:
            process.give("unsold_chloride", 0.0, "byproduct", [element])

    def fit_separation(self, line, plant, process, fitted, output, leftover):
        net = self.net
        row = self.src.facilities[plant]
        recovery = 0.91  # of IREL's separation, by which its leftover follows (processors.csv)

        def fit(lots):
            feed = 0.0
            for _, material, _ in process.inputs:
                vector = net.arriving(plant, material)[1]
                feed += sum(m * OXIDE[e] for e, m in vector.items())
            net.lines[line][2] = feed
            if not process.inputs[0][0]:
                process.inputs[0][2] = net.arriving(plant, process.inputs[0][1])[0] / feed
            suggested = float(row["capacity_suggested_t"])
            scale = feed / output
            capacity = suggested * scale
            detail = self.src.detail(plant)
            known = number(row["capacity_table_t"])
            spread = 0.15 if known else 0.2
            self.capacity[plant, process.name] = (
                capacity, max((1 - spread) * capacity, feed), (1 + spread) * capacity,
                "table capacity %s t of output over yield %s" % (row["capacity_suggested_t"], text_of(1 / scale, 4)))
            lot = net.lot(plant, process, feed)
            used = defaultdict(float)
            for out, target in fitted:
                held = out["elements"] or net.held[out["material"]]
                fed = sum(lot.get(e, 0.0) * OXIDE[e] for e in held)
                out["share"] = target / fed if fed else 0.0
                for e in held:
                    used[e] += out["share"] * (1.0 if out["material"] == "carbonate" else 1 / recovery)
            if leftover:
                for out in process.outputs:
                    if out["material"] == "unsold_chloride":
                        e = out["elements"][0]
                        out["share"] = 1 - used[e] if lot.get(e) else 0.0
                left = sum(out["share"] * lot.get(out["elements"][0], 0.0) * OXIDE[out["elements"][0]]
                           for out in process.outputs if out["material"] == "unsold_chloride")
                key = (plant, "SURPLUS_CHLORIDE_IN", "unsold_chloride")
                net.lanes[key] = left
                self.lane_rows.setdefault(key, {"push": True, "transit": "", "rows": [{"basis": "balanced"}],
                                                "note": "rest of the feed, without a buyer in 2024"})
            lots[line] = net.lot(plant, process, feed)
        return fit

    # ---------------------------------------------------------------------------------- capacities

    def capacity_of(self, facility, output):
        """Capacity and its range, in the unit of the output: the table's, else the suggestion of
        the balance (output over 0.88) with 15 % either way. The year of 2024 always fits."""
        row, detail = self.src.facilities[facility], self.src.detail(facility)
        suggested = float(row["capacity_suggested_t"])
        low, high = number(detail.get("capacity_low_t_per_year")), number(detail.get("capacity_high_t_per_year"))
        if facility.endswith("_METAL") or low is None or not low <= suggested <= high:
            low, high = 0.85 * suggested, 1.15 * suggested
        if low == high:
            low, high = 0.95 * suggested, 1.05 * suggested
        return suggested, max(low, output), high

    def build(self):
        self.magnets()
        self.magnet_makers()
        self.alloys()
        self.metals()
        self.mines()
        self.old_scrap()
        self.separation()
        self.net.settle()
        return self

    def swarf_factor_wanted(self):
        """The factors at which Vietnam recovers as much of Dy and Tb as of NdPr."""
        shares = {out["material"]: out["share"] for out in self.net.processes["separation_PR_VN_VTRE"].outputs}
        return {x: self.swarf_factor[x] * shares["oxide_NdPr"] / shares["oxide_" + x] for x in ("Dy", "Tb")}

    def check_shares(self):
        for process in self.net.processes.values():
            taken = defaultdict(float)
            for out in process.outputs:
                for element in out["elements"] or self.net.held[out["material"]]:
                    taken[element] += out["share"]
            if max(taken.values()) > 1 + 1e-9:
                raise ValueError("%s gives more than it takes: %s" % (process.name, dict(taken)))


def build():
    """The network of 2024, with the factors of Vietnam's swarf settled."""
    factor = {"Dy": 1.0, "Tb": 1.0}
    for _ in range(20):
        builder = Builder(factor).build()
        wanted = builder.swarf_factor_wanted()
        if max(abs(wanted[x] - factor[x]) for x in factor) < 1e-7:
            break
        factor = wanted
    builder.check_shares()
    return builder


def fit_metal(line, metal, tonnes):
    def fit(lots):
        contained = sum(lots[line].values())
        metal["share"] = tonnes / contained if contained else 0.97
    return fit


def prune(flows):
    """Sintered deliveries by (maker, demand row) without the smallest ones. What they carried goes to
    the others by proportional fitting, so that every maker and every demand row keeps its total."""
    table = {(f["origin_id"], f["destination_id"]): f["tonnes"] for f in flows}
    rows, columns = defaultdict(float), defaultdict(float)
    for (maker, demand), tonnes in table.items():
        rows[maker] += tonnes
        columns[demand] += tonnes
    kept = {k: t for k, t in table.items()
            if t >= SMALL_FLOW_TONNES or t >= SMALL_FLOW_SHARE * min(rows[k[0]], columns[k[1]])}
    for _ in range(300):
        before = kept
        for side, target in ((0, rows), (1, columns)):
            sums = defaultdict(float)
            for key, tonnes in kept.items():
                sums[key[side]] += tonnes
            kept = {k: t * target[k[side]] / sums[k[side]] for k, t in kept.items()}
        if max(abs(kept[k] - t) for k, t in before.items()) < 1e-12:
            break
    return kept


# ----------------------------------------------------------------------------------------- the tables

class Writer:
    """Rows of every shipped table, from a built network."""

    def __init__(self, builder):
        self.b, self.net, self.src = builder, builder.net, builder.src
        self.tables = {}

    def table(self, name, columns, keys):
        self.tables[name + ".csv"] = Table(columns, keys)
        return self.tables[name + ".csv"]

    def all(self):
        self.materials()
        self.compositions()
        self.processes()
        self.facilities()
        self.lines()
        self.demand()
        self.lanes()
        self.routes()
        self.sectors()
        self.targets()
        return {name: table.text() for name, table in self.tables.items()}

    def used(self):
        """Ids of researched facilities that ship or receive something."""
        ends = {end for key in self.net.lanes for end in key[:2]}
        return ends & set(self.src.facilities)

    def materials(self):
        t = self.table("materials", ["id", "name", "form", "elements", "price [USD/kg]", "lot [t]",
                                     "source", "confidence", "note"], ["id"])
        assumed = {r["material"]: r for r in read_source("assumed_prices.csv")}
        read = defaultdict(list)
        for row in read_source("prices_2024.csv"):
            if row["market"] == "USGS_reference_FOB_China" or (row["element"], row["market"]) == ("NdPr", "FOB_China"):
                read[row["element"]].append(row)
        export = self.magnet_price()
        for name, title, form, held in self.b.material_rows:
            x = name.split("_")[-1]
            row = assumed.get(name)
            if name.startswith("oxide_") and x in read:
                rows = read[x]
                price = round(sum(float(r["price_usd_per_kg_mid"]) for r in rows) / len(rows), 1)
                source, confidence = "prices_2024.csv: " + rows[0]["source"], rows[0]["confidence"]
                note = "mean of %d readings of 2024, FOB China" % len(rows)
            elif name in export:
                price, source, confidence = export[name], "magnet_export_value_2024.csv", "estimated"
                note = ("unit value of China's exports of 2024 (49.2 USD/kg) split by grade; heavy is 8 USD/kg "
                        "above light for its Dy and Tb; range +-15 %")
            else:
                price, source, confidence = float(row["usd_per_kg"]), "assumed_prices.csv", "estimated"
                note = "%s; range %s-%s" % (row["reason"], row["low"], row["high"])
            lot = float(row["lot_t"]) if row else 0.01
            t.add(id=name, name=title, form=form,
                  elements=" ".join(e for e in ELEMENTS if e in held), price=price, lot=lot,
                  source=source, confidence=confidence, note=note)

    def magnet_price(self):
        """Prices of sintered grades that give the unit value of China's exports of 2024."""
        year = next(r for r in read_source("magnet_export_value_2024.csv") if r["period_end"] == "2024-12")
        value = float(year["value_musd"]) * 1e6 / (float(year["exports_t"]) * 1e3)
        assumed = {r["material"]: r for r in read_source("assumed_prices.csv")}
        tonnes = defaultdict(float)
        for (origin, target, material), flow in self.net.lanes.items():
            if origin.startswith("MG_CN_") and material.startswith("magnet_") and "_CN_" not in target:
                tonnes[material] += flow
        total = sum(tonnes.values())
        other = sum(tonnes[m] * float(assumed[m]["usd_per_kg"]) for m in ("magnet_bonded", "magnet_smco"))
        light, heavy = tonnes["magnet_ndfeb_light"], tonnes["magnet_ndfeb_heavy"]
        price = (value * total - other - 8 * heavy) / (light + heavy)
        return {"magnet_ndfeb_light": round(price, 1), "magnet_ndfeb_heavy": round(price + 8, 1)}

    def compositions(self):
        columns = ["id"] + ["%s [%%]" % e for e in ELEMENTS] + ["source", "confidence", "note"]
        t = self.table("compositions", columns, ["id"])
        for key, shares in self.net.compositions.items():
            source, confidence, note = self.b.composition_rows[key]
            t.add(id=key, source=source, confidence=confidence, note=note,
                  **{e: text_of(100 * s, 7) for e, s in shares.items()})

    def processes(self):
        t = self.table("processes", ["id", "name", "composition", "recycled", "source", "confidence", "note"], ["id"])
        ti = self.table("process_inputs", ["process", "slot", "material", "amount [t/t]", "amount_low [t/t]",
                                           "amount_high [t/t]", "source", "confidence"], ["process", "material"])
        to = self.table("process_outputs", ["process", "material", "element", "share [%]", "share_low [%]",
                                            "share_high [%]", "gross [t/t]", "role", "source", "confidence"],
                        ["process", "material", "element"])
        for name, p in self.net.processes.items():
            t.add(id=name, name=self.title(name), composition=p.composition or "",
                  recycled="true" if p.recycled else "", source=p.source, confidence=p.confidence, note=p.note)
            for slot, material, amount in p.inputs:
                low, high = p.range_of("draw", material, amount)
                ti.add(process=name, slot=slot, material=material, amount=amount, amount_low=low, amount_high=high,
                       source=p.source, confidence=p.confidence)
            for out in p.outputs:
                for element in out["elements"] or [""]:
                    if out["share"] > 0:
                        low, high = p.range_of("give", out["material"], out["share"])
                        to.add(process=name, material=out["material"], element=element, share=100 * out["share"],
                               share_low=100 * low if low else "", share_high=100 * high if high else "",
                               gross=out["gross"] or "", role=out["role"], source=p.source,
                               confidence=p.confidence)
        for demand, bill in sorted(self.b.bill.items()):
            sector, region = self.b.split_demand(demand)
            name = "use_%s_%s" % (sector, region)
            t.add(id=name, name="%s, %s" % (self.src.sectors[sector]["name"], region),
                  source="world_2024_flows.csv; world_2024_balance.csv grade mix", confidence="balanced",
                  note="bill of materials per tonne of magnets used")
            for material, tonnes in sorted(bill.items()):
                ti.add(process=name, slot="", material=material, amount=tonnes / sum(bill.values()),
                       source="world_2024_flows.csv; world_2024_balance.csv grade mix", confidence="balanced")
        for x in SEPARATED:
            t.add(id="use_oxide_" + x, name="Use of %s oxide other than magnets" % x,
                  source="world_2024_flows.csv", confidence="balanced", note="")
            ti.add(process="use_oxide_" + x, slot="", material="oxide_" + x, amount=1,
                   source="world_2024_flows.csv", confidence="derived")

    def title(self, name):
        """A readable name: the plant's where a process is of one plant, else the recipe's."""
        for facility in sorted(self.used(), key=len, reverse=True):
            if name.endswith("_" + facility):
                kind = name[:-len(facility) - 1].replace("_", " ")
                return "%s, %s" % (kind[0].upper() + kind[1:], self.src.facilities[facility]["name"])
        title = name.replace("_", " ")
        return title[0].upper() + title[1:]

    def facilities(self):
        t = self.table("facilities", ["id", "name", "stage", "region", "behaviour", "latitude", "longitude",
                                      "source", "confidence", "note"], ["id"])
        stages = {"use": "end_use", "surplus": "outlet", "source": "scrap_source"}
        places = {region_of(r["region"]): (r["lat"], r["lon"]) for r in self.src.facilities.values()
                  if r["stage"] == "demand"}
        places.update({"EE": ("59.4", "27.75"), "MY": ("4.0", "103.38")})
        used = self.used()
        for facility, row in self.src.facilities.items():
            if facility not in used:
                continue
            region = region_of(row["region"])
            source, confidence = self.src.provenance(facility)
            note = row["note"]
            name = row["name"]
            if row["stage"] in ("use", "surplus", "source"):
                note = "boundary of the balance"
                if row["region"] == "EU":
                    note += "; the whole EU, placed in EU27_REST"
                x, where = facility.split("_")[1], row["region"]
                if row["stage"] == "use":
                    name = "Uses of %s oxide other than magnets, %s" % (x, where)
                elif row["stage"] == "surplus":
                    name = "Surplus of %s oxide, stocked or wasted, %s" % (x, where)
            detail = self.src.detail(facility)
            if not note and detail:
                note = detail.get("notes", "")
            lat, lon = row["lat"], row["lon"]
            if not lat:
                lat, lon = places[region]
            habit = "end_use_long" if row["stage"] == "use" and NON_MAGNET_COVER[0] >= LONG_COVER_DAYS else ""
            t.add(id=facility, behaviour=habit, name=name[0].upper() + name[1:],
                  stage=stages.get(row["stage"], row["stage"]), region=region, latitude=lat, longitude=lon, source=source, confidence=confidence, note=note)
        t.add(id="SURPLUS_CHLORIDE_IN", name="Mixed chloride of IREL without a buyer", stage="outlet", region="IN",
              latitude="10.08", longitude="76.3", source="world_2024_facilities.csv", confidence="balanced",
              note="about 930 t a year; a stock at the plant, taken out of the chain")
        for demand in sorted(self.b.bill):
            sector, region = self.b.split_demand(demand)
            lat, lon = places[region]
            for plant, weight in self.b.plants_of(demand):
                quantile = plant.rsplit("_", 1)[1]
                days = max(float(self.cover_row(sector, region)[quantile]), LEAST_COVER_DAYS)
                habit = ("end_use_short" if days < SHORT_COVER_DAYS else
                         "end_use_long" if days >= LONG_COVER_DAYS else "")
                t.add(id=plant, behaviour=habit, name="%s, %s, buyers at %s of stock cover"
                      % (self.src.sectors[sector]["name"], region, quantile), stage="end_use", region=region,
                      latitude=lat, longitude=lon, source="world_2024_flows.csv; stock_cover.csv",
                      confidence="estimated", note="%s %% of the use of %s (%s-%s %%); stands for many plants, placed "
                      "in the middle of the country; range of its cover in demand.csv"
                      % (text_of(100 * weight), demand, text_of(100 * weight - 10), text_of(100 * weight + 10)))

    def lines(self):
        t = self.table("lines", ["facility", "process", "capacity [t/yr]", "capacity_low [t/yr]",
                                 "capacity_high [t/yr]", "rate [t/yr]", "lead_time", "lot [d]", "input_cover [d]",
                                 "output_cover [d]", "source", "confidence", "note"], ["facility", "process"])
        for facility, name, rate in self.net.lines:
            row = self.src.facilities[facility]
            capacity, low, high, note = self.b.capacity[facility, name]
            source, confidence = self.src.provenance(facility)
            known = number(row["capacity_table_t"]) and abs(number(row["capacity_table_t"])
                                                            - number(row["capacity_suggested_t"] or "0")) < 1
            if row["stage"] == "source":
                confidence, lead, cover = "estimated", 7.0, ""
            else:
                lead, cover = float(row["lead_time_days"]), float(row["cover_days"])
                if not known:
                    confidence = "estimated"
                    note = "; ".join(filter(None, [note, "capacity is the throughput of 2024 over 0.88 or the "
                                                   "least that fits it"]))
            lot = round(next(days for least, days in LOT_DAYS if rate >= least) * rate / capacity, 2)
            note = "; ".join(filter(None, [note, "output cover 5-20 d and lot of 1-14 d assumed"]))
            # Two oxides or a carbonate wait at most so long; mines hold no bought input.
            t.add(facility=facility, process=name, capacity=round(capacity, 3), capacity_low=round(min(low, capacity), 3),
                  capacity_high=round(max(high, capacity), 3), rate=rate, lead_time=lognormal(lead, 0.15), lot=lot,
                  input_cover="" if row["stage"] in ("mine", "source") else cover,
                  output_cover=OUTPUT_COVER_DAYS, source=source, confidence=confidence, note=note)

    def demand(self):
        t = self.table("demand", ["facility", "sector", "process", "rate [t/yr]", "rate_low [t/yr]",
                                  "rate_high [t/yr]", "cover [d]", "cover_low [d]", "cover_high [d]", "source",
                                  "confidence", "note"], ["facility"])
        arriving = defaultdict(float)
        for (_, target, material), tonnes in self.net.lanes.items():
            arriving[target] += tonnes
        for demand in sorted(self.b.bill):
            sector, region = self.b.split_demand(demand)
            cover = self.cover_row(sector, region)
            for plant, _ in self.b.plants_of(demand):
                days = max(float(cover[plant.rsplit("_", 1)[1]]), LEAST_COVER_DAYS)
                rate = arriving[plant]
                t.add(facility=plant, sector=sector, process="use_%s_%s" % (sector, region), rate=rate,
                      rate_low=0.8 * rate, rate_high=1.25 * rate, cover=days, cover_low=0.75 * days,
                      cover_high=1.33 * days, source="world_2024_flows.csv; stock_cover.csv %s" % cover["plant_id"],
                      confidence="estimated", note="rate balanced; cover of %s, %s" % (cover["sector"], cover["region"]))
        for facility, row in self.src.facilities.items():
            if row["stage"] == "use" and facility in arriving:
                rate = arriving[facility]
                days, low, high = NON_MAGNET_COVER
                t.add(facility=facility, sector="NON_MAGNET", process="use_oxide_" + facility.split("_")[1],
                      rate=rate, rate_low=0.67 * rate, rate_high=1.4 * rate, cover=days, cover_low=low, cover_high=high,
                      source="world_2024_flows.csv", confidence="estimated",
                      note="rate balanced, range of non_magnet_use.csv; cover assumed")

    def cover_row(self, sector, region):
        name = {"SMCO_DEFENCE": "DEFENCE", "SMCO_OTHER": "INDUSTRY"}.get(sector, sector)
        row = self.src.sectors[name]["demand_row"]
        wanted = {"DE": "EU27", "EU27_REST": "EU27"}.get(region, region)
        for key in (wanted, "ALL", "ROW"):
            if (row, key) in self.src.cover:
                return self.src.cover[row, key]
        raise KeyError((sector, region))

    def lanes(self):
        t = self.table("lanes", ["from", "to", "material", "flow [t/yr]", "push", "transit", "source", "confidence",
                                 "note"], ["from", "to", "material"])
        for (origin, target, material), tonnes in self.net.lanes.items():
            row = self.b.lane_rows[origin, target, material]
            t.add(**{"from": origin, "to": target, "material": material, "flow": tonnes,
                     "push": "true" if row["push"] else "", "transit": row["transit"],
                     "source": "world_2024_flows.csv", "confidence": basis_of(row["rows"]), "note": self.lane_note(row)})

    def lane_note(self, row):
        """The note of the flow, without the method that every magnet or oxide lane shares."""
        notes = sorted({r.get("note", "") for r in row["rows"]} - {""})
        text = row["note"] or (notes[0] if len(notes) == 1 else "")
        common = ("three-way IPF", "IPF:", "NdPr 0.", "swarf", "strip-casting", "electrolysis", "internal")
        return "" if text.startswith(common) else text

    def routes(self):
        t = self.table("routes", ["from", "to", "form", "transit", "freight [USD/kg]", "source", "confidence",
                                  "note"], ["from", "to", "form"])
        regions = {r["id"]: r["region"] for r in self.tables["facilities.csv"].rows.values()}
        pairs = {(regions[o], regions[d]) for o, d, _ in self.net.lanes}
        logistics = read_source("logistics.csv")
        zones = {}
        for row in read_source("assumed_transit.csv"):
            zones[row["zone_a"], row["zone_b"]] = zones[row["zone_b"], row["zone_a"]] = row
        for origin, target in sorted(pairs):
            t.add(**{"from": origin, "to": target}, **self.route(origin, target, logistics, zones))
        t.add(**{"from": "*", "to": "*"}, transit=lognormal(35, 0.25), freight=0.35, source="assumed_transit.csv",
              confidence="estimated", note="pairs without a flow in 2024; 15-60 d")

    def route(self, origin, target, logistics, zones):
        eu = {r: "EU" for r in EU27}
        key = (origin, target)
        if key not in LOGISTICS:
            key = (eu.get(origin, origin), eu.get(target, target))
        inside = key[0] == key[1]
        if key in LOGISTICS or (key[::-1] in LOGISTICS and not inside):
            found = LOGISTICS.get(key) or LOGISTICS[key[::-1]]
            low = high = mean = freight = 0.0
            for start, end, mode, weight in found:
                row = next(r for r in logistics if (r["from_node"], r["to_node"], r["mode"]) == (start, end, mode))
                days = float(row["transit_days_low"]), float(row["transit_days_high"])
                mean += weight * sum(days) / 2
                # Ways beside each other (weights below 1): a buyer takes one of them, so the spread
                # of its deliveries is the mean spread of the ways. Legs one after the other add up.
                low, high = low + weight * days[0], high + weight * days[1]
                cost = (float(row["cost_low"]) + float(row["cost_high"])) / 2
                freight += weight * (cost / CONTAINER_KG if "container" in row["cost_unit"] else cost / 1000)
            source = "logistics.csv: %s to %s" % (found[0][0], found[-1][1])
            confidence = row["confidence"] if key in LOGISTICS else "estimated"
            note = "" if key in LOGISTICS else "as the way back"
            if found[0][3] < 1:
                source = "logistics.csv: " + "; ".join("%s to %s" % way[:2] for way in found)
                note = "shares %s of the ways assumed" % ", ".join(text_of(way[3]) for way in found)
                confidence = "estimated"
        elif inside and origin == target:
            low, high, freight = DOMESTIC_DAYS[0], DOMESTIC_DAYS[1], 0.08
            source, confidence = "logistics.csv: inland legs", "estimated"
            note = "domestic, %d-%d d, handling included; freight 0.04-0.15 USD/kg" % DOMESTIC_DAYS
            return {"transit": spread((low + high) / 2, high - low, 0, 0), "freight": freight, "source": source,
                    "confidence": confidence, "note": note}
        else:
            row = zones[ZONE[origin], ZONE[target]]
            low, high, freight = float(row["days_low"]), float(row["days_high"]), float(row["freight_usd_per_kg"])
            mean = (low + high) / 2
            source, confidence, note = "assumed_transit.csv", "estimated", row["note"]
        customs = (1, 3) if inside else CUSTOMS_DAYS
        note = "; ".join(filter(None, [note, "%s-%s d and %d-%d d of customs and handling"
                                       % (text_of(low, 3), text_of(high, 3), customs[0], customs[1])]))
        return {"transit": spread(mean, high - low, *customs), "freight": round(freight, 3), "source": source,
                "confidence": confidence, "note": note}

    def sectors(self):
        t = self.table("sectors", ["id", "name", "growth [%/yr]", "growth_from", "recoverable_share [%]",
                                   "overtime [%]", "restart [d]", "stop_cover [d]", "demand_cv [%]", "source",
                                   "confidence", "note"], ["id"])
        growth = {r["sector"]: r["growth_pct_per_year_2024_2030"] for r in self.src.demand if r["row_type"] == "sector"}
        use = [r for r in read_source("non_magnet_use.csv") if r["growth_pct_per_year_2024_2030"]]
        total = sum(float(r["demand_2024_t_reo"]) for r in use)
        mean = sum(float(r["demand_2024_t_reo"]) * float(r["growth_pct_per_year_2024_2030"]) for r in use) / total
        for sector, row in self.src.sectors.items():
            rate = float(growth[row["demand_row"]]) if row["demand_row"] else round(mean, 1)
            where = "demand.csv (growth 2024-30)" if row["demand_row"] else "non_magnet_use.csv (growth, weighted)"
            t.add(id=sector, name=row["name"], growth=rate, growth_from="2025-01-01",
                  recoverable_share=float(row["recoverable_share_pct"]), overtime=15, restart=2, stop_cover=0.33,
                  demand_cv=5, source=where + "; recovery.csv; assumed_sectors.csv", confidence="estimated",
                  note="recoverable %s-%s %%: %s; growth %s-%s %%; overtime 5-25 %%, restart 1-7 d, stop at one shift, "
                  "cv 2-10 %%" % (row["recoverable_low"], row["recoverable_high"], row["reason"],
                                  text_of(0.5 * rate), text_of(1.5 * rate)))


    def targets(self):
        """What the base year is judged by (`monazite validate`): the reported figure where there is
        one, else that of the balanced year. Blanks are compared by the finished magnets they give."""
        t = self.table("targets", ["quantity", "region", "material", "target [t]", "yield", "source", "confidence",
                                   "note"], ["quantity", "region", "material"])
        regions = {"China": "CN", "Rest": "REST"}
        export = next(r for r in read_source("magnet_export_value_2024.csv")
                      if (r["period_start"], r["period_end"]) == ("2024-01", "2024-12"))
        for row in self.src.balance:
            reported = row["table_value_t"] != ""
            value = float(row["table_value_t"] if reported else row["supply_t"])
            if row["stage"] == "mine":
                other = row["region"] == "LA"
                t.add(quantity="mined", region=row["region"], target=value,
                      source="USGS MCS 2026, mine production 2024; world_2024_balance.csv",
                      confidence="estimated" if other else "sourced",
                      note="line Other countries of the USGS, booked on Laos" if other else "")
            elif (row["stage"], row["item"]) in (("separation", "REO from ore, imports included"),
                                                 ("separation", "REO separated oxides")):
                t.add(quantity="separated", region="REST" if row["region"] == "Rest" else row["region"],
                      material="oxide", target=value, source="world_2024_balance.csv", confidence="balanced",
                      note=row["note"])
            elif (row["stage"], row["item"]) == ("magnet blanks", "NdFeB"):
                t.add(quantity="blanks", region=regions[row["region"]], material="NdFeB", target=value,
                      **{"yield": FINISHED_PER_BLANK},
                      source="magnet_makers.csv; world_2024_balance.csv", confidence="recalled",
                      note="sum of makers; yield is finished magnets per tonne of blanks, the convention of "
                           "world_2024_flows.csv (JL MAG 0.713)")
            elif (row["stage"], row["item"]) == ("magnet exports", "NdFeB and SmCo, HS 850511"):
                t.add(quantity="exports", region="CN", material="magnet", target=float(export["exports_t"]),
                      source="magnet_export_value_2024.csv: " + export["source"], confidence=export["confidence"],
                      note="finished magnets, SmCo included")


def spread(way_days, way_range, customs_low, customs_high):
    """A lognormal for a way and its customs, whose ranges hold about 95 % (four deviations)."""
    mean = way_days + (customs_low + customs_high) / 2
    deviation = ((way_range / 4) ** 2 + ((customs_high - customs_low) / 4) ** 2) ** 0.5
    return lognormal(round(mean, 1), round(max(deviation / mean, 0.1), 2))


# ------------------------------------------------------------------------------------------ the audit

def read_table(name):
    """A shipped table with the units taken off its column names."""
    with open(os.path.join(HERE, name), newline="", encoding="utf-8") as handle:
        return [{k.split(" [")[0]: v for k, v in row.items()} for row in csv.DictReader(handle)]


def network_of_tables():
    net = Network()
    for row in read_table("materials.csv"):
        net.forms[row["id"]] = row["form"]
        net.held[row["id"]] = row["elements"].split()
    for row in read_table("compositions.csv"):
        shares = {e: float(row[e]) for e in ELEMENTS if row[e]}
        total = sum(shares.values())
        net.compositions[row["id"]] = {e: s / total for e, s in shares.items()}
    for row in read_table("processes.csv"):
        net.processes[row["id"]] = Process(row["id"], row["composition"] or None, row["recycled"] == "true")
    for row in read_table("process_inputs.csv"):
        net.processes[row["process"]].draw(row["material"], float(row["amount"]), row["slot"])
    for row in read_table("process_outputs.csv"):
        net.processes[row["process"]].give(row["material"], float(row["share"]) / 100, row["role"],
                                           [row["element"]] if row["element"] else None, number(row["gross"]))
    for row in read_table("lines.csv"):
        net.lines.append([row["facility"], row["process"], float(row["rate"])])
    for row in read_table("lanes.csv"):
        net.lanes[row["from"], row["to"], row["material"]] = float(row["flow"])
    return net


class Audit:
    """Follows the elements through the shipped tables and compares the year with the sources."""

    def __init__(self):
        self.net = network_of_tables()
        self.lots, self.made, self.mass, _ = self.net.settle()
        self.region = {r["id"]: r["region"] for r in read_table("facilities.csv")}
        self.stage = {r["id"]: r["stage"] for r in read_table("facilities.csv")}
        self.failed = []

    def row(self, what, value, wanted, tolerance=0.001):
        off = value / wanted - 1 if wanted else value
        mark = "" if abs(off) <= tolerance else "  <-- off"
        if mark:
            self.failed.append(what)
        print("%-58s %13.1f %13.1f %+8.3f %%%s" % (what, value, wanted, 100 * off, mark))

    def closes(self):
        """Per facility and element: what is made is shipped, what arrives is drawn."""
        shipped, worst = defaultdict(float), []
        for (origin, _, material), tonnes in self.net.lanes.items():
            shipped[origin, material] += tonnes
        for key in sorted(set(shipped) | set(self.mass)):
            made, sent = self.mass.get(key, 0.0), shipped.get(key, 0.0)
            content = self.made.get(key, {})
            for element, tonnes in content.items():
                worst.append((residual(tonnes, tonnes * sent / made if made else 0.0), key, element))
            if not content:
                worst.append((residual(0.0, sent), key, "all"))
        drawn = defaultdict(lambda: defaultdict(float))
        for (facility, name, rate), _ in zip(self.net.lines, self.lots):
            process = self.net.processes[name]
            slots = defaultdict(list)
            for slot, material, amount in process.inputs:
                slots[slot or material].append((material, amount))
            for members in slots.values():
                drawn[facility, tuple(m for m, _ in members)]["rate"] += rate * members[0][1]
        for row in read_table("demand.csv"):
            for _, material, amount in self.net.processes[row["process"]].inputs:
                drawn[row["facility"], (material,)]["rate"] += float(row["rate"]) * amount
        for (facility, materials), use in drawn.items():
            total, oxide = 0.0, 0.0
            for material in materials:
                tonnes, vector = self.net.arriving(facility, material)
                total += tonnes
                oxide += sum(m * OXIDE[e] for e, m in vector.items())
            pooled = len(materials) > 1
            worst.append((residual(use["rate"], oxide if pooled else total), (facility, "+".join(materials)), "in"))
        worst.sort(key=lambda w: -w[0])
        print("Facilities that close: %d flows by element; the largest residuals:" % len(worst))
        for off, key, element in worst[:5]:
            print("  %-50s %-4s %.5f %%" % (" ".join(key), element, 100 * off))
        if worst[0][0] > 0.001:
            self.failed.append("residual of a facility")

    def elements(self):
        """mined + old scrap = used + sold off + lost, by element."""
        print("\n%-8s %12s %12s %12s %12s %12s   (t of oxide)" % ("element", "mined", "old scrap", "used", "outlets", "lost"))
        sums = defaultdict(lambda: defaultdict(float))
        for (facility, name, rate), lot in zip(self.net.lines, self.lots):
            process = self.net.processes[name]
            vectors, _ = self.net.produced(process, rate, lot)
            for e, mass in lot.items():
                if process.composition:
                    sums[e]["old scrap" if process.recycled else "mined"] += mass * OXIDE[e]
                sums[e]["lost"] += (mass - sum(v.get(e, 0.0) for v in vectors.values())) * OXIDE[e]
        for (origin, target, material), tonnes in self.net.lanes.items():
            side = {"end_use": "used", "outlet": "outlets"}.get(self.stage[target])
            if side:
                for e, share in self.net.content[origin, material].items():
                    sums[e][side] += tonnes * share * OXIDE[e]
        for e in ELEMENTS[:-1]:
            s = sums[e]
            print("%-8s %12.1f %12.1f %12.1f %12.1f %12.1f" % (e, s["mined"], s["old scrap"], s["used"], s["outlets"], s["lost"]))
            left = s["mined"] + s["old scrap"] - s["used"] - s["outlets"] - s["lost"]
            if abs(left) > 0.001 * max(s["mined"], 1):
                self.failed.append("balance of " + e)
                print("   does not close: %g" % left)

    def year(self):
        balance = read_source("world_2024_balance.csv")
        print("\n%-58s %13s %13s %10s" % ("year of 2024, t", "tables", "balance", "difference"))
        mined = defaultdict(float)
        for facility, name, rate in self.net.lines:
            if self.stage[facility] == "mine":
                mined[self.region[facility]] += rate
        for row in balance:
            if row["stage"] == "mine":
                self.row("mined, " + row["region"], mined[row["region"]], float(row["supply_t"]))
        oxide = defaultdict(float)
        by_element = defaultdict(float)
        for (facility, material), tonnes in self.mass.items():
            if material.startswith("oxide_"):
                side = "CN" if self.region[facility] == "CN" else "rest"
                if self.stage[facility] == "recycling":
                    side = "CN recycled"
                oxide[side] += tonnes
                by_element[side, material] += tonnes
        self.row("separated oxides from ore, China", oxide["CN"], self.wanted(balance, "REO from ore, imports included"))
        self.row("separated oxides, recycled, China", oxide["CN recycled"], self.wanted(balance, "REO recycled"))
        self.row("separated oxides, rest", oxide["rest"], self.wanted(balance, "REO separated oxides"))
        for x in ("NdPr", "Dy", "Tb"):
            total = sum(t for (side, m), t in by_element.items() if m == "oxide_" + x)
            wanted = sum(float(r["supply_t"]) for r in balance if (r["stage"], r["item"]) == ("oxide use", x))
            self.row("oxide of %s, world" % x, total, wanted)
        blanks = defaultdict(float)
        for facility, name, rate in self.net.lines:
            if self.stage[facility] == "magnet":
                kind = "SmCo" if name == "magnet_smco" else "NdFeB"
                blanks[kind, "China" if self.region[facility] == "CN" else "rest"] += rate
        self.row("NdFeB blanks, China", blanks["NdFeB", "China"], 240000)
        self.row("NdFeB blanks, rest", blanks["NdFeB", "rest"], 19000)
        self.row("SmCo blanks, world", blanks["SmCo", "China"] + blanks["SmCo", "rest"], 3181)
        exports, classes, use = defaultdict(float), defaultdict(float), defaultdict(float)
        for (origin, target, material), tonnes in self.net.lanes.items():
            if material.startswith("magnet_"):
                use[material] += tonnes
                if self.region[origin] == "CN" and self.region[target] != "CN":
                    exports[self.region[target]] += tonnes
                    classes[material] += tonnes
        self.row("magnet exports, China", sum(exports.values()), 58152)
        for row in balance:
            if row["stage"] == "magnet exports" and row["item"].startswith("to "):
                region = region_of(row["item"][3:])
                self.row("  to " + region, exports[region], float(row["supply_t"]), 0.01)
        print("\nmagnets, t finished" + " " * 40 + "%13s %13s" % ("world", "CN exports"))
        for material in sorted(use):
            print("  %-56s %13.1f %13.1f" % (material, use[material], classes[material]))

    def wanted(self, balance, item):
        return next(float(r["supply_t"]) for r in balance if r["stage"] == "separation" and r["item"] == item)

    def sizes(self):
        print()
        for name in sorted(n for n in os.listdir(HERE) if n.endswith(".csv")):
            print("%-24s %7d rows" % (name, len(read_table(name))))
        lines = {}
        for row in read_table("lines.csv"):
            if float(row["rate"]) > float(row["capacity"]):
                self.failed.append("over capacity: " + row["facility"])
            lines[row["facility"], row["process"]] = row

    def links(self):
        """Ids that meet: regions with a route, outputs with a way out, inputs with a way in."""
        routes = {(r["from"], r["to"]) for r in read_table("routes.csv")}
        sent, got = set(), set()
        pushed = set()
        for row in read_table("lanes.csv"):
            sent.add((row["from"], row["material"]))
            got.add((row["to"], row["material"]))
            if row["push"]:
                pushed.add((row["from"], row["material"]))
            if (self.region[row["from"]], self.region[row["to"]]) not in routes:
                self.failed.append("no route for %s to %s" % (row["from"], row["to"]))
        makes, needs = set(), set()
        for facility, name, _ in self.net.lines:
            process = self.net.processes[name]
            needs |= {(facility, m) for _, m, _ in process.inputs}
            for out in process.outputs:
                makes.add((facility, out["material"]))
                if out["role"] == "byproduct" and (facility, out["material"]) not in pushed:
                    self.failed.append("by-product without a push lane: %s %s" % (facility, out["material"]))
        for row in read_table("demand.csv"):
            needs |= {(row["facility"], m) for _, m, _ in self.net.processes[row["process"]].inputs}
        needs |= {pair for pair in got if self.stage[pair[0]] == "outlet"}
        for what, pairs in (("made and not sent", makes - sent), ("sent and not made", sent - makes),
                            ("needed and not brought", needs - got), ("brought and not needed", got - needs)):
            for facility, material in sorted(pairs):
                self.failed.append("%s: %s %s" % (what, facility, material))

    def run(self):
        self.links()
        self.closes()
        self.elements()
        self.year()
        self.sizes()
        for what in self.failed:
            print("FAILED: " + what)
        return 1 if self.failed else 0


def residual(a, b):
    """Relative difference; 5 kg a year count as nothing (the flows are rounded to a kilogram)."""
    return 0.0 if abs(a - b) < 0.005 else abs(a - b) / max(abs(a), abs(b))


def main(arguments):
    if arguments == ["--audit"]:
        return Audit().run()
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 64
    tables = Writer(build()).all()
    differs = []
    for name, text in sorted(tables.items()):
        path = os.path.join(HERE, name)
        if arguments:
            with open(path, newline="", encoding="utf-8") as handle:
                if handle.read() != text:
                    differs.append(name)
        else:
            with open(path, "w", newline="", encoding="utf-8") as handle:
                handle.write(text)
    for name in differs:
        print(name + " differs from what the sources give")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
