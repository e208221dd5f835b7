#include "sim/analysis/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/metrics/figure.hpp"
#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/run_figure.hpp"

namespace monazite {

namespace {

/// The keys of `sensitive_figures`, in their order.
std::array<MetricKey, sensitive_figures.size()> keys_of_figures() {
  return {MetricKey{"mined", "", "", "", "", "", "t"}, produced("", "oxide_NdPr"),
          produced("", "oxide_Dy"), MetricKey{"exports", "CN", "", "", "magnet", "", "t"}};
}

/// The means of the figures over the replications.
FigureChanges means_of(const ScenarioResults& results) {
  FigureChanges means{};
  const auto keys = keys_of_figures();
  for (std::size_t figure = 0; figure < keys.size(); ++figure) {
    double sum = 0;
    for (std::size_t run = 0; run < results.completed.size(); ++run) {
      sum += run_value(results, keys[figure], run).value_or(undefined);
    }
    means[figure] =
        results.completed.empty() ? undefined : sum / static_cast<double>(results.completed.size());
  }
  return means;
}

FigureChanges changes(const FigureChanges& means, const FigureChanges& base) {
  FigureChanges result{};
  for (std::size_t figure = 0; figure < means.size(); ++figure) {
    result[figure] = means[figure] / base[figure] - 1;
  }
  return result;
}

/// The figures of several scenarios, in one batch so that all threads have work.
std::vector<FigureChanges> run_all(const std::vector<Scenario>& scenarios,
                                   std::uint32_t replications, const BatchOptions& options) {
  FigureChanges none{};
  none.fill(undefined);
  std::vector<FigureChanges> means(scenarios.size(), none);
  std::vector<Compiled> compiled;
  std::vector<BatchScenario> batch;
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < scenarios.size(); ++k) {
    compiled.push_back(compile(scenarios[k]));
    if (const auto& world = compiled.back().world) {
      batch.push_back({.name = scenarios[k].name,
                       .world = world.get(),
                       .plan = &world->plan,
                       .seed = scenarios[k].runs.seed,
                       .replications = replications,
                       .digest = {}});
      places.push_back(k);
    }
  }
  const auto results = run_batch(batch, replications_of_worlds(), options);
  for (std::size_t k = 0; k < places.size() && !results.interrupted; ++k) {
    means[places[k]] = means_of(results.scenarios[k]);
  }
  return means;
}

}  // namespace

double SensitivityRow::largest() const {
  double most = 0;
  for (const auto* side : {&low, &high}) {
    for (const double change : *side) {
      most = std::isfinite(change) ? std::max(most, std::abs(change)) : most;
    }
  }
  return most;
}

std::vector<SensitivityRow> measure_sensitivities(const Scenario& scenario,
                                                  const std::vector<HabitRange>& habits,
                                                  std::uint32_t replications,
                                                  const BatchOptions& options) {
  const auto base = run_all({scenario}, replications, options).front();
  std::vector<SensitivityRow> rows;
  for (const auto& parameter : free_parameters(scenario, habits)) {
    if (options.interrupt != nullptr && *options.interrupt) {
      break;
    }
    const auto ends = run_all({at_end(scenario, parameter, habits, RangeEnd::low),
                               at_end(scenario, parameter, habits, RangeEnd::high)},
                              replications, options);
    rows.push_back({parameter, changes(ends[0], base), changes(ends[1], base)});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.largest() > b.largest(); });
  return rows;
}

}  // namespace monazite
