"""Magnet makers, and how their magnets reach the plants of the users."""

import hashlib
from collections import defaultdict

from derive.constants import (
    ALLOY_PER_BLANK, FINISHED_PER_BLANK, QUANTILES_3, QUANTILES_5, RECYCLING_MAKERS,
    SMALL_FLOW_SHARE, SMALL_FLOW_TONNES, SMCO_ELEMENT_SHARE)
from derive.tables import region_of


class Magnets:
    """The part of the Builder for magnets."""

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
