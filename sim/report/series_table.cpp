#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

void write_series(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "date", "interval", "metric", "region", "partner",
                 "sector", "material", "facility", "unit", "mean", "p05", "p50", "p95"});
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    const ObservationPlan& plan = results.plan();
    auto cell = results.series.begin();
    for (const Date interval : plan.intervals) {
      const std::string date = to_iso(interval);
      for (const MetricKey& figure : plan.series_figures) {
        leading_cells(csv, results.scenario);
        csv.text(date).text(plan.interval_name);
        metric_cells(csv, figure);
        csv.real(cell->mean()).real(cell->sketch.quantile(0.05));
        csv.real(cell->sketch.quantile(0.5)).real(cell->sketch.quantile(0.95)).end_row();
        ++cell;
      }
    }
  }
  csv.finish();
}

}  // namespace monazite
