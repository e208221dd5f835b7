#include "sim/report/choices_table.hpp"

#include <utility>

#include "sim/report/csv_writer.hpp"

namespace monazite {

void write_choices(TableSink sink, std::span<const ChoiceRow> rows) {
  CsvWriter csv(std::move(sink),
                {"scenario", "variant", "branch", "region", "loss_usd", "regret_usd", "best",
                 "value_of_knowing_usd", "ci95_low", "ci95_high", "replications"});
  for (const ChoiceRow& row : rows) {
    csv.text(row.scenario).empty().text(row.branch).text(row.region);
    csv.real(row.loss_usd).real(row.regret_usd).integer(row.is_best ? 1 : 0);
    csv.real(row.value_of_knowing_usd).real(row.ci95_low).real(row.ci95_high);
    csv.integer(row.replications).end_row();
  }
  csv.finish();
}

}  // namespace monazite
