"""The steady year: follows the elements through processes and lanes."""

from collections import defaultdict

from derive.constants import OXIDE, OXIDE_EQUIVALENT


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
