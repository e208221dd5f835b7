"""Writes sectors and the targets of the base year."""

from derive.constants import FINISHED_PER_BLANK
from derive.tables import read_source, text_of


class SectorTables:
    """The part of the Writer for sectors and targets."""

    def sectors(self):
        t = self.table("sectors", ["id", "name", "growth [%/yr]", "growth_from", "recoverable_share [%]",
                                   "overtime [%]", "restart [d]", "stop_cover [d]", "demand_cv [%]", "source",
                                   "confidence", "note"], ["id"])
        growth = {r["sector"]: r["growth_pct_per_year_2024_2030"] for r in self.src.demand if r["row_type"] == "sector"}
        use = [r for r in read_source("non_magnet_use.csv") if r["growth_pct_per_year_2024_2030"]]
        total = sum(float(r["demand_2024_t_reo"]) for r in use)
        mean = sum(float(r["demand_2024_t_reo"]) * float(r["growth_pct_per_year_2024_2030"]) for r in use) / total
        for sector, row in self.src.sectors.items():
            rate = float(growth[row["demand_row"]]) if row["demand_row"] else round(mean, 1)
            where = "demand.csv (growth 2024-30)" if row["demand_row"] else "non_magnet_use.csv (growth, weighted)"
            t.add(id=sector, name=row["name"], growth=rate, growth_from="2025-01-01",
                  recoverable_share=float(row["recoverable_share_pct"]), overtime=15, restart=2, stop_cover=0.33,
                  demand_cv=5, source=where + "; recovery.csv; assumed_sectors.csv", confidence="estimated",
                  note="recoverable %s-%s %%: %s; growth %s-%s %%; overtime 5-25 %%, restart 1-7 d, stop at one shift, "
                  "cv 2-10 %%" % (row["recoverable_low"], row["recoverable_high"], row["reason"],
                                  text_of(0.5 * rate), text_of(1.5 * rate)))

    def targets(self):
        """What the base year is judged by (`monazite validate`): the reported figure where there is
        one, else that of the balanced year. Blanks are compared by the finished magnets they give.
        A surplus of under 100 t is less than the noise of one year and not judged."""
        t = self.table("targets", ["quantity", "region", "material", "target [t]", "yield", "source", "confidence",
                                   "note"], ["quantity", "region", "material"])
        regions = {"China": "CN", "Rest": "REST"}
        export = next(r for r in read_source("magnet_export_value_2024.csv")
                      if (r["period_start"], r["period_end"]) == ("2024-01", "2024-12"))
        for row in self.src.balance:
            reported = row["table_value_t"] != ""
            value = float(row["table_value_t"] if reported else row["supply_t"])
            if row["stage"] == "mine":
                other = row["region"] == "LA"
                t.add(quantity="mined", region=row["region"], target=value,
                      source="USGS MCS 2026, mine production 2024; world_2024_balance.csv",
                      confidence="estimated" if other else "sourced",
                      note="line Other countries of the USGS, booked on Laos" if other else "")
            elif (row["stage"], row["item"]) in (("separation", "REO from ore, imports included"),
                                                 ("separation", "REO separated oxides")):
                t.add(quantity="separated", region="REST" if row["region"] == "Rest" else row["region"],
                      material="oxide", target=value, source="world_2024_balance.csv", confidence="balanced",
                      note=row["note"])
            elif (row["stage"], row["item"]) == ("magnet blanks", "NdFeB"):
                t.add(quantity="blanks", region=regions[row["region"]], material="NdFeB", target=value,
                      **{"yield": FINISHED_PER_BLANK},
                      source="magnet_makers.csv; world_2024_balance.csv", confidence="recalled",
                      note="sum of makers; yield is finished magnets per tonne of blanks, the convention of "
                           "world_2024_flows.csv (JL MAG 0.713)")
            elif (row["stage"], row["item"]) == ("magnet exports", "NdFeB and SmCo, HS 850511"):
                t.add(quantity="exports", region="CN", material="magnet", target=float(export["exports_t"]),
                      source="magnet_export_value_2024.csv: " + export["source"], confidence=export["confidence"],
                      note="finished magnets, SmCo included")
            elif row["stage"] == "oxide" and row["item"] in ("NdPr against reported", "Dy against reported",
                                                             "Tb against reported"):
                t.add(quantity="oxide", region="WORLD" if row["region"] == "World" else row["region"],
                      material="oxide_" + row["item"].split()[0], target=value, source="world_2024_balance.csv",
                      confidence="recalled", note="reported figure, " + row["note"].replace("README figure", "a sum"))
            elif row["stage"] == "oxide use" and float(row["residual_t"]) >= 100:
                t.add(quantity="surplus", region="WORLD", material="oxide_" + row["item"],
                      target=float(row["residual_t"]), source="world_2024_balance.csv", confidence="balanced",
                      note="what no user takes of the " + row["item"] + " that comes with the other elements")
