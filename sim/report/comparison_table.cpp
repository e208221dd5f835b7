#include "sim/report/comparison_table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "sim/report/headline_figures.hpp"
#include "sim/report/leading_cells.hpp"

namespace monazite {

namespace {

std::string mean_cell(const PairedDifference& paired, double mean) {
  return paired.replications == 0 ? "-" : readable(mean);
}

std::string difference_cell(const PairedDifference& paired) {
  if (paired.replications == 0) {
    return "-";
  }
  if (paired.replications == 1) {
    return readable(paired.difference);
  }
  return fmt::format("{} [{} .. {}]", readable(paired.difference), readable(paired.ci95_low),
                     readable(paired.ci95_high));
}

bool differs(const PairedDifference& paired) { return paired.ci95_low > 0 || paired.ci95_high < 0; }

/// The figure of a comparison that a headline tells; nullptr when it has none.
const ComparedFigure* find_compared(const RecordedResults& results, const Comparison& comparison,
                                    const HeadlineFigure& headline) {
  const auto found = std::find_if(comparison.figures.begin(), comparison.figures.end(),
                                  [&](const ComparedFigure& compared) {
                                    return matches(headline, results.figures[compared.figure]);
                                  });
  return found == comparison.figures.end() ? nullptr : &*found;
}

}  // namespace

ComparisonCsv::ComparisonCsv(const RecordedResults& results, CsvWriter::Sink sink)
    : results_(results),
      csv_(std::move(sink), {"scenario", "variant", "branch", "baseline", "metric", "region",
                             "partner", "sector", "material", "facility", "unit", "baseline_mean",
                             "mean", "difference", "ci95_low", "ci95_high", "replications"}) {}

void ComparisonCsv::add(const Comparison& comparison) {
  const RecordedRuns& runs = *comparison.pair.runs;
  const std::string baseline = comparison.pair.baseline->name();
  for (const ComparedFigure& compared : comparison.figures) {
    csv_.text(runs.scenario).text(runs.variant).empty().text(baseline);
    metric_cells(csv_, results_.figures[compared.figure]);
    const PairedDifference& paired = compared.paired;
    csv_.real(paired.baseline_mean).real(paired.mean).real(paired.difference);
    csv_.real(paired.ci95_low).real(paired.ci95_high).integer(paired.replications).end_row();
  }
}

void ComparisonCsv::finish() { csv_.finish(); }

std::string comparison_table(const RecordedResults& results, const Comparison& comparison,
                             const TableStyle& style) {
  const RunsPair& pair = comparison.pair;
  TextColumn labels = {fmt::format("{} against {}", pair.runs->name(), pair.baseline->name())};
  TextColumn baselines = {"baseline"};
  TextColumn means = {"mean"};
  TextColumn differences = {"difference [95 % interval]"};
  TextColumn stars = {""};
  for (const HeadlineFigure& headline : headline_figures) {
    const ComparedFigure* compared = find_compared(results, comparison, headline);
    if (compared != nullptr) {
      const PairedDifference& paired = compared->paired;
      labels.push_back(label_of(headline, results.figures[compared->figure]));
      baselines.push_back(mean_cell(paired, paired.baseline_mean));
      means.push_back(mean_cell(paired, paired.mean));
      differences.push_back(difference_cell(paired));
      stars.emplace_back(differs(paired) ? "*" : "");
    }
  }
  labels.emplace_back("replications");
  baselines.emplace_back();
  means.emplace_back();
  differences.push_back(fmt::format("{}", comparison.replications));
  stars.emplace_back();
  const std::vector<TextColumn> columns = {baselines, means, differences, stars};
  return set_columns(labels, columns, style.bold);
}

}  // namespace monazite
