#include "sim/report/erosion_table.hpp"

#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "sim/report/csv_writer.hpp"

namespace monazite {

namespace {

void write_estimate(CsvWriter& csv, const IntervalEstimate& estimate, double scale = 1) {
  csv.real(estimate.value * scale).real(estimate.ci95_low * scale).real(estimate.ci95_high * scale);
}

std::string cell_of(const IntervalEstimate& estimate, double scale) {
  if (!std::isfinite(estimate.value)) {
    return "-";
  }
  const std::string value = readable(estimate.value * scale);
  return std::isnan(estimate.ci95_low)
             ? value
             : fmt::format("{} [{} .. {}]", value, readable(estimate.ci95_low * scale),
                           std::isfinite(estimate.ci95_high) ? readable(estimate.ci95_high * scale)
                                                             : std::string());
}

}  // namespace

void write_erosion(TableSink sink, std::span<const ErosionReport> scenarios) {
  CsvWriter csv(std::move(sink), {"scenario",
                                  "variant",
                                  "branch",
                                  "side",
                                  "against",
                                  "use",
                                  "from",
                                  "until",
                                  "pain_imposed_usd",
                                  "ci95_low",
                                  "ci95_high",
                                  "pain_suffered_usd",
                                  "suffered_output_usd",
                                  "suffered_exports_usd",
                                  "ratio_to_first",
                                  "ratio_ci95_low",
                                  "ratio_ci95_high",
                                  "factor_per_use",
                                  "factor_ci95_low",
                                  "factor_ci95_high",
                                  "half_life_uses",
                                  "half_life_uses_ci95_low",
                                  "half_life_uses_ci95_high",
                                  "half_life_days",
                                  "half_life_days_ci95_low",
                                  "half_life_days_ci95_high",
                                  "replications"});
  for (const ErosionReport& report : scenarios) {
    for (const ErosionRow& row : report.rows) {
      csv.text(report.scenario->name).text(report.scenario->variant).text(row.branch);
      csv.text(row.side).text(row.against).integer(row.use);
      csv.text(to_iso(row.from)).text(to_iso(row.until));
      write_estimate(csv, row.imposed_usd);
      csv.real(row.suffered_output_usd + row.suffered_exports_usd);
      csv.real(row.suffered_output_usd).real(row.suffered_exports_usd);
      write_estimate(csv, row.ratio);
      write_estimate(csv, row.factor);
      write_estimate(csv, row.half_life);
      write_estimate(csv, row.half_life, row.period_days);
      csv.integer(row.replications).end_row();
    }
  }
  csv.finish();
}

std::string erosion_text(const ErosionReport& report, const TableStyle& style) {
  TextColumn labels = {fmt::format("erosion in {}", report.scenario->name)};
  TextColumn imposed = {"imposed, million USD"};
  TextColumn suffered = {"suffered, million USD"};
  TextColumn factor = {"factor a use [95 %]"};
  TextColumn half_life = {"half-life, uses"};
  constexpr double million = 1e6;
  for (const ErosionRow& row : report.rows) {
    if (!row.branch.empty()) {
      continue;
    }
    labels.push_back(fmt::format("{} against {}, use {}", row.side, row.against, row.use));
    imposed.push_back(cell_of(row.imposed_usd, 1 / million));
    suffered.push_back(readable((row.suffered_output_usd + row.suffered_exports_usd) / million));
    factor.push_back(row.use == 1 ? cell_of(row.factor, 1) : std::string());
    half_life.push_back(row.use == 1 ? cell_of(row.half_life, 1) : std::string());
  }
  const std::vector<TextColumn> columns = {imposed, suffered, factor, half_life};
  return set_columns(labels, columns, style.bold);
}

}  // namespace monazite
