#include <utility>

#include "sim/report/leading_cells.hpp"
#include "sim/report/result_tables.hpp"

namespace monazite {

namespace {

void write_balances_of(CsvWriter& csv, const ScenarioResults& results) {
  for (std::size_t run = 0; run < results.completed.size(); ++run) {
    const BalanceLog::Balance balance = results.balances.of_run(run);
    for (std::size_t element = 0; element < element_count; ++element) {
      const BalanceRow& row = balance[element];
      if (element == index_of(Element::goods) && row == BalanceRow{}) {
        continue;  // a world without goods
      }
      leading_cells(csv, results.scenario);
      csv.integer(results.completed[run]).text(element_symbols[element]);
      csv.integer(row.opening).integer(row.mined).integer(row.recycled_old);
      csv.integer(row.consumed).integer(row.lost).integer(row.seized);
      csv.integer(row.closing).integer(row.residual()).end_row();
    }
  }
}

}  // namespace

void write_balance(TableSink sink, std::span<const ScenarioReport> scenarios) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "replication", "element", "opening_g", "mined_g",
                 "recycled_old_g", "consumed_g", "lost_g", "seized_g", "closing_g", "residual_g"});
  for (const ScenarioReport& report : scenarios) {
    for (const ScenarioResults* part : report.results->parts()) {
      write_balances_of(csv, *part);
    }
  }
  csv.finish();
}

}  // namespace monazite
