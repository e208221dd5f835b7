#include "sim/report/leverage_table.hpp"

#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "sim/report/csv_writer.hpp"

namespace monazite {

namespace {

std::string_view name_of(LeverageControls controls) {
  return controls == LeverageControls::own ? "own" : "both";
}

std::string crossing_text(const LeverageRow& row) {
  return row.crossing ? to_iso(*row.crossing) : std::string();
}

std::string number_text(double value) { return std::isnan(value) ? "-" : readable(value); }

std::string estimate_text(const LeverageRow& row) {
  if (std::isnan(row.leverage)) {
    return "-";
  }
  return std::isnan(row.ci95_low)
             ? fmt::format("{:.2f}", row.leverage)
             : fmt::format("{:.2f} [{:.2f} .. {:.2f}]", row.leverage, row.ci95_low, row.ci95_high);
}

}  // namespace

void write_leverage(TableSink sink, std::span<const LeverageReport> scenarios) {
  CsvWriter csv(
      std::move(sink),
      {"scenario", "variant", "branch", "side", "against", "horizon_days", "pain_imposed_usd",
       "pain_suffered_usd", "leverage", "ci95_low", "ci95_high", "crossing_date", "controls",
       "suffered_output_usd", "suffered_exports_usd", "marginal_pain_usd", "time_to_survive_days",
       "endurance_margin_days", "replications"});
  for (const LeverageReport& report : scenarios) {
    for (const LeverageRow& row : report.rows) {
      csv.text(report.scenario->name).text(report.scenario->variant).text(row.branch);
      csv.text(row.side).text(row.against).integer(row.horizon_days);
      csv.real(row.imposed_usd).real(row.suffered_usd);
      csv.real(row.leverage).real(row.ci95_low).real(row.ci95_high);
      csv.text(crossing_text(row)).text(name_of(row.controls));
      csv.real(row.suffered_output_usd).real(row.suffered_exports_usd).real(row.marginal_usd);
      csv.real(row.time_to_survive_days).real(row.endurance_margin_days);
      csv.integer(row.replications).end_row();
    }
  }
  csv.finish();
}

std::string leverage_text(const LeverageReport& report, const TableStyle& style) {
  TextColumn labels = {fmt::format("leverage in {}", report.scenario->name)};
  TextColumn imposed = {"imposed, million USD"};
  TextColumn suffered = {"suffered, million USD"};
  TextColumn estimate = {"leverage [95 % interval]"};
  TextColumn crossing = {"crossing"};
  constexpr double million = 1e6;
  for (const LeverageRow& row : report.rows) {
    if (!row.branch.empty()) {
      continue;
    }
    labels.push_back(fmt::format("{} against {}, {} d{}", row.side, row.against, row.horizon_days,
                                 row.controls == LeverageControls::own ? "" : ", both act"));
    imposed.push_back(number_text(row.imposed_usd / million));
    suffered.push_back(number_text(row.suffered_usd / million));
    estimate.push_back(estimate_text(row));
    crossing.push_back(row.crossing ? crossing_text(row) : "-");
  }
  const std::vector<TextColumn> columns = {imposed, suffered, estimate, crossing};
  return set_columns(labels, columns, style.bold);
}

}  // namespace monazite
