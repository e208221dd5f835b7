#include <algorithm>
#include <map>
#include <tuple>

#include "sim/batch/scenario_results.hpp"

namespace monazite {

namespace {

/// The mean over the parts that have runs, by their weights.
template <class MeanOfPart>
double mixed(const std::vector<const ScenarioResults*>& parts, const MeanOfPart& mean_of_part) {
  double sum = 0;
  double weights = 0;
  for (const auto* part : parts) {
    const double mean = part->completed.empty() ? undefined : mean_of_part(*part);
    if (mean == mean) {
      sum += part->scenario.weight * mean;
      weights += part->scenario.weight;
    }
  }
  return weights > 0 ? sum / weights : undefined;
}

/// A quantile of the mixture of what the parts have sketched; each counts by its weight, however
/// many values it has.
template <class SketchOfPart>
double mixed_quantile(const std::vector<const ScenarioResults*>& parts, double probability,
                      const SketchOfPart& sketch_of_part) {
  std::vector<WeightedSketch> sketches;
  sketches.reserve(parts.size());
  for (const auto* part : parts) {
    sketches.push_back({&sketch_of_part(*part), part->scenario.weight});
  }
  return quantile_of_mixture(sketches, probability);
}

}  // namespace

void ScenarioResults::close() {
  if (is_mixture()) {
    // A mean over some ways only would be that of another tree.
    std::map<std::uint32_t, std::size_t> ways;
    for (const std::uint32_t replication : completed) {
      ++ways[replication];
    }
    const auto is_cut = [&](std::uint32_t replication) {
      return ways[replication] < branches.size();
    };
    std::erase_if(runs_of_parts_, [&](const RunOfPart& run) { return is_cut(run.replication); });
    std::erase_if(completed, is_cut);
  }
  std::sort(completed.begin(), completed.end());
  std::sort(runs_of_parts_.begin(), runs_of_parts_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.replication, a.leaf) < std::tie(b.replication, b.leaf);
  });
}

std::vector<const ScenarioResults*> ScenarioResults::parts() const {
  if (branches.empty()) {
    return {this};
  }
  std::vector<const ScenarioResults*> taken;
  for (const auto& branch : branches) {
    if (branch != nullptr) {
      taken.push_back(branch.get());
    }
  }
  std::sort(taken.begin(), taken.end(), [](const ScenarioResults* a, const ScenarioResults* b) {
    return a->scenario.branch < b->scenario.branch;
  });
  return taken;
}

std::vector<const ScenarioResults*> ScenarioResults::views() const {
  std::vector<const ScenarioResults*> all{this};
  if (!branches.empty()) {
    const auto more = parts();
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::vector<double> ScenarioResults::values_of_figure(std::size_t figure) const {
  if (!is_mixture()) {
    return run_values.of_figure(figure);
  }
  std::vector<std::vector<double>> of_parts;
  of_parts.reserve(branches.size());
  for (const auto& part : branches) {
    of_parts.push_back(part->run_values.of_figure(figure));
  }
  std::vector<double> values;
  values.reserve(runs_of_parts_.size());
  for (const auto& run : runs_of_parts_) {
    values.push_back(of_parts[run.leaf][run.run]);
  }
  return values;
}

std::vector<double> ScenarioResults::weights() const {
  std::vector<double> weights;
  for (const auto& run : runs_of_parts_) {
    weights.push_back(branches[run.leaf]->scenario.weight);
  }
  return weights;
}

double ScenarioResults::series_mean(std::size_t cell) const {
  return is_mixture() ? mixed(parts(), [&](const auto& part) { return part.series[cell].mean(); })
                      : series[cell].mean();
}

double ScenarioResults::series_quantile(std::size_t cell, double probability) const {
  return is_mixture() ? mixed_quantile(parts(), probability,
                                       [&](const auto& part) -> const LogSketch& {
                                         return part.series[cell].sketch;
                                       })
                      : series[cell].sketch.quantile(probability);
}

double ScenarioResults::mean_flow(std::size_t month, std::size_t lane) const {
  if (is_mixture()) {
    return mixed(parts(), [&](const auto& part) { return part.mean_flow(month, lane); });
  }
  return completed.empty() ? undefined
                           : flows[month * plan().lanes.size() + lane].total() /
                                 static_cast<double>(completed.size());
}

bool ScenarioResults::has_flow(std::size_t month, std::size_t lane) const {
  if (is_mixture()) {
    return std::any_of(branches.begin(), branches.end(),
                       [&](const auto& part) { return part->has_flow(month, lane); });
  }
  const auto cell = month * plan().lanes.size() + lane;
  return cell < flows.size() && flows[cell].count() > 0;
}

double ScenarioResults::mean_licences(std::size_t cell, std::uint64_t LicenceMonth::*count) const {
  return is_mixture()
             ? mixed(parts(), [&](const auto& part) { return part.mean_licences(cell, count); })
             : static_cast<double>(licences[cell].*count) / static_cast<double>(completed.size());
}

double ScenarioResults::wait_quantile(std::size_t cell, double probability) const {
  return is_mixture() ? mixed_quantile(parts(), probability,
                                       [&](const auto& part) -> const LogSketch& {
                                         return part.licences[cell].wait_days;
                                       })
                      : licences[cell].wait_days.quantile(probability);
}

bool ScenarioResults::has_licences(std::size_t cell) const {
  return is_mixture() ? std::any_of(branches.begin(), branches.end(),
                                    [&](const auto& part) { return part->has_licences(cell); })
                      : licences[cell].is_used();
}

}  // namespace monazite
