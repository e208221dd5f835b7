"""Writes materials, compositions and processes."""

from collections import defaultdict

from derive.constants import ELEMENTS, SEPARATED
from derive.tables import read_source, text_of


class MaterialTables:
    """The part of the Writer for what things are made of."""

    def materials(self):
        t = self.table("materials", ["id", "name", "form", "elements", "price [USD/kg]", "lot [t]",
                                     "source", "confidence", "note"], ["id"])
        assumed = {r["material"]: r for r in read_source("assumed_prices.csv")}
        read = defaultdict(list)
        for row in read_source("prices_2024.csv"):
            if row["market"] == "USGS_reference_FOB_China" or (row["element"], row["market"]) == ("NdPr", "FOB_China"):
                read[row["element"]].append(row)
        export = self.magnet_price()
        for name, title, form, held in self.b.material_rows:
            x = name.split("_")[-1]
            row = assumed.get(name)
            if name.startswith("oxide_") and x in read:
                rows = read[x]
                price = round(sum(float(r["price_usd_per_kg_mid"]) for r in rows) / len(rows), 1)
                source, confidence = "prices_2024.csv: " + rows[0]["source"], rows[0]["confidence"]
                note = "mean of %d readings of 2024, FOB China" % len(rows)
            elif name in export:
                price, source, confidence = export[name], "magnet_export_value_2024.csv", "estimated"
                note = ("unit value of China's exports of 2024 (49.2 USD/kg) split by grade; heavy is 8 USD/kg "
                        "above light for its Dy and Tb; range +-15 %")
            else:
                price, source, confidence = float(row["usd_per_kg"]), "assumed_prices.csv", "estimated"
                note = "%s; range %s-%s" % (row["reason"], row["low"], row["high"])
            lot = float(row["lot_t"]) if row else 0.01
            t.add(id=name, name=title, form=form,
                  elements=" ".join(e for e in ELEMENTS if e in held), price=price, lot=lot,
                  source=source, confidence=confidence, note=note)

    def magnet_price(self):
        """Prices of sintered grades that give the unit value of China's exports of 2024."""
        year = next(r for r in read_source("magnet_export_value_2024.csv") if r["period_end"] == "2024-12")
        value = float(year["value_musd"]) * 1e6 / (float(year["exports_t"]) * 1e3)
        assumed = {r["material"]: r for r in read_source("assumed_prices.csv")}
        tonnes = defaultdict(float)
        for (origin, target, material), flow in self.net.lanes.items():
            if origin.startswith("MG_CN_") and material.startswith("magnet_") and "_CN_" not in target:
                tonnes[material] += flow
        total = sum(tonnes.values())
        other = sum(tonnes[m] * float(assumed[m]["usd_per_kg"]) for m in ("magnet_bonded", "magnet_smco"))
        light, heavy = tonnes["magnet_ndfeb_light"], tonnes["magnet_ndfeb_heavy"]
        price = (value * total - other - 8 * heavy) / (light + heavy)
        return {"magnet_ndfeb_light": round(price, 1), "magnet_ndfeb_heavy": round(price + 8, 1)}

    def compositions(self):
        columns = ["id"] + ["%s [%%]" % e for e in ELEMENTS] + ["source", "confidence", "note"]
        t = self.table("compositions", columns, ["id"])
        for key, shares in self.net.compositions.items():
            source, confidence, note = self.b.composition_rows[key]
            t.add(id=key, source=source, confidence=confidence, note=note,
                  **{e: text_of(100 * s, 7) for e, s in shares.items()})

    def processes(self):
        t = self.table("processes", ["id", "name", "composition", "recycled", "source", "confidence", "note"], ["id"])
        ti = self.table("process_inputs", ["process", "slot", "material", "amount [t/t]", "amount_low [t/t]",
                                           "amount_high [t/t]", "source", "confidence"], ["process", "material"])
        to = self.table("process_outputs", ["process", "material", "element", "share [%]", "share_low [%]",
                                            "share_high [%]", "gross [t/t]", "role", "source", "confidence"],
                        ["process", "material", "element"])
        for name, p in self.net.processes.items():
            t.add(id=name, name=self.title(name), composition=p.composition or "",
                  recycled="true" if p.recycled else "", source=p.source, confidence=p.confidence, note=p.note)
            for slot, material, amount in p.inputs:
                low, high = p.range_of("draw", material, amount)
                ti.add(process=name, slot=slot, material=material, amount=amount, amount_low=low, amount_high=high,
                       source=p.source, confidence=p.confidence)
            for out in p.outputs:
                for element in out["elements"] or [""]:
                    if out["share"] > 0:
                        low, high = p.range_of("give", out["material"], out["share"])
                        to.add(process=name, material=out["material"], element=element, share=100 * out["share"],
                               share_low=100 * low if low else "", share_high=100 * high if high else "",
                               gross=out["gross"] or "", role=out["role"], source=p.source,
                               confidence=p.confidence)
        for demand, bill in sorted(self.b.bill.items()):
            sector, region = self.b.split_demand(demand)
            name = "use_%s_%s" % (sector, region)
            t.add(id=name, name="%s, %s" % (self.src.sectors[sector]["name"], region),
                  source="world_2024_flows.csv; world_2024_balance.csv grade mix", confidence="balanced",
                  note="bill of materials per tonne of magnets used")
            for material, tonnes in sorted(bill.items()):
                ti.add(process=name, slot="", material=material, amount=tonnes / sum(bill.values()),
                       source="world_2024_flows.csv; world_2024_balance.csv grade mix", confidence="balanced")
        for x in SEPARATED:
            t.add(id="use_oxide_" + x, name="Use of %s oxide other than magnets" % x,
                  source="world_2024_flows.csv", confidence="balanced", note="")
            ti.add(process="use_oxide_" + x, slot="", material="oxide_" + x, amount=1,
                   source="world_2024_flows.csv", confidence="derived")

    def title(self, name):
        """A readable name: the plant's where a process is of one plant, else the recipe's."""
        for facility in sorted(self.used(), key=len, reverse=True):
            if name.endswith("_" + facility):
                kind = name[:-len(facility) - 1].replace("_", " ")
                return "%s, %s" % (kind[0].upper() + kind[1:], self.src.facilities[facility]["name"])
        title = name.replace("_", " ")
        return title[0].upper() + title[1:]
