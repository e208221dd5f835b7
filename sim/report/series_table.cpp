#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

void write_series_of(CsvWriter& csv, const ScenarioResults& results) {
  const ObservationPlan& plan = results.plan();
  std::size_t cell = 0;
  for (const Date interval : plan.intervals) {
    const std::string date = to_iso(interval);
    for (const MetricKey& figure : plan.series_figures) {
      leading_cells(csv, results.scenario);
      csv.text(date).text(plan.interval_name);
      metric_cells(csv, figure);
      csv.real(results.series_mean(cell)).real(results.series_quantile(cell, 0.05));
      csv.real(results.series_quantile(cell, 0.5)).real(results.series_quantile(cell, 0.95));
      csv.end_row();
      ++cell;
    }
  }
}

}  // namespace

void write_series(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "date", "interval", "metric", "region", "partner",
                 "sector", "material", "facility", "unit", "mean", "p05", "p50", "p95"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* view : report.results->views()) {
      write_series_of(csv, *view);
    }
  }
  csv.finish();
}

}  // namespace monazite
