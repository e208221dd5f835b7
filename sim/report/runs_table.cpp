#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

void write_runs(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "replication", "seed", "digest", "weight",
                 "metric", "region", "partner", "sector", "material", "facility", "unit", "value"});
  // Without branches every run weighs the same.
  constexpr int weight = 1;
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    const std::vector<MetricKey>& figures = results.plan().run_figures;
    results.run_values.for_each_run([&](std::size_t run, std::span<const double> values) {
      for (std::size_t figure = 0; figure < figures.size(); ++figure) {
        leading_cells(csv, results.scenario);
        csv.integer(results.completed[run]).integer(results.scenario.seed);
        csv.text(results.scenario.digest).integer(weight);
        metric_cells(csv, figures[figure]);
        csv.real(values[figure]).end_row();
      }
    });
  }
  csv.finish();
}

}  // namespace monazite
