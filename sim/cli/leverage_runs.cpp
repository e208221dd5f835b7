#include "sim/cli/leverage_runs.hpp"

#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/erosion.hpp"
#include "sim/analysis/leverage.hpp"

namespace monazite {

LeverageRuns::LeverageRuns(std::span<const PreparedScenario> scenarios,
                           std::vector<Diagnostic>& problems)
    : scenarios_(scenarios), arms_(scenarios.size()) {
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const Scenario& scenario = scenarios[s].loaded.scenario;
    if (!scenario.leverage) {
      continue;
    }
    arms_[s].arms = leverage_arms(scenario);
    for (const LeverageArm& arm : arms_[s].arms) {
      Compiled compiled = compile(arm.scenario);
      problems.insert(problems.end(), compiled.errors.begin(), compiled.errors.end());
      arms_[s].worlds.push_back(std::move(compiled.world));
    }
  }
}

void LeverageRuns::add_to(std::vector<BatchScenario>& batch,
                          std::uint32_t first_replication) const {
  for (const Arms& of_scenario : arms_) {
    for (std::size_t k = 0; k < of_scenario.arms.size(); ++k) {
      const Scenario& scenario = of_scenario.arms[k].scenario;
      const World& world = *of_scenario.worlds[k];
      batch.push_back({.name = scenario.name,
                       .world = &world,
                       .plan = &world.plan,
                       .seed = scenario.runs.seed,
                       .replications = static_cast<std::uint32_t>(scenario.runs.replications),
                       .digest = {},
                       .first_replication = first_replication});
    }
  }
}

void LeverageRuns::take_from(BatchResults& results) {
  auto next = results.scenarios.begin() + static_cast<std::ptrdiff_t>(scenarios_.size());
  const auto first = next;
  for (Arms& of_scenario : arms_) {
    const auto end = next + static_cast<std::ptrdiff_t>(of_scenario.arms.size());
    of_scenario.results.assign(std::make_move_iterator(next), std::make_move_iterator(end));
    next = end;
  }
  results.scenarios.erase(first, results.scenarios.end());
}

std::vector<std::string> LeverageRuns::failures() const {
  std::vector<std::string> lines;
  for (const Arms& of_scenario : arms_) {
    for (const ScenarioResults& arm : of_scenario.results) {
      for (const FailedReplication& failure : arm.failures) {
        lines.push_back(fmt::format("{}, replication {}: {}", arm.scenario.name,
                                    failure.replication, failure.reason));
      }
    }
  }
  return lines;
}

std::vector<LeverageRow> LeverageRuns::rows(std::size_t index, const ScenarioResults& results,
                                            const BatchOptions& options,
                                            std::vector<std::string>& troubles) const {
  const Scenario& scenario = scenarios_[index].loaded.scenario;
  if (!scenario.leverage) {
    return {};
  }
  Endurance endurance;
  if (scenario.leverage->endurance) {
    endurance = endurance_of(scenario, options);
    for (const std::string& failure : endurance.failures) {
      troubles.push_back(fmt::format("{}, endurance: {}", scenario.name, failure));
    }
  }
  return leverage_of(scenario, arms_[index].arms, results, arms_[index].results, endurance);
}

std::vector<ErosionRow> LeverageRuns::erosion(std::size_t index, const BatchOptions& options,
                                              std::uint32_t first_replication,
                                              std::vector<std::string>& troubles) const {
  const Scenario& scenario = scenarios_[index].loaded.scenario;
  if (!scenario.leverage || !scenario.leverage->erosion) {
    return {};
  }
  Erosion erosion = erosion_of(scenario, options, first_replication);
  for (const std::string& failure : erosion.failures) {
    troubles.push_back(fmt::format("{}, erosion: {}", scenario.name, failure));
  }
  return std::move(erosion.rows);
}

}  // namespace monazite
