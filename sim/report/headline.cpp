#include "sim/report/headline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "models/metrics/metric.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

/// A run figure of the table; dimensions that are empty here are empty in its key.
struct Headline {
  std::string_view label;
  Metric metric;
  std::string_view region;
  std::string_view sector;
  std::string_view material;
};

constexpr std::array<Headline, 8> headlines = {{
    {"mined", Metric::mined, "", "", ""},
    {"magnets produced", Metric::produced, "", "", "magnet"},
    {"magnet exports of China", Metric::exports, "CN", "", "magnet"},
    {"fill rate, auto", Metric::fill_rate, "", "auto", ""},
    {"line stop days, auto", Metric::line_stop_days, "", "auto", ""},
    {"output lost", Metric::lost_output_usd, "", "", ""},
    {"output made up later", Metric::delayed_output_usd, "", "", ""},
    {"tariff paid", Metric::tariff_paid_usd, "", "", ""},
}};

bool matches(const Headline& headline, const MetricKey& key) {
  return key.metric == name_of(headline.metric) && key.region == headline.region &&
         key.sector == headline.sector && key.material == headline.material &&
         key.partner.empty() && key.facility.empty();
}

const MetricKey* find_figure(const Headline& headline, const ScenarioResults& results) {
  const std::vector<MetricKey>& figures = results.plan().run_figures;
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const MetricKey& key) { return matches(headline, key); });
  return found == figures.end() ? nullptr : &*found;
}

std::string cell_text(const Headline& headline, const ScenarioResults& results) {
  const MetricKey* figure = find_figure(headline, results);
  if (figure == nullptr) {
    return "-";
  }
  const auto index = static_cast<std::size_t>(figure - results.plan().run_figures.data());
  const Summary summary = summarise(results.values_of_figure(index), results.completed);
  if (summary.replications == 0) {
    return "-";
  }
  if (summary.replications == 1) {
    return readable(summary.mean);
  }
  return fmt::format("{} [{} .. {}]", readable(summary.mean), readable(summary.ci95_low),
                     readable(summary.ci95_high));
}

std::string label_text(const Headline& headline, std::span<const ScenarioResults> scenarios) {
  for (const ScenarioResults& results : scenarios) {
    const MetricKey* figure = find_figure(headline, results);
    if (figure != nullptr) {
      return figure->unit.empty() ? std::string(headline.label)
                                  : fmt::format("{} ({})", headline.label, figure->unit);
    }
  }
  return {};
}

/// A column: its header, then a cell for each row.
using Column = std::vector<std::string>;

std::size_t width_of(const Column& column) {
  std::size_t width = 0;
  for (const std::string& cell : column) {
    width = std::max(width, cell.size());
  }
  return width;
}

std::string set_columns(const Column& labels, std::span<const Column> columns, bool bold) {
  std::string text;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    std::string line = fmt::format("{:<{}}", labels[row], width_of(labels));
    for (const Column& column : columns) {
      line += fmt::format("  {:>{}}", column[row], width_of(column));
    }
    text += row == 0 && bold ? fmt::format("\x1b[1m{}\x1b[0m\n", line) : line + "\n";
  }
  return text;
}

/// How many of the columns fit beside the labels: at least one.
std::size_t fitting(const Column& labels, std::span<const Column> columns, std::size_t width) {
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

std::string readable(double value) {
  const double magnitude = std::fabs(value);
  if (!std::isfinite(value) || magnitude >= 1e15) {
    return fmt::format("{}", value);
  }
  if (magnitude < 1000) {
    return fmt::format("{:.4g}", value);
  }
  std::string digits = fmt::format("{:.0f}", magnitude);
  for (std::size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, 1, ',');
  }
  return (value < 0 ? "-" : "") + digits;
}

std::string headline_table(std::span<const ScenarioResults> scenarios, const TableStyle& style) {
  Column labels = {"mean [95 % interval]"};
  std::vector<Column> columns;
  for (const ScenarioResults& results : scenarios) {
    columns.push_back({results.scenario.name});
  }
  for (const Headline& headline : headlines) {
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
  std::span<const Column> rest = columns;
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
