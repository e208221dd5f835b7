#include "sim/analysis/leverage_pains.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

#include "models/metrics/figure.hpp"
#include "models/network/stable_hash.hpp"
#include "models/scenario/leverage_looks.hpp"
#include "sim/analysis/leverage_interval.hpp"

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

/// What is suffered and imposed in each replication, so that their means are the weighted ones of
/// the runs: a replication with more weight than others differs from the mean by as much more.
std::vector<PairedMeans::Pair> pairs_of(std::span<const double> imposed,
                                        std::span<const double> suffered,
                                        std::span<const double> weights,
                                        std::span<const std::uint32_t> replications) {
  const double imposed_mean = weighted_mean(imposed, weights);
  const double suffered_mean = weighted_mean(suffered, weights);
  std::vector<PairedMeans::Pair> pairs;
  double weight = 0;
  for (std::size_t r = 0; r < imposed.size(); ++r) {
    if (r == 0 || replications[r] != replications[r - 1]) {
      pairs.push_back({0, 0});
    }
    pairs.back()[0] += weights[r] * (suffered[r] - suffered_mean);
    pairs.back()[1] += weights[r] * (imposed[r] - imposed_mean);
    weight += weights[r];
  }
  for (auto& [first, second] : pairs) {
    const double of_each = weight / static_cast<double>(pairs.size());
    first = suffered_mean + first / of_each;
    second = imposed_mean + second / of_each;
  }
  return pairs;
}

/// A bound that resamples can tell.
double told(double bound) { return std::isfinite(bound) ? bound : undefined; }

bool holds_zero(const MeanInterval& interval) { return interval.low <= 0 && interval.high >= 0; }

/// By how much a half width is too wide for what is wanted, squared.
double excess(double half_width, double wanted) {
  const double ratio = half_width / wanted;
  return ratio * ratio;
}

/// How many times as many replications tell a mean from nothing.
double excess_of(const MeanInterval& interval) {
  return interval.mean == 0
             ? undefined
             : excess(std::max(interval.high - interval.mean, interval.mean - interval.low),
                      interval.mean);
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
  auto pairs = pairs_of(imposed, suffered, weights, replications);
  const double imposed_mean = weighted_mean(imposed, weights);
  const double suffered_mean = weighted_mean(suffered, weights);
  LeverageEstimate estimate{{imposed_mean, undefined, undefined},
                            {suffered_mean, undefined, undefined},
                            leverage(imposed_mean, suffered_mean, scale),
                            undefined,
                            undefined,
                            undefined};
  if (pairs.size() < 2) {
    return estimate;
  }
  constexpr double tail = 0.025;
  const PairedMeans in_usd(pairs, key);
  estimate.suffered = in_usd.interval({1, 0}, tail);
  estimate.imposed = in_usd.interval({0, 1}, tail);
  const auto count = static_cast<double>(pairs.size());
  if (holds_zero(estimate.imposed) && holds_zero(estimate.suffered)) {
    estimate.leverage = undefined;
    estimate.replications_needed =
        std::ceil(count * std::fmin(excess_of(estimate.imposed), excess_of(estimate.suffered)));
    return estimate;
  }
  for (auto& pair : pairs) {
    pair[0] /= std::pow(scale.gdp_of_side, scale.relative);
    pair[1] /= std::pow(scale.gdp_of_against, scale.relative);
  }
  const auto bounds = leverage_bounds(PairedMeans(pairs, key));
  estimate.ci95_low = bounds.low;
  estimate.ci95_high = bounds.high;
  const double half_width =
      std::max(bounds.high - estimate.leverage, estimate.leverage - bounds.low);
  estimate.replications_needed =
      std::max(2.0, std::ceil(count * excess(half_width, leverage_half_width)));
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
    next.imposed_usd = estimate.imposed.mean;
    next.imposed_low = told(estimate.imposed.low);
    next.imposed_high = told(estimate.imposed.high);
    next.suffered_output_usd =
        weighted_mean(at_look(pains.suffered_output, look, runs), pains.weights);
    next.suffered_exports_usd =
        weighted_mean(at_look(pains.suffered_exports, look, runs), pains.weights);
    next.suffered_usd = estimate.suffered.mean;
    next.suffered_low = told(estimate.suffered.low);
    next.suffered_high = told(estimate.suffered.high);
    next.leverage = estimate.leverage;
    next.ci95_low = estimate.ci95_low;
    next.ci95_high = estimate.ci95_high;
    next.replications_needed = estimate.replications_needed;
    if (const auto crossing = first_crossing(std::span(path).first(look + 1))) {
      next.crossing = leverage_spec.from + days[*crossing];
    }
    next.replications = static_cast<std::uint32_t>(runs);
    rows.push_back(std::move(next));
  }
  return rows;
}

}  // namespace monazite
