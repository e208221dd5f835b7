"""Writes facilities, lines, demand and lanes."""

from collections import defaultdict

from derive.constants import (
    LEAST_COVER_DAYS, LONG_COVER_DAYS, LOT_DAYS, NON_MAGNET_COVER, OUTPUT_COVER_DAYS,
    SHORT_COVER_DAYS)
from derive.sources import basis_of
from derive.tables import lognormal, number, region_of, text_of


class FacilityTables:
    """The part of the Writer for the network."""

    def facilities(self):
        t = self.table("facilities", ["id", "name", "stage", "region", "behaviour", "latitude", "longitude",
                                      "source", "confidence", "note"], ["id"])
        stages = {"use": "end_use", "surplus": "outlet", "source": "scrap_source"}
        places = {region_of(r["region"]): (r["lat"], r["lon"]) for r in self.src.facilities.values()
                  if r["stage"] == "demand"}
        places.update({"EE": ("59.4", "27.75"), "MY": ("4.0", "103.38")})
        used = self.used()
        for facility, row in self.src.facilities.items():
            if facility not in used:
                continue
            region = region_of(row["region"])
            source, confidence = self.src.provenance(facility)
            note = row["note"]
            name = row["name"]
            if row["stage"] in ("use", "surplus", "source"):
                note = "boundary of the balance"
                if row["region"] == "EU":
                    note += "; the whole EU, placed in EU27_REST"
                x, where = facility.split("_")[1], row["region"]
                if row["stage"] == "use":
                    name = "Uses of %s oxide other than magnets, %s" % (x, where)
                elif row["stage"] == "surplus":
                    name = "Surplus of %s oxide, stocked or wasted, %s" % (x, where)
            detail = self.src.detail(facility)
            if not note and detail:
                note = detail.get("notes", "")
            lat, lon = row["lat"], row["lon"]
            if not lat:
                lat, lon = places[region]
            habit = "end_use_long" if row["stage"] == "use" and NON_MAGNET_COVER[0] >= LONG_COVER_DAYS else ""
            t.add(id=facility, behaviour=habit, name=name[0].upper() + name[1:],
                  stage=stages.get(row["stage"], row["stage"]), region=region, latitude=lat, longitude=lon, source=source, confidence=confidence, note=note)
        t.add(id="SURPLUS_CHLORIDE_IN", name="Mixed chloride of IREL without a buyer", stage="outlet", region="IN",
              latitude="10.08", longitude="76.3", source="world_2024_facilities.csv", confidence="balanced",
              note="about 930 t a year; a stock at the plant, taken out of the chain")
        for demand in sorted(self.b.bill):
            sector, region = self.b.split_demand(demand)
            lat, lon = places[region]
            for plant, weight in self.b.plants_of(demand):
                quantile = plant.rsplit("_", 1)[1]
                days = max(float(self.cover_row(sector, region)[quantile]), LEAST_COVER_DAYS)
                habit = ("end_use_short" if days < SHORT_COVER_DAYS else
                         "end_use_long" if days >= LONG_COVER_DAYS else "")
                t.add(id=plant, behaviour=habit, name="%s, %s, buyers at %s of stock cover"
                      % (self.src.sectors[sector]["name"], region, quantile), stage="end_use", region=region,
                      latitude=lat, longitude=lon, source="world_2024_flows.csv; stock_cover.csv",
                      confidence="estimated", note="%s %% of the use of %s (%s-%s %%); stands for many plants, placed "
                      "in the middle of the country; range of its cover in demand.csv"
                      % (text_of(100 * weight), demand, text_of(100 * weight - 10), text_of(100 * weight + 10)))

    def lines(self):
        t = self.table("lines", ["facility", "process", "capacity [t/yr]", "capacity_low [t/yr]",
                                 "capacity_high [t/yr]", "rate [t/yr]", "lead_time", "lot [d]", "input_cover [d]",
                                 "output_cover [d]", "source", "confidence", "note"], ["facility", "process"])
        for facility, name, rate in self.net.lines:
            row = self.src.facilities[facility]
            capacity, low, high, note = self.b.capacity[facility, name]
            source, confidence = self.src.provenance(facility)
            known = number(row["capacity_table_t"]) and abs(number(row["capacity_table_t"])
                                                            - number(row["capacity_suggested_t"] or "0")) < 1
            if row["stage"] == "source":
                confidence, lead, cover = "estimated", 7.0, ""
            else:
                lead, cover = float(row["lead_time_days"]), float(row["cover_days"])
                if not known:
                    confidence = "estimated"
                    note = "; ".join(filter(None, [note, "capacity is the throughput of 2024 over 0.88 or the "
                                                   "least that fits it"]))
            lot = round(next(days for least, days in LOT_DAYS if rate >= least) * rate / capacity, 2)
            note = "; ".join(filter(None, [note, "output cover 5-20 d and lot of 1-14 d assumed"]))
            # Two oxides or a carbonate wait at most so long; mines hold no bought input.
            t.add(facility=facility, process=name, capacity=round(capacity, 3), capacity_low=round(min(low, capacity), 3),
                  capacity_high=round(max(high, capacity), 3), rate=rate, lead_time=lognormal(lead, 0.15), lot=lot,
                  input_cover="" if row["stage"] in ("mine", "source") else cover,
                  output_cover=OUTPUT_COVER_DAYS, source=source, confidence=confidence, note=note)

    def demand(self):
        t = self.table("demand", ["facility", "sector", "process", "rate [t/yr]", "rate_low [t/yr]",
                                  "rate_high [t/yr]", "cover [d]", "cover_low [d]", "cover_high [d]", "source",
                                  "confidence", "note"], ["facility"])
        arriving = defaultdict(float)
        for (_, target, material), tonnes in self.net.lanes.items():
            arriving[target] += tonnes
        for demand in sorted(self.b.bill):
            sector, region = self.b.split_demand(demand)
            cover = self.cover_row(sector, region)
            for plant, _ in self.b.plants_of(demand):
                days = max(float(cover[plant.rsplit("_", 1)[1]]), LEAST_COVER_DAYS)
                rate = arriving[plant]
                t.add(facility=plant, sector=sector, process="use_%s_%s" % (sector, region), rate=rate,
                      rate_low=0.8 * rate, rate_high=1.25 * rate, cover=days, cover_low=0.75 * days,
                      cover_high=1.33 * days, source="world_2024_flows.csv; stock_cover.csv %s" % cover["plant_id"],
                      confidence="estimated", note="rate balanced; cover of %s, %s" % (cover["sector"], cover["region"]))
        for facility, row in self.src.facilities.items():
            if row["stage"] == "use" and facility in arriving:
                rate = arriving[facility]
                days, low, high = NON_MAGNET_COVER
                t.add(facility=facility, sector="NON_MAGNET", process="use_oxide_" + facility.split("_")[1],
                      rate=rate, rate_low=0.67 * rate, rate_high=1.4 * rate, cover=days, cover_low=low, cover_high=high,
                      source="world_2024_flows.csv", confidence="estimated",
                      note="rate balanced, range of non_magnet_use.csv; cover assumed")

    def cover_row(self, sector, region):
        name = {"SMCO_DEFENCE": "DEFENCE", "SMCO_OTHER": "INDUSTRY"}.get(sector, sector)
        row = self.src.sectors[name]["demand_row"]
        wanted = {"DE": "EU27", "EU27_REST": "EU27"}.get(region, region)
        for key in (wanted, "ALL", "ROW"):
            if (row, key) in self.src.cover:
                return self.src.cover[row, key]
        raise KeyError((sector, region))

    def lanes(self):
        t = self.table("lanes", ["from", "to", "material", "flow [t/yr]", "push", "transit", "source", "confidence",
                                 "note"], ["from", "to", "material"])
        for (origin, target, material), tonnes in self.net.lanes.items():
            row = self.b.lane_rows[origin, target, material]
            t.add(**{"from": origin, "to": target, "material": material, "flow": tonnes,
                     "push": "true" if row["push"] else "", "transit": row["transit"],
                     "source": "world_2024_flows.csv", "confidence": basis_of(row["rows"]), "note": self.lane_note(row)})

    def lane_note(self, row):
        """The note of the flow, without the method that every magnet or oxide lane shares."""
        notes = sorted({r.get("note", "") for r in row["rows"]} - {""})
        text = row["note"] or (notes[0] if len(notes) == 1 else "")
        common = ("three-way IPF", "IPF:", "NdPr 0.", "swarf", "strip-casting", "electrolysis", "internal")
        return "" if text.startswith(common) else text
