"""Separation plants and recyclers, whose shares close the year by element."""

from collections import defaultdict

from derive.constants import ELEMENTS, OXIDE, RECYCLING_MAKERS, SEPARATED
from derive.route_tables import spread
from derive.tables import number, text_of


class Separation:
    """The part of the Builder for separation."""

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
