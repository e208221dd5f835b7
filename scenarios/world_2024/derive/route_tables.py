"""Writes routes."""

from derive.constants import CONTAINER_KG, CUSTOMS_DAYS, DOMESTIC_DAYS, EU27, LOGISTICS, ZONE
from derive.tables import lognormal, read_source, text_of


class RouteTables:
    """The part of the Writer for the ways between regions."""

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


def spread(way_days, way_range, customs_low, customs_high):
    """A lognormal for a way and its customs, whose ranges hold about 95 % (four deviations)."""
    mean = way_days + (customs_low + customs_high) / 2
    deviation = ((way_range / 4) ** 2 + ((customs_high - customs_low) / 4) ** 2) ** 0.5
    return lognormal(round(mean, 1), round(max(deviation / mean, 0.1), 2))
