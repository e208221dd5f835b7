#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "sim/analysis/base_year.hpp"

namespace monazite {

namespace {

constexpr double most_drift = 0.001;

const char* verdict(bool holds) { return holds ? "pass" : "FAIL"; }

std::string percent(double share) { return fmt::format("{:+.2f} %", share * 100); }

void add_drift(std::string& text, const std::vector<DriftRow>& rows) {
  text +=
      "| weekly flow | mean, t | drift a year | spread | |\n"
      "| --- | ---: | ---: | ---: | --- |\n";
  for (const auto& row : rows) {
    fmt::format_to(std::back_inserter(text), "| {} | {:.1f} | {:+.3f} % | {:.1f} % | {} |\n",
                   row.label, row.weekly_mean, row.drift_per_year * 100, row.spread * 100,
                   verdict(std::abs(row.drift_per_year) < most_drift));
  }
}

}  // namespace

bool ValidationPage::holds() const {
  const auto is_still = [](const DriftRow& row) {
    return std::abs(row.drift_per_year) < most_drift;
  };
  return std::all_of(base_year.begin(), base_year.end(),
                     [](const BaseYearRow& row) { return row.holds(); }) &&
         std::all_of(drift.begin(), drift.end(), is_still) &&
         std::all_of(steady.begin(), steady.end(), is_still);
}

std::string to_markdown(const ValidationPage& page) {
  std::string text =
      "# Validation\n\n"
      "Written by `monazite validate`; the command writes this page again. The bad errors are "
      "shown "
      "too.\n\n";
  auto out = std::back_inserter(text);
  fmt::format_to(
      out,
      "## The base year\n\n"
      "`scenarios/world_2024/world_2024.yaml`, the year 2024 after a year of warm-up, no "
      "shock, {} replications. Producers are given capacities, costs and orders, never "
      "their output.\n\n"
      "| quantity | region | table, t | model, t | ± 95 % | error | allowed | | source |\n"
      "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |\n",
      page.replications);
  for (const auto& row : page.base_year) {
    fmt::format_to(out, "| {} {} | {} | {:.0f} | {:.0f} | {:.0f} | {} | {:.0f} % | {} | {} |\n",
                   row.target.quantity, row.target.material, row.target.region, row.target.tonnes,
                   row.model_tonnes, row.half_width, percent(row.error()),
                   row.target.tolerance * 100, verdict(row.holds()), row.target.source);
  }
  fmt::format_to(
      out,
      "\n## Drift\n\n"
      "The same world with growth and New Year switched off, {} years: the least-squares "
      "slope of the weekly means over the replications, as a share of their mean. "
      "Allowed: under 0.1 % a year. The spread is the standard deviation of the weekly "
      "means (whole lots and shipments).\n\n",
      page.drift_years);
  add_drift(text, page.drift);
  fmt::format_to(out,
                 "\nWithout quotas and noise as well (`arms/steady.yaml`), {} years, one run:\n\n",
                 page.steady_years);
  add_drift(text, page.steady);
  text +=
      "\n## How each stage answers\n\n"
      "The base year repeated with one change: the demand for magnets, or Bayan Obo shut for "
      "the year. Change against the base year in brackets.\n\n| stage |";
  for (const auto& arm : page.arms) {
    fmt::format_to(out, " {} |", arm);
  }
  text += "\n| --- |";
  for (std::size_t k = 0; k < page.arms.size(); ++k) {
    text += " ---: |";
  }
  text += "\n";
  for (const auto& row : page.stages) {
    fmt::format_to(out, "| {} |", row.label);
    for (std::size_t k = 0; k < row.tonnes.size(); ++k) {
      const bool share = row.tonnes[0] <= 1.5;
      text += share ? fmt::format(" {:.3f}", row.tonnes[k]) : fmt::format(" {:.0f}", row.tonnes[k]);
      text += k == 0 ? " |" : fmt::format(" ({}) |", percent(row.tonnes[k] / row.tonnes[0] - 1));
    }
    text += "\n";
  }
  return text;
}

}  // namespace monazite
