#include "sim/report/branches_table.hpp"

#include <utility>

#include "sim/report/csv_writer.hpp"

namespace monazite {

void write_branches(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "probability", "exact", "replications"});
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    for (std::size_t way = 0; way < results.branches.size(); ++way) {
      const BranchLabel& label = results.plan().branches[way];
      const ScenarioResults* taken = results.branches[way].get();
      csv.text(results.scenario.name).text(results.scenario.variant).text(label.id);
      if (label.exact.empty()) {
        csv.empty().empty();
      } else {
        csv.real(label.probability).text(label.exact);
      }
      csv.integer(taken == nullptr ? 0 : taken->completed.size()).end_row();
    }
  }
  csv.finish();
}

}  // namespace monazite
