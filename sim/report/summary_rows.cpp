#include "sim/report/summary_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "models/metrics/figure.hpp"
#include "models/metrics/metric.hpp"
#include "models/network/stable_hash.hpp"
#include "sim/batch/antithetic.hpp"
#include "sim/batch/tail_risk.hpp"
#include "sim/batch/weighted_summary.hpp"
#include "sim/report/leading_cells.hpp"

namespace monazite {

namespace {

/// A row of the summary: of a figure, or the tail risk of two.
struct SummaryRow {
  MetricKey key;
  std::size_t figure = 0;
  std::size_t made_up = 0;  ///< of a tail risk: the figure of what is made up later
  bool is_tail_risk = false;
};

constexpr double worst_share = 0.05;

/// The rows in the order of their keys. What a region or a sector loses is told with its tail; a
/// sector in a region has too few stops for one.
std::vector<SummaryRow> rows_of(std::span<const MetricKey> figures) {
  std::vector<SummaryRow> rows;
  rows.reserve(figures.size());
  for (std::size_t figure = 0; figure < figures.size(); ++figure) {
    rows.push_back({figures[figure], figure, 0, false});
    const auto& key = figures[figure];
    if (key.metric != name_of(Metric::lost_output_usd) ||
        (!key.region.empty() && !key.sector.empty())) {
      continue;
    }
    auto made_up = key;
    made_up.metric = name_of(Metric::delayed_output_usd);
    const auto found = std::lower_bound(figures.begin(), figures.end(), made_up);
    if (found != figures.end() && *found == made_up) {
      auto tail = key;
      tail.metric = name_of(Metric::cvar95_loss_usd);
      rows.push_back({tail, figure, static_cast<std::size_t>(found - figures.begin()), true});
    }
  }
  std::sort(rows.begin(), rows.end(),
            [](const SummaryRow& a, const SummaryRow& b) { return a.key < b.key; });
  return rows;
}

void write_figure(CsvWriter& csv, const FigureColumns& columns, std::size_t figure) {
  const std::vector<double> values = columns.values(figure);
  const Summary summary = columns.in_pairs ? summarise_pairs(values, columns.replications)
                          : columns.weights.empty()
                              ? summarise(values, columns.replications)
                              : summarise_weighted(values, columns.weights, columns.replications);
  csv.real(summary.mean).real(summary.standard_deviation);
  csv.real(summary.ci95_low).real(summary.ci95_high);
  csv.real(summary.p05).real(summary.p50).real(summary.p95);
  csv.integer(summary.replications);
}

void write_tail_risk(CsvWriter& csv, const FigureColumns& columns, const SummaryRow& row) {
  const auto lost = columns.values(row.figure);
  const auto made_up = columns.values(row.made_up);
  std::vector<double> losses;
  losses.reserve(lost.size());
  for (std::size_t run = 0; run < lost.size(); ++run) {
    losses.push_back(lost[run] - made_up[run]);
  }
  const auto key = stable_hash(row.key.region + " " + row.key.sector);
  const TailRisk risk = tail_risk(losses, worst_share, key);
  csv.real(risk.mean).real(undefined).real(risk.ci95_low).real(risk.ci95_high);
  csv.real(undefined).real(undefined).real(undefined);
  csv.integer(losses.size());
}

}  // namespace

std::span<const std::string_view> summary_columns() {
  static constexpr std::array<std::string_view, 18> columns = {
      "scenario", "variant",   "branch",   "metric", "region", "partner",
      "sector",   "material",  "facility", "unit",   "mean",   "std",
      "ci95_low", "ci95_high", "p05",      "p50",    "p95",    "replications"};
  return columns;
}

void write_summary_rows(CsvWriter& csv, const FigureColumns& columns,
                        const std::function<void(CsvWriter&)>& lead) {
  for (const auto& row : rows_of(columns.figures)) {
    if (row.is_tail_risk && !columns.weights.empty()) {
      continue;
    }
    lead(csv);
    metric_cells(csv, row.key);
    if (row.is_tail_risk) {
      write_tail_risk(csv, columns, row);
    } else {
      write_figure(csv, columns, row.figure);
    }
    csv.end_row();
  }
}

}  // namespace monazite
