#include "sim/report/headline.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "models/metrics/metric.hpp"
#include "sim/batch/statistics.hpp"
#include "sim/batch/weighted_summary.hpp"
#include "sim/report/headline_figures.hpp"
#include "sim/report/text_table.hpp"

namespace monazite {

namespace {

const MetricKey* find_figure(const HeadlineFigure& headline, const ScenarioResults& results) {
  const std::vector<MetricKey>& figures = results.plan().run_figures;
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const MetricKey& key) { return matches(headline, key); });
  return found == figures.end() ? nullptr : &*found;
}

std::string cell_text(const HeadlineFigure& headline, const ScenarioResults& results) {
  const MetricKey* figure = find_figure(headline, results);
  if (figure == nullptr) {
    return "-";
  }
  const auto index = static_cast<std::size_t>(figure - results.plan().run_figures.data());
  const auto values = results.values_of_figure(index);
  const auto weights = results.weights();
  const Summary summary = weights.empty() ? summarise(values, results.completed)
                                          : summarise_weighted(values, weights, results.completed);
  if (summary.replications == 0) {
    return "-";
  }
  if (summary.replications == 1) {
    return readable(summary.mean);
  }
  return fmt::format("{} [{} .. {}]", readable(summary.mean), readable(summary.ci95_low),
                     readable(summary.ci95_high));
}

std::string label_text(const HeadlineFigure& headline, std::span<const ScenarioResults> scenarios) {
  for (const ScenarioResults& results : scenarios) {
    const MetricKey* figure = find_figure(headline, results);
    if (figure != nullptr) {
      return label_of(headline, *figure);
    }
  }
  return {};
}

/// How many of the columns fit beside the labels: at least one.
std::size_t fitting(const TextColumn& labels, std::span<const TextColumn> columns,
                    std::size_t width) {
  std::size_t used = width_of(labels);
  std::size_t count = 0;
  while (count < columns.size()) {
    used += 2 + width_of(columns[count]);
    if (count > 0 && used > width) {
      break;
    }
    ++count;
  }
  return count;
}

}  // namespace

std::string headline_table(std::span<const ScenarioResults> scenarios, const TableStyle& style) {
  TextColumn labels = {"mean [95 % interval]"};
  std::vector<TextColumn> columns;
  for (const ScenarioResults& results : scenarios) {
    columns.push_back({results.scenario.name});
  }
  for (const HeadlineFigure& headline : headline_figures) {
    std::string label = label_text(headline, scenarios);
    if (label.empty()) {
      continue;
    }
    labels.push_back(std::move(label));
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      columns[i].push_back(cell_text(headline, scenarios[i]));
    }
  }
  labels.emplace_back("replications");
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    columns[i].push_back(fmt::format("{}", scenarios[i].completed.size()));
  }

  std::string text;
  std::span<const TextColumn> rest = columns;
  while (!rest.empty()) {
    const std::size_t count = fitting(labels, rest, style.width);
    if (!text.empty()) {
      text += "\n";
    }
    text += set_columns(labels, rest.first(count), style.bold);
    rest = rest.subspan(count);
  }
  return text;
}

}  // namespace monazite
