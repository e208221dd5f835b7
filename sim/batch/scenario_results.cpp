#include "sim/batch/scenario_results.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

namespace monazite {

namespace {

void check_size(const BatchScenario& scenario, const char* what, std::size_t size,
                std::size_t expected) {
  if (size != expected) {
    throw std::logic_error(fmt::format("scenario {}: a replication left {} {}; expected {}",
                                       scenario.name, size, what, expected));
  }
}

std::optional<std::string> open_balance(const std::array<BalanceRow, element_count>& balance) {
  for (std::size_t i = 0; i < balance.size(); ++i) {
    if (balance[i].residual() != 0) {
      return fmt::format("the balance of {} does not close: {} g are unaccounted for",
                         element_symbols[i], balance[i].residual());
    }
  }
  return std::nullopt;
}

}  // namespace

double SeriesCell::mean() const { return sum.count() > 0 ? sum.total() / sum.count() : undefined; }

ScenarioResults::ScenarioResults(BatchScenario batch_scenario)
    : scenario(std::move(batch_scenario)),
      run_values(scenario.plan->run_figures.size()),
      tracked(plan().track_days.size() * plan().tracks) {
  if (scenario.leaf == BatchScenario::no_branch) {
    branches.resize(plan().branches.size());
  }
  if (is_mixture()) {
    for (std::uint32_t leaf = 0; leaf < branches.size(); ++leaf) {
      static_cast<void>(part_of(leaf));
    }
    return;
  }
  series.resize(plan().intervals.size() * plan().series_figures.size());
  licences.resize(plan().months.size() * plan().licence_cells.size());
  if (plan().flows) {
    flows.resize(plan().months.size() * plan().lanes.size());
  }
}

ScenarioResults& ScenarioResults::part_of(std::uint32_t leaf) {
  auto& part = branches.at(leaf);
  if (part == nullptr) {
    const auto& label = plan().branches[leaf];
    auto of_branch = scenario;
    of_branch.branch = label.id;
    of_branch.leaf = leaf;
    of_branch.weight = plan().branches_are_enumerated ? label.probability : 1;
    part = std::make_unique<ScenarioResults>(std::move(of_branch));
  }
  return *part;
}

void ScenarioResults::merge(std::uint32_t replication, Observations&& observations) {
  if (is_mixture()) {
    const auto leaf = observations.leaf;
    auto& part = part_of(leaf);
    const auto before = part.completed.size();
    events += observations.events;
    part.merge(replication, std::move(observations));
    if (part.completed.size() > before) {
      completed.push_back(replication);
      runs_of_parts_.push_back({replication, leaf, static_cast<std::uint32_t>(before)});
    } else {
      failures.push_back({replication, part.failures.back().reason, part.scenario.branch});
    }
    return;
  }
  if (!branches.empty()) {
    auto copy = observations;
    part_of(observations.leaf).merge(replication, std::move(copy));
  }
  check_size(scenario, "run values", observations.run_values.size(), plan().run_figures.size());
  check_size(scenario, "tracked values", observations.tracked_values.size(),
             plan().track_days.size() * plan().tracks);
  check_size(scenario, "series values", observations.series_values.size(), series.size());
  if (auto reason = open_balance(observations.balance)) {
    merge_failure(replication, *std::move(reason));
    return;
  }
  completed.push_back(replication);
  run_values.append(observations.run_values);
  if (!observations.tracked_values.empty()) {
    tracked.append(observations.tracked_values);
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double value = observations.series_values[i];
    if (std::isfinite(value)) {
      series[i].sum.add(replication, value);
      series[i].sketch.add(value);
    }
  }
  if (!flows.empty()) {
    for (const FlowCell& cell : observations.flows) {
      flows.at(cell.month * plan().lanes.size() + cell.lane).add(replication, cell.tonnes);
    }
  }
  const auto cells = plan().licence_cells.size();
  for (const LicenceRow& row : observations.licences) {
    auto& month = licences.at(row.month * cells + row.cell);
    month.applied += row.applied;
    month.approved += row.approved;
    month.refused += row.refused;
    month.expired += row.expired;
    month.pending += row.pending;
  }
  for (const LicenceWait& wait : observations.licence_waits) {
    licences.at(wait.month * cells + wait.cell).wait_days.add(wait.days);
  }
  if (!observations.applications.empty()) {
    applications = std::move(observations.applications);
  }
  policy.append(observations.policy);
  balances.append(observations.balance);
  events += observations.events;
}

void ScenarioResults::merge_failure(std::uint32_t replication, std::string reason,
                                    std::uint32_t leaf) {
  auto branch = leaf == BatchScenario::no_branch ? std::string() : plan().branches.at(leaf).id;
  failures.push_back(FailedReplication{replication, std::move(reason), std::move(branch)});
}

}  // namespace monazite
