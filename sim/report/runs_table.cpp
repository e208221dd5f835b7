#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

void write_runs_of(CsvWriter& csv, const ScenarioResults& results) {
  const std::vector<MetricKey>& figures = results.plan().run_figures;
  results.run_values.for_each_run([&](std::size_t run, std::span<const double> values) {
    for (std::size_t figure = 0; figure < figures.size(); ++figure) {
      leading_cells(csv, results.scenario);
      csv.integer(results.completed[run]).integer(results.scenario.seed);
      csv.text(results.scenario.digest).real(results.scenario.weight);
      metric_cells(csv, figures[figure]);
      csv.real(values[figure]).end_row();
    }
  });
}

}  // namespace

void write_runs(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "replication", "seed", "digest", "weight",
                 "metric", "region", "partner", "sector", "material", "facility", "unit", "value"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* part : report.results->parts()) {
      write_runs_of(csv, *part);
    }
  }
  csv.finish();
}

}  // namespace monazite
