"""Metal makers and the casters of alloys."""

from collections import defaultdict

from derive.constants import (
    ALLOY_PER_BLANK, ALLOY_SCRAP, CHARGE_PER_ALLOY, FINISHED_PER_BLANK, HEAVY_ALLOY_HOME,
    POWDER_MAKERS, SMELTED)
from derive.tables import lognormal, text_of


class Metals:
    """The part of the Builder for alloys and metals."""

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


def fit_metal(line, metal, tonnes):
    def fit(lots):
        contained = sum(lots[line].values())
        metal["share"] = tonnes / contained if contained else 0.97
    return fit
