#include <fmt/format.h>
#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

void write_failures(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "replication", "seed", "digest",
                                  "reason", "repeat_command"});
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    for (const FailedReplication& failure : results.failures) {
      csv.text(results.scenario.name).text(results.scenario.variant).text(failure.branch);
      csv.integer(failure.replication).integer(results.scenario.seed);
      csv.text(results.scenario.digest).text(failure.reason);
      csv.text(fmt::format("{} --first-replication {} --replications 1", report.command,
                           failure.replication));
      csv.end_row();
    }
  }
  csv.finish();
}

}  // namespace monazite
