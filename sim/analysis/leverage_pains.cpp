#include "sim/analysis/leverage_pains.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "models/metrics/figure.hpp"
#include "models/network/stable_hash.hpp"
#include "models/scenario/leverage_looks.hpp"
#include "sim/analysis/cluster_bootstrap.hpp"

namespace monazite {

namespace {

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
  double sum = 0;
  double weight = 0;
  for (std::size_t r = 0; r < values.size(); ++r) {
    sum += weights[r] * values[r];
    weight += weights[r];
  }
  return weight > 0 ? sum / weight : undefined;
}

/// Sums over the runs of one replication.
struct Cluster {
  double imposed = 0;
  double suffered = 0;
};

std::vector<Cluster> clusters_of(std::span<const double> imposed, std::span<const double> suffered,
                                 std::span<const double> weights,
                                 std::span<const std::uint32_t> replications) {
  std::vector<Cluster> clusters;
  for (std::size_t r = 0; r < imposed.size(); ++r) {
    if (r == 0 || replications[r] != replications[r - 1]) {
      clusters.emplace_back();
    }
    clusters.back().imposed += weights[r] * imposed[r];
    clusters.back().suffered += weights[r] * suffered[r];
  }
  return clusters;
}

std::span<const double> at_look(const std::vector<double>& values, std::size_t look,
                                std::size_t runs) {
  return std::span(values).subspan(look * runs, runs);
}

std::vector<double> suffered_at(const Pains& pains, std::size_t look) {
  const std::size_t runs = pains.replications.size();
  const auto output = at_look(pains.suffered_output, look, runs);
  const auto exports = at_look(pains.suffered_exports, look, runs);
  std::vector<double> sum(output.begin(), output.end());
  std::transform(sum.begin(), sum.end(), exports.begin(), sum.begin(), std::plus<>());
  return sum;
}

}  // namespace

namespace {

/// A run of a mixture, and where it stands among those of its branch.
struct RunOfBranch {
  std::uint32_t replication = 0;
  std::uint32_t branch = 0;
  std::size_t run = 0;
};

SideLosses losses_of_runs(const ScenarioResults& results, const LeverageSpec& leverage) {
  const std::vector<int> days = leverage_look_days(leverage);
  SideLosses losses;
  losses.sides = leverage.sides.size();
  losses.looks = days.size();
  losses.replications = results.completed;
  losses.branches.assign(results.completed.size(), 0);
  losses.weights.assign(results.completed.size(), 1.0);
  losses.output.resize(results.completed.size() * losses.sides * losses.looks);
  losses.exports.resize(losses.output.size());
  std::vector<double> growth(losses.looks);
  results.tracked.for_each_run([&](std::size_t run, std::span<const double> values) {
    for (std::size_t side = 0; side < losses.sides; ++side) {
      const auto value = [&](std::size_t look, SideFigure figure) {
        const std::size_t first = side * side_figures + figure;
        const std::size_t row = losses.sides * side_figures;
        return values[look * row + first] - values[first];
      };
      const std::size_t place = losses.place(run, side, 0);
      for (std::size_t look = 0; look < losses.looks; ++look) {
        growth[look] = value(look, lost_output) - value(look, delayed_output);
      }
      present_values(growth, days, leverage.discount_per_year,
                     std::span(losses.output).subspan(place, losses.looks));
      for (std::size_t look = 0; look < losses.looks; ++look) {
        growth[look] = value(look, exports_sent);
      }
      present_values(growth, days, leverage.discount_per_year,
                     std::span(losses.exports).subspan(place, losses.looks));
    }
  });
  return losses;
}

/// Lays the runs of the branches beside each other, by replication.
SideLosses joined(const std::vector<const ScenarioResults*>& parts,
                  const std::vector<SideLosses>& of_parts) {
  std::vector<RunOfBranch> runs;
  for (std::uint32_t branch = 0; branch < parts.size(); ++branch) {
    for (std::size_t run = 0; run < of_parts[branch].replications.size(); ++run) {
      runs.push_back({of_parts[branch].replications[run], branch, run});
    }
  }
  std::sort(runs.begin(), runs.end(), [](const RunOfBranch& a, const RunOfBranch& b) {
    return std::tie(a.replication, a.branch) < std::tie(b.replication, b.branch);
  });
  SideLosses all;
  all.sides = of_parts.front().sides;
  all.looks = of_parts.front().looks;
  const std::size_t row = all.sides * all.looks;
  for (const auto& [replication, branch, run] : runs) {
    const auto& part = of_parts[branch];
    const auto first = static_cast<std::ptrdiff_t>(run * row);
    const auto end = static_cast<std::ptrdiff_t>((run + 1) * row);
    all.replications.push_back(replication);
    all.branches.push_back(branch);
    all.weights.push_back(parts[branch]->scenario.weight);
    all.output.insert(all.output.end(), part.output.begin() + first, part.output.begin() + end);
    all.exports.insert(all.exports.end(), part.exports.begin() + first, part.exports.begin() + end);
  }
  return all;
}

}  // namespace

SideLosses losses_of(const ScenarioResults& results, const LeverageSpec& leverage) {
  if (!results.is_mixture()) {
    return losses_of_runs(results, leverage);
  }
  const auto parts = results.parts();
  std::vector<SideLosses> of_parts;
  of_parts.reserve(parts.size());
  for (const ScenarioResults* part : parts) {
    of_parts.push_back(losses_of_runs(*part, leverage));
  }
  return joined(parts, of_parts);
}

Pains pains_of(const SideLosses& with, const SideLosses& without, std::size_t side,
               std::size_t against, double export_value_added) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  // runs with and without
  Pains pains;
  for (std::size_t w = 0, o = 0; w < with.replications.size() && o < without.replications.size();) {
    const auto ours = std::pair(with.replications[w], with.branches[w]);
    const auto theirs = std::pair(without.replications[o], without.branches[o]);
    if (ours == theirs) {
      pains.replications.push_back(with.replications[w]);
      pains.weights.push_back(with.weights[w]);
      pairs.emplace_back(w++, o++);
    } else if (ours < theirs) {
      ++w;
    } else {
      ++o;
    }
  }
  pains.looks = with.looks;
  for (std::size_t look = 0; look < with.looks; ++look) {
    for (const auto& [w, o] : pairs) {
      const auto of_against_with = with.place(w, against, look);
      const auto of_against_without = without.place(o, against, look);
      const auto of_side_with = with.place(w, side, look);
      const auto of_side_without = without.place(o, side, look);
      pains.imposed.push_back(with.output[of_against_with] - without.output[of_against_without]);
      pains.suffered_output.push_back(with.output[of_side_with] - without.output[of_side_without]);
      pains.suffered_exports.push_back(
          export_value_added * (without.exports[of_side_without] - with.exports[of_side_with]));
    }
  }
  return pains;
}

LeverageEstimate estimate_leverage(std::span<const double> imposed,
                                   std::span<const double> suffered,
                                   std::span<const double> weights,
                                   std::span<const std::uint32_t> replications,
                                   const LeverageScale& scale, std::uint64_t key) {
  const auto clusters = clusters_of(imposed, suffered, weights, replications);
  // Weights cancel: leverage is of the ratio of two sums.
  Cluster all;
  for (const Cluster& cluster : clusters) {
    all.imposed += cluster.imposed;
    all.suffered += cluster.suffered;
  }
  LeverageEstimate estimate{monazite::leverage(all.imposed, all.suffered, scale), undefined,
                            undefined};
  if (clusters.size() < 2 || std::isnan(estimate.leverage)) {
    return estimate;
  }
  const auto count = static_cast<std::uint32_t>(clusters.size());
  const auto values = resampled(count, key, [&](std::span<const std::size_t> sample) {
    Cluster sum;
    for (const std::size_t k : sample) {
      sum.imposed += clusters[k].imposed;
      sum.suffered += clusters[k].suffered;
    }
    return leverage(sum.imposed, sum.suffered, scale);
  });
  const auto defined = std::find_if_not(values.begin(), values.end(),
                                        [](double value) { return std::isnan(value); });
  const auto interval = expanded_interval(std::span(defined, values.end()), count);
  estimate.ci95_low = interval.low;
  estimate.ci95_high = interval.high;
  return estimate;
}

std::vector<LeverageRow> leverage_rows(const LeverageRow& row, const Pains& pains,
                                       const LeverageSpec& leverage_spec,
                                       const LeverageScale& scale) {
  const std::vector<int> days = leverage_look_days(leverage_spec);
  const std::size_t runs = pains.replications.size();
  const std::uint64_t key = stable_hash_of_joined(
      {"leverage ", row.side, " ", row.against, row.controls == LeverageControls::own ? "" : "+"});
  std::vector<double> path;
  for (std::size_t look = 0; look < pains.looks; ++look) {
    path.push_back(leverage(weighted_mean(at_look(pains.imposed, look, runs), pains.weights),
                            weighted_mean(suffered_at(pains, look), pains.weights), scale));
  }
  std::vector<LeverageRow> rows;
  for (const int horizon : leverage_spec.horizons_days) {
    const auto look = static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), horizon) -
                                               days.begin());
    const auto imposed = at_look(pains.imposed, look, runs);
    const auto suffered = suffered_at(pains, look);
    const auto estimate =
        estimate_leverage(imposed, suffered, pains.weights, pains.replications, scale, key);
    LeverageRow next = row;
    next.horizon_days = horizon;
    next.imposed_usd = weighted_mean(imposed, pains.weights);
    next.suffered_output_usd =
        weighted_mean(at_look(pains.suffered_output, look, runs), pains.weights);
    next.suffered_exports_usd =
        weighted_mean(at_look(pains.suffered_exports, look, runs), pains.weights);
    next.suffered_usd = weighted_mean(suffered, pains.weights);
    next.leverage = estimate.leverage;
    next.ci95_low = estimate.ci95_low;
    next.ci95_high = estimate.ci95_high;
    if (const auto crossing = first_crossing(std::span(path).first(look + 1))) {
      next.crossing = leverage_spec.from + days[*crossing];
    }
    next.replications = static_cast<std::uint32_t>(runs);
    rows.push_back(std::move(next));
  }
  return rows;
}

}  // namespace monazite
