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

/// A pain in millions with its interval.
std::string pain_text(double usd, double low, double high) {
  constexpr double million = 1e6;
  if (std::isnan(usd)) {
    return "-";
  }
  return std::isnan(low) || std::isnan(high)
             ? readable(usd / million)
             : fmt::format("{} [{} .. {}]", readable(usd / million), readable(low / million),
                           readable(high / million));
}

std::string estimate_text(const LeverageRow& row) {
  if (std::isnan(row.leverage)) {
    return "-";
  }
  return std::isnan(row.ci95_low)
             ? fmt::format("{:.2f}", row.leverage)
             : fmt::format("{:.2f} [{:.2f} .. {:.2f}]", row.leverage, row.ci95_low, row.ci95_high);
}

/// How many runs leverage to ±0.1 takes; where there is none, how many tell a pain from nothing.
std::string needed_text(const LeverageRow& row) {
  if (std::isnan(row.replications_needed)) {
    return "-";
  }
  return fmt::format("{}{:.0f}", std::isnan(row.leverage) ? "unknown below " : "",
                     row.replications_needed);
}

}  // namespace

void write_leverage(TableSink sink, std::span<const LeverageReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario",
                                  "variant",
                                  "branch",
                                  "side",
                                  "against",
                                  "horizon_days",
                                  "pain_imposed_usd",
                                  "pain_suffered_usd",
                                  "leverage",
                                  "ci95_low",
                                  "ci95_high",
                                  "crossing_date",
                                  "controls",
                                  "suffered_output_usd",
                                  "suffered_exports_usd",
                                  "marginal_pain_usd",
                                  "time_to_survive_days",
                                  "endurance_margin_days",
                                  "replications",
                                  "imposed_ci95_low_usd",
                                  "imposed_ci95_high_usd",
                                  "suffered_ci95_low_usd",
                                  "suffered_ci95_high_usd",
                                  "replications_needed"});
  for (const LeverageReport& report : scenarios) {
    for (const LeverageRow& row : report.rows) {
      csv.text(report.scenario->name).text(report.scenario->variant).text(row.branch);
      csv.text(row.side).text(row.against).integer(row.horizon_days);
      csv.real(row.imposed_usd).real(row.suffered_usd);
      csv.real(row.leverage).real(row.ci95_low).real(row.ci95_high);
      csv.text(crossing_text(row)).text(name_of(row.controls));
      csv.real(row.suffered_output_usd).real(row.suffered_exports_usd).real(row.marginal_usd);
      csv.real(row.time_to_survive_days).real(row.endurance_margin_days);
      csv.integer(row.replications).real(row.imposed_low).real(row.imposed_high);
      csv.real(row.suffered_low).real(row.suffered_high).real(row.replications_needed).end_row();
    }
  }
  csv.finish();
}

std::string leverage_text(const LeverageReport& report, const TableStyle& style) {
  TextColumn labels = {fmt::format("leverage in {}", report.scenario->name)};
  TextColumn imposed = {"imposed [95 %], million USD"};
  TextColumn suffered = {"suffered [95 %], million USD"};
  TextColumn estimate = {"leverage [95 %]"};
  TextColumn crossing = {"crossing"};
  TextColumn needed = {"runs for ±0.1"};
  for (const LeverageRow& row : report.rows) {
    if (!row.branch.empty()) {
      continue;
    }
    labels.push_back(fmt::format("{} against {}, {} d{}", row.side, row.against, row.horizon_days,
                                 row.controls == LeverageControls::own ? "" : ", both act"));
    imposed.push_back(pain_text(row.imposed_usd, row.imposed_low, row.imposed_high));
    suffered.push_back(pain_text(row.suffered_usd, row.suffered_low, row.suffered_high));
    estimate.push_back(estimate_text(row));
    crossing.push_back(row.crossing ? crossing_text(row) : "-");
    needed.push_back(needed_text(row));
  }
  const std::vector<TextColumn> columns = {imposed, suffered, estimate, crossing, needed};
  return set_columns(labels, columns, style.bold);
}

}  // namespace monazite
