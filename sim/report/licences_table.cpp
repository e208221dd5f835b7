#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

void write_cell(CsvWriter& csv, const ScenarioResults& results, std::size_t month,
                std::size_t cell) {
  const ObservationPlan& plan = results.plan();
  const LicenceCellLabel& label = plan.licence_cells[cell];
  const LicenceMonth& counts = results.licences[month * plan.licence_cells.size() + cell];
  const auto runs = static_cast<double>(results.completed.size());
  leading_cells(csv, results.scenario);
  csv.text(plan.instruments.at(label.instrument).id).text(plan.months[month]);
  csv.text(label.end_use).text(label.destination);
  for (const auto count :
       {counts.applied, counts.approved, counts.refused, counts.expired, counts.pending}) {
    csv.real(static_cast<double>(count) / runs);
  }
  csv.real(counts.wait_days.quantile(0.5)).real(counts.wait_days.quantile(0.95)).end_row();
}

}  // namespace

void write_licences(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "instrument", "month", "end_use",
                                  "destination", "applied", "approved", "refused", "expired",
                                  "pending", "wait_days_p50", "wait_days_p95"});
  for (const ScenarioReport& report : scenarios) {
    const ScenarioResults& results = *report.results;
    const auto& cells = results.plan().licence_cells;
    for (std::size_t first = 0; first < cells.size();) {
      std::size_t last = first;
      while (last < cells.size() && cells[last].instrument == cells[first].instrument) {
        ++last;
      }
      for (std::size_t month = 0; month < results.plan().months.size(); ++month) {
        for (std::size_t cell = first; cell < last; ++cell) {
          if (results.licences[month * cells.size() + cell].is_used()) {
            write_cell(csv, results, month, cell);
          }
        }
      }
      first = last;
    }
  }
  csv.finish();
}

}  // namespace monazite
