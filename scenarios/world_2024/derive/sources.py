"""The researched tables, joined."""

from derive.tables import read_source


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
