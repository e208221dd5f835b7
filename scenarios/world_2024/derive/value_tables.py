"""Writes what a year of each end use adds in value, and how much of it stops with its magnets."""

from derive.tables import read_source

CARS = "Automotive non-traction"
ELECTRIC = "EV and hybrid traction"

# Regions whose value is given, by region of the scenario. Thailand has no row of its own: the rest of
# the world holds it.
PARTS = {
    "CN": ["CN"], "DE": ["DE"], "GB": ["GB"], "IN": ["IN"], "JP": ["JP"], "KR": ["KR"], "US": ["US"],
    "VN": ["VN"], "ROW TH": ["ROW", "MX", "MY", "TW"],
}


class ValueTables:
    """The part of the Writer for values."""

    def values(self):
        t = self.table("values", ["id", "sectors", "regions", "value_added [USD/yr]", "value_added_low [USD/yr]",
                                  "value_added_high [USD/yr]", "exposed [%]", "exposed_low [%]", "exposed_high [%]", "source",
                                  "confidence", "note"], ["id"])
        self.rows = read_source("value_added.csv")
        sectors = {}
        for sector, row in self.src.sectors.items():
            # What stops for want of either kind of magnet is the same aircraft or missile.
            name = row["demand_row"].replace("SmCo: defence", "Defence")
            sectors.setdefault(name, []).append(sector)
        exposure = {r["sector"]: r for r in self.rows if r["row_type"] == "exposure"}
        for name, ids in sectors.items():
            if name not in exposure:
                continue
            of = CARS if name == ELECTRIC else name
            for regions, span in self.by_region(of).items():
                share = self.electric_share(regions) if of == CARS else 1.0
                part = share if name == ELECTRIC else 1 - share if name == CARS else 1.0
                value, low, high = (part * x * 1e9 for x in span)
                first = regions.split()[0]
                t.add(id="%s_%s" % (sorted(ids)[0], first), sectors=" ".join(sorted(ids)), regions=regions,
                      value_added=value, value_added_low=low, value_added_high=high,
                      exposed=100 * float(exposure[name]["value"]), exposed_low=100 * float(exposure[name]["low"]),
                      exposed_high=100 * float(exposure[name]["high"]), source="value_added.csv",
                      confidence="estimated",
                      note="" if of != CARS else "value added of motor vehicles and parts, split by the share of "
                      "battery and plug-in cars in those built, %.3g" % share)

    def by_region(self, name):
        """Value added in billion USD a year, its low and its high end, by regions of the scenario."""
        cells = {}
        for r in self.rows:
            if r["row_type"] == "value_added" and r["sector"] == name:
                cells[r["region"]] = [float(r[c]) for c in ("value", "low", "high")]
        spans = {}
        for regions, parts in PARTS.items():
            found = [cells[p] for p in parts if p in cells]
            if found:
                spans[regions] = [sum(x) for x in zip(*found)]
        if "EU27" in cells:
            germany = cells.get("DE", [0.0] * 3)
            spans["EU27_REST"] = [max(0.0, x - y) for x, y in zip(cells["EU27"], germany)]
        return spans

    def electric_share(self, regions):
        """Battery and plug-in cars in the motor vehicles built; of Germany that of the EU."""
        built = {(r["metric"].startswith("battery"), r["region"]): float(r["value"]) for r in self.rows
                 if r["row_type"] == "output"}
        if regions == "ROW TH":
            known = ["CN", "EU27", "GB", "IN", "JP", "KR", "US", "VN"]
            electric = built[True, "WORLD"] - sum(built[True, r] for r in known)
            return electric / sum(built[False, r] for r in PARTS[regions])
        region = "EU27" if regions in ("DE", "EU27_REST") else regions
        return built[True, region] / built[False, region]
