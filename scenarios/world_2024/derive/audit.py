"""Follows the elements through the shipped tables alone."""

import os
from collections import defaultdict

from derive.constants import ELEMENTS, OXIDE
from derive.network import Network, Process
from derive.tables import HERE, number, read_source, read_table, region_of


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
