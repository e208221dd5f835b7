#include <utility>

#include "sim/batch/statistics.hpp"
#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

void write_summary(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "metric", "region", "partner",
                                  "sector", "material", "facility", "unit", "mean", "std",
                                  "ci95_low", "ci95_high", "p05", "p50", "p95", "replications"});
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    const std::vector<MetricKey>& figures = results.plan().run_figures;
    for (std::size_t figure = 0; figure < figures.size(); ++figure) {
      const Summary summary = summarise(results.values_of_figure(figure), results.completed);
      leading_cells(csv, results.scenario);
      metric_cells(csv, figures[figure]);
      csv.real(summary.mean).real(summary.standard_deviation);
      csv.real(summary.ci95_low).real(summary.ci95_high);
      csv.real(summary.p05).real(summary.p50).real(summary.p95);
      csv.integer(summary.replications).end_row();
    }
  }
  csv.finish();
}

}  // namespace monazite
