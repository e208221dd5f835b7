#pragma once

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "sim/analysis/run_figure.hpp"
#include "tests/sim/batch/synthetic_batch.hpp"

/// Results with figures that a test chooses.
namespace monazite::chosen {

/// Values of figures, one a replication (of a run) or one an interval (of a series).
using Figures = std::map<MetricKey, std::vector<double>>;

/// The key of a figure in tonnes without a partner.
inline MetricKey tonnes_of(const char* metric, const char* region, const char* material = "") {
  return {metric, region, "", "", material, "", "t"};
}

inline ObservationPlan plan_of_run(const Figures& figures) {
  ObservationPlan plan;
  for (const auto& [key, values] : figures) {
    plan.run_figures.push_back(key);
  }
  return plan;
}

/// Replications whose run figures are as given. `plan` is that of the figures.
inline ScenarioResults results_of_run(const ObservationPlan& plan, const Figures& figures) {
  ScenarioResults results(synthetic::scenario("chosen", plan, 1));
  const std::size_t runs = figures.begin()->second.size();
  for (std::uint32_t run = 0; run < runs; ++run) {
    Observations seen;
    for (const auto& [key, values] : figures) {
      seen.run_values.push_back(values.at(run));
    }
    results.merge(run, std::move(seen));
  }
  return results;
}

/// A weekly plan for `weeks` whole weeks and the part of one.
inline ObservationPlan plan_of_weeks(const std::vector<MetricKey>& figures, int weeks) {
  ObservationPlan plan;
  plan.series_figures = figures;
  std::sort(plan.series_figures.begin(), plan.series_figures.end());
  for (int week = 0; week <= weeks; ++week) {
    plan.intervals.push_back(date_of(2024, 1, 1) + 7 * week);
  }
  plan.interval_name = "week";
  return plan;
}

}  // namespace monazite::chosen
