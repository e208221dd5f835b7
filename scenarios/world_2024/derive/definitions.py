"""Materials and compositions, and how processes, lines and lanes are added."""

from collections import defaultdict

from derive.constants import ELEMENTS, OXIDE, SEPARATED, SMELTED
from derive.network import Process
from derive.sources import kind_of
from derive.tables import number, read_source


class Definitions:
    """The part of the Builder that all others use."""

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
