#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"
#include "sim/report/summary_rows.hpp"

namespace monazite {

void write_summary(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink), summary_columns());
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* view : report.results->views()) {
      const ScenarioResults& results = *view;
      const std::vector<double> weights = results.weights();
      write_summary_rows(
          csv,
          {results.plan().run_figures, results.completed,
           [&results](std::size_t figure) { return results.values_of_figure(figure); }, weights},
          [&results](CsvWriter& out) { leading_cells(out, results.scenario); });
    }
  }
  csv.finish();
}

}  // namespace monazite
