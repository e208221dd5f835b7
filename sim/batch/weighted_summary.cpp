#include "sim/batch/weighted_summary.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/block_sum.hpp"

namespace monazite {

namespace {

/// The runs that count, with weights that sum to 1.
struct WeightedRuns {
  std::vector<double> values;
  std::vector<double> weights;
  std::vector<std::uint32_t> replications;
};

WeightedRuns counted_runs(std::span<const double> values, std::span<const double> weights,
                          std::span<const std::uint32_t> replications) {
  WeightedRuns runs;
  BlockSum total;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && weights[i] > 0) {
      runs.values.push_back(values[i]);
      runs.weights.push_back(weights[i]);
      runs.replications.push_back(replications[i]);
      total.add(replications[i], weights[i]);
    }
  }
  for (double& weight : runs.weights) {
    weight /= total.total();
  }
  return runs;
}

double weighted_mean(const WeightedRuns& runs) {
  if (runs.values.empty()) {
    return undefined;
  }
  BlockSum sum;
  for (std::size_t i = 0; i < runs.values.size(); ++i) {
    sum.add(runs.replications[i], runs.weights[i] * runs.values[i]);
  }
  return sum.total();
}

/// What replications say of the mean: its variance, and how many they are.
struct BetweenReplications {
  double variance = undefined;
  std::uint32_t count = 0;
};

BetweenReplications between_replications(const WeightedRuns& runs, double mean) {
  BlockSum squares;
  for (std::size_t i = 0; i < runs.values.size();) {
    const std::uint32_t replication = runs.replications[i];
    double deviation = 0;
    for (; i < runs.values.size() && runs.replications[i] == replication; ++i) {
      deviation += runs.weights[i] * (runs.values[i] - mean);
    }
    squares.add(replication, deviation * deviation);
  }
  BetweenReplications result;
  result.count = squares.count();
  if (result.count > 1) {
    result.variance = squares.total() * result.count / (result.count - 1);
  }
  return result;
}

double variance_about(const WeightedRuns& runs, double mean) {
  BlockSum squares;
  for (std::size_t i = 0; i < runs.values.size(); ++i) {
    const double deviation = runs.values[i] - mean;
    squares.add(runs.replications[i], runs.weights[i] * deviation * deviation);
  }
  return squares.total();
}

void set_quantiles(Summary& summary, const WeightedRuns& runs) {
  std::vector<std::size_t> order(runs.values.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::stable_sort(order.begin(), order.end(), [&runs](std::size_t a, std::size_t b) {
    return runs.values[a] < runs.values[b];
  });
  std::vector<double> sorted;
  std::vector<double> weights;
  for (const std::size_t i : order) {
    sorted.push_back(runs.values[i]);
    weights.push_back(runs.weights[i]);
  }
  summary.p05 = weighted_quantile(sorted, weights, 0.05);
  summary.p50 = weighted_quantile(sorted, weights, 0.5);
  summary.p95 = weighted_quantile(sorted, weights, 0.95);
}

}  // namespace

double weighted_quantile(std::span<const double> sorted, std::span<const double> weights,
                         double p) {
  double total = 0;
  double squares = 0;
  for (const double weight : weights) {
    total += weight;
    squares += weight * weight;
  }
  if (!(total > 0)) {
    return undefined;
  }
  // A window of one effective value's width slides over the cumulative weights.
  const double effective = total * total / squares;
  const double before = (effective - 1) * p;
  const auto passed = [&](double share) {
    return std::clamp(share * effective - before, 0.0, 1.0);
  };
  double quantile = 0;
  double cumulative = 0;
  double last = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    cumulative += weights[i];
    const double next = i + 1 == sorted.size() ? 1 : passed(cumulative / total);
    quantile += (next - last) * sorted[i];
    last = next;
  }
  return quantile;
}

Summary summarise_weighted(std::span<const double> values, std::span<const double> weights,
                           std::span<const std::uint32_t> replications) {
  const WeightedRuns runs = counted_runs(values, weights, replications);
  Summary summary;
  summary.replications = static_cast<std::uint32_t>(runs.values.size());
  summary.mean = weighted_mean(runs);
  const BetweenReplications between = between_replications(runs, summary.mean);
  summary.standard_deviation = undefined;
  summary.ci95_low = undefined;
  summary.ci95_high = undefined;
  if (between.count > 1) {
    summary.standard_deviation = std::sqrt(variance_about(runs, summary.mean) + between.variance);
    const double half_width = student_t_95(between.count) * std::sqrt(between.variance);
    summary.ci95_low = summary.mean - half_width;
    summary.ci95_high = summary.mean + half_width;
  }
  set_quantiles(summary, runs);
  return summary;
}

}  // namespace monazite
