#include "sim/analysis/erosion_pains.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/network/stable_hash.hpp"
#include "models/scenario/control_uses.hpp"
#include "models/scenario/leverage_looks.hpp"
#include "sim/analysis/cluster_bootstrap.hpp"

namespace monazite {

namespace {

/// Pains summed over the runs of each replication.
class ReplicationPains {
 public:
  ReplicationPains(std::span<const UsePains> pains, std::span<const double> weights,
                   std::span<const std::uint32_t> replications)
      : imposed_(pains.size()) {
    for (std::size_t run = 0; run < replications.size(); ++run) {
      const bool is_new = run == 0 || replications[run] != replications[run - 1];
      if (is_new) {
        weight_.push_back(0);
      }
      weight_.back() += weights[run];
      for (std::size_t use = 0; use < pains.size(); ++use) {
        if (is_new) {
          imposed_[use].push_back(0);
        }
        imposed_[use].back() += weights[run] * pains[use].imposed[run];
      }
    }
    all_.resize(weight_.size());
    std::iota(all_.begin(), all_.end(), std::size_t{0});
  }

  /// What is imposed in a use, over these replications.
  [[nodiscard]] double mean(std::size_t use, std::span<const std::size_t> of) const {
    double sum = 0;
    double weight = 0;
    for (const std::size_t k : of) {
      sum += imposed_[use][k];
      weight += weight_[k];
    }
    return weight > 0 ? sum / weight : undefined;
  }

  [[nodiscard]] double ratio(std::size_t use, std::span<const std::size_t> of) const {
    const double first = mean(0, of);
    return first > 0 ? mean(use, of) / first : undefined;
  }

  [[nodiscard]] double share(std::span<const std::size_t> of) const {
    std::vector<double> means;
    means.reserve(imposed_.size());
    for (std::size_t use = 0; use < imposed_.size(); ++use) {
      means.push_back(mean(use, of));
    }
    return fitted_share(means);
  }

  /// A statistic over all replications; without an interval where a resample has no value.
  [[nodiscard]] IntervalEstimate estimate(
      std::uint64_t key,
      const std::function<double(std::span<const std::size_t>)>& statistic) const {
    IntervalEstimate result{statistic(all_), undefined, undefined};
    if (all_.size() < 2 || std::isnan(result.value)) {
      return result;
    }
    const auto count = static_cast<std::uint32_t>(all_.size());
    const auto values = resampled(count, key, statistic);
    if (!std::isnan(values.front())) {
      const auto interval = expanded_interval(values, count);
      result.ci95_low = interval.low;
      result.ci95_high = interval.high;
    }
    return result;
  }

 private:
  std::vector<double> weight_;                ///< by replication
  std::vector<std::vector<double>> imposed_;  ///< by use and replication, weighted
  std::vector<std::size_t> all_;
};

IntervalEstimate mapped(const IntervalEstimate& from, double (*to)(double)) {
  return {to(from.value), to(from.ci95_low), to(from.ci95_high)};
}

double weighted_mean_of(const std::vector<double>& values, std::span<const double> weights) {
  double sum = 0;
  double weight = 0;
  for (std::size_t run = 0; run < values.size(); ++run) {
    sum += weights[run] * values[run];
    weight += weights[run];
  }
  return weight > 0 ? sum / weight : undefined;
}

}  // namespace

std::vector<UsePains> pains_of_uses(std::span<const SideLosses> losses, std::size_t side,
                                    std::size_t against, const LeverageSpec& leverage) {
  const auto days = leverage_look_days(leverage);
  const auto look_on = [&](int day) {
    return static_cast<std::size_t>(std::lower_bound(days.begin(), days.end(), day) - days.begin());
  };
  const int period = period_days(*leverage.erosion);
  std::vector<UsePains> result;
  result.reserve(losses.size() - 1);
  for (std::size_t use = 1; use < losses.size(); ++use) {
    const auto pains = pains_of(losses[use], losses[use - 1], side, against,
                                leverage.sides[side].export_value_added);
    const int first_day = static_cast<int>(use - 1) * period;
    const double scale = 1 / discount_factor(leverage.discount_per_year, first_day);
    const std::size_t runs = pains.replications.size();
    const std::size_t begin = look_on(first_day) * runs;
    const std::size_t end = look_on(first_day + period) * runs;
    const auto in_span = [&](const std::vector<double>& values) {
      std::vector<double> of_runs;
      of_runs.reserve(runs);
      for (std::size_t run = 0; run < runs; ++run) {
        of_runs.push_back(scale * (values[end + run] - values[begin + run]));
      }
      return of_runs;
    };
    result.push_back(
        {in_span(pains.imposed), in_span(pains.suffered_output), in_span(pains.suffered_exports)});
  }
  return result;
}

std::vector<ErosionRow> erosion_rows(const ErosionRow& row, std::span<const UsePains> pains,
                                     std::span<const double> weights,
                                     std::span<const std::uint32_t> replications,
                                     const LeverageSpec& leverage) {
  using Places = std::span<const std::size_t>;
  const ErosionSpec& erosion = *leverage.erosion;
  const std::uint64_t key = stable_hash_of_joined({"erosion ", row.side, " ", row.against});
  const ReplicationPains summed(pains, weights, replications);
  const auto share = summed.estimate(key, [&](Places of) { return summed.share(of); });
  std::vector<ErosionRow> rows;
  rows.reserve(pains.size());
  for (std::size_t use = 0; use < pains.size(); ++use) {
    ErosionRow next = row;
    next.use = static_cast<int>(use) + 1;
    next.period_days = period_days(erosion);
    next.from = leverage.from + static_cast<int>(use) * next.period_days;
    next.until = next.from + (erosion.days - 1);
    next.imposed_usd = summed.estimate(key, [&](Places of) { return summed.mean(use, of); });
    next.ratio = summed.estimate(key, [&](Places of) { return summed.ratio(use, of); });
    next.suffered_output_usd = weighted_mean_of(pains[use].suffered_output, weights);
    next.suffered_exports_usd = weighted_mean_of(pains[use].suffered_exports, weights);
    next.factor = mapped(share, factor_of);
    next.half_life = mapped(next.factor, half_life_uses);
    next.replications = static_cast<std::uint32_t>(replications.size());
    rows.push_back(std::move(next));
  }
  return rows;
}

}  // namespace monazite
