#include "sim/analysis/erosion.hpp"

#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/erosion_arms.hpp"
#include "sim/analysis/erosion_pains.hpp"
#include "sim/analysis/leverage_pains.hpp"

namespace monazite {

namespace {

using RunKey = std::pair<std::uint32_t, std::uint32_t>;  // replication, branch

/// Leaves in all losses only the runs that all of them have.
void keep_common_runs(std::vector<SideLosses>& losses) {
  const auto key_of = [](const SideLosses& of, std::size_t run) {
    return RunKey{of.replications[run], of.branches[run]};
  };
  std::set<RunKey> common;
  for (std::size_t arm = 0; arm < losses.size(); ++arm) {
    std::set<RunKey> both;
    for (std::size_t run = 0; run < losses[arm].replications.size(); ++run) {
      const RunKey key = key_of(losses[arm], run);
      if (arm == 0 || common.count(key) > 0) {
        both.insert(key);
      }
    }
    common = std::move(both);
  }
  for (SideLosses& of : losses) {
    SideLosses kept;
    kept.sides = of.sides;
    kept.looks = of.looks;
    const auto row = static_cast<std::ptrdiff_t>(of.sides * of.looks);
    for (std::size_t run = 0; run < of.replications.size(); ++run) {
      if (common.count(key_of(of, run)) == 0) {
        continue;
      }
      kept.replications.push_back(of.replications[run]);
      kept.branches.push_back(of.branches[run]);
      kept.weights.push_back(of.weights[run]);
      const auto first = static_cast<std::ptrdiff_t>(run) * row;
      kept.output.insert(kept.output.end(), of.output.begin() + first,
                         of.output.begin() + first + row);
      kept.exports.insert(kept.exports.end(), of.exports.begin() + first,
                          of.exports.begin() + first + row);
    }
    of = std::move(kept);
  }
}

/// The arms with their worlds and what they left.
struct Experiment {
  std::vector<ErosionArm> arms;
  std::vector<ScenarioResults> results;

  /// Those of a branch, one an arm; empty where an arm has no run of it.
  [[nodiscard]] std::vector<const ScenarioResults*> of_branch(const std::string& branch) const {
    std::vector<const ScenarioResults*> of_arms;
    for (const ScenarioResults& arm : results) {
      for (const ScenarioResults* view : arm.views()) {
        if (view->scenario.branch == branch) {
          of_arms.push_back(view);
        }
      }
    }
    return of_arms.size() == results.size() ? of_arms : std::vector<const ScenarioResults*>{};
  }
};

void add_rows_of_branch(const std::vector<ErosionArm>& arms,
                        const std::vector<const ScenarioResults*>& results,
                        const std::string& branch, std::vector<ErosionRow>& rows) {
  const LeverageSpec& leverage = *arms.front().scenario.leverage;
  std::vector<SideLosses> losses;
  losses.reserve(results.size());
  for (const ScenarioResults* of_arm : results) {
    losses.push_back(losses_of(*of_arm, leverage));
  }
  keep_common_runs(losses);
  for (std::size_t side = 0; side < leverage.sides.size(); ++side) {
    std::vector<SideLosses> of_uses = {losses.front()};
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
      if (arms[arm].side == side) {
        of_uses.push_back(losses[arm]);
      }
    }
    for (std::size_t against = 0; against < leverage.sides.size(); ++against) {
      if (of_uses.size() == 1 || against == side) {
        continue;
      }
      ErosionRow row;
      row.branch = branch;
      row.side = leverage.sides[side].id;
      row.against = leverage.sides[against].id;
      auto of_pair = erosion_rows(row, pains_of_uses(of_uses, side, against, leverage),
                                  losses.front().weights, losses.front().replications, leverage);
      std::move(of_pair.begin(), of_pair.end(), std::back_inserter(rows));
    }
  }
}

}  // namespace

Erosion erosion_of(const Scenario& scenario, const BatchOptions& options,
                   std::uint32_t first_replication) {
  Experiment experiment{erosion_arms(scenario), {}};
  std::vector<std::shared_ptr<const World>> worlds;
  std::vector<BatchScenario> batch;
  for (const ErosionArm& arm : experiment.arms) {
    const Compiled compiled = compile(arm.scenario);
    if (!compiled.world) {
      return {{}, {to_text(compiled.errors.front())}};
    }
    worlds.push_back(compiled.world);
    batch.push_back({.name = arm.scenario.name,
                     .world = worlds.back().get(),
                     .plan = &worlds.back()->plan,
                     .seed = scenario.runs.seed,
                     .replications = static_cast<std::uint32_t>(scenario.runs.replications),
                     .digest = {},
                     .first_replication = first_replication});
  }
  BatchResults results = run_batch(batch, replications_of_worlds(), options);
  if (results.interrupted) {
    return {{}, {"interrupted"}};
  }
  experiment.results = std::move(results.scenarios);
  Erosion erosion;
  for (const ScenarioResults& arm : experiment.results) {
    for (const FailedReplication& failure : arm.failures) {
      erosion.failures.push_back(fmt::format("{}, replication {}: {}", arm.scenario.name,
                                             failure.replication, failure.reason));
    }
  }
  for (const ScenarioResults* view : experiment.results.front().views()) {
    const auto of_arms = experiment.of_branch(view->scenario.branch);
    if (!of_arms.empty()) {
      add_rows_of_branch(experiment.arms, of_arms, view->scenario.branch, erosion.rows);
    }
  }
  return erosion;
}

}  // namespace monazite
