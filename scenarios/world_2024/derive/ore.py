"""Mines and old scrap: where elements enter."""

from collections import defaultdict

from derive.constants import ALLOY_PER_BLANK, FINISHED_PER_BLANK
from derive.sources import kind_of
from derive.tables import lognormal, number


class Ore:
    """The part of the Builder for what enters the chain."""

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
