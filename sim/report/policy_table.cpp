#include <algorithm>
#include <tuple>
#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

/// The rows of one replication by date and instrument, those of one day in the order in which they
/// happened.
std::vector<const PolicyRow*> sorted_rows(const std::vector<PolicyRow>& rows,
                                          const ObservationPlan& plan) {
  std::vector<const PolicyRow*> sorted;
  sorted.reserve(rows.size());
  for (const PolicyRow& row : rows) {
    sorted.push_back(&row);
  }
  const auto key = [&plan](const PolicyRow* row) {
    return std::tie(row->date, plan.instruments.at(row->instrument).id);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&key](const PolicyRow* a, const PolicyRow* b) { return key(a) < key(b); });
  return sorted;
}

void write_policy_of(CsvWriter& csv, const ScenarioResults& results) {
  const ObservationPlan& plan = results.plan();
  for (std::size_t run = 0; run < results.completed.size(); ++run) {
    const std::vector<PolicyRow> rows = results.policy.of_run(run);
    for (const PolicyRow* row : sorted_rows(rows, plan)) {
      const InstrumentLabel& instrument = plan.instruments.at(row->instrument);
      leading_cells(csv, results.scenario);
      csv.integer(results.completed[run]).text(to_iso(row->date));
      csv.text(instrument.id).text(instrument.type).text(instrument.issuer);
      csv.text(row->action).text(row->parameter).real(row->value).end_row();
    }
  }
}

}  // namespace

void write_policy(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "replication", "date",
                                  "instrument", "type", "issuer", "action", "parameter", "value"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* part : report.results->parts()) {
      write_policy_of(csv, *part);
    }
  }
  csv.finish();
}

}  // namespace monazite
