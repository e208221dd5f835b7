#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

void write_cell(CsvWriter& csv, const ScenarioResults& results, std::size_t month,
                std::size_t cell) {
  const ObservationPlan& plan = results.plan();
  const LicenceCellLabel& label = plan.licence_cells[cell];
  const std::size_t place = month * plan.licence_cells.size() + cell;
  leading_cells(csv, results.scenario);
  csv.text(plan.instruments.at(label.instrument).id).text(plan.months[month]);
  csv.text(label.end_use).text(label.destination);
  for (const auto count : {&LicenceMonth::applied, &LicenceMonth::approved, &LicenceMonth::refused,
                           &LicenceMonth::expired, &LicenceMonth::pending}) {
    csv.real(results.mean_licences(place, count));
  }
  csv.real(results.wait_quantile(place, 0.5)).real(results.wait_quantile(place, 0.95)).end_row();
}

void write_licences_of(CsvWriter& csv, const ScenarioResults& results) {
  const auto& cells = results.plan().licence_cells;
  for (std::size_t first = 0; first < cells.size();) {
    std::size_t last = first;
    while (last < cells.size() && cells[last].instrument == cells[first].instrument) {
      ++last;
    }
    for (std::size_t month = 0; month < results.plan().months.size(); ++month) {
      for (std::size_t cell = first; cell < last; ++cell) {
        if (results.has_licences(month * cells.size() + cell)) {
          write_cell(csv, results, month, cell);
        }
      }
    }
    first = last;
  }
}

}  // namespace

void write_licences(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario", "variant", "branch", "instrument", "month", "end_use",
                                  "destination", "applied", "approved", "refused", "expired",
                                  "pending", "wait_days_p50", "wait_days_p95"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* view : report.results->views()) {
      write_licences_of(csv, *view);
    }
  }
  csv.finish();
}

}  // namespace monazite
