#include "sim/batch/paired.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/block_sum.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

PairedDifference paired_difference(std::span<const double> baseline, std::span<const double> values,
                                   std::span<const std::uint32_t> replications) {
  BlockSum baseline_sum;
  BlockSum sum;
  std::vector<double> differences;
  differences.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    differences.push_back(values[i] - baseline[i]);
    if (std::isfinite(differences.back())) {
      baseline_sum.add(replications[i], baseline[i]);
      sum.add(replications[i], values[i]);
    }
  }
  const Summary summary = summarise(differences, replications);
  PairedDifference result;
  result.baseline_mean =
      baseline_sum.count() > 0 ? baseline_sum.total() / baseline_sum.count() : undefined;
  result.mean = sum.count() > 0 ? sum.total() / sum.count() : undefined;
  result.difference = summary.mean;
  result.ci95_low = summary.ci95_low;
  result.ci95_high = summary.ci95_high;
  result.replications = summary.replications;
  return result;
}

PairedDifference unpaired_difference(std::span<const double> baseline,
                                     std::span<const double> values) {
  const auto summary_of = [](std::span<const double> sample) {
    std::vector<std::uint32_t> places(sample.size());
    std::iota(places.begin(), places.end(), 0U);
    return summarise(sample, places);
  };
  const Summary before = summary_of(baseline);
  const Summary after = summary_of(values);
  PairedDifference result;
  result.baseline_mean = before.mean;
  result.mean = after.mean;
  result.difference = after.mean - before.mean;
  result.ci95_low = undefined;
  result.ci95_high = undefined;
  result.replications = std::min(before.replications, after.replications);
  if (result.replications < 2) {
    return result;
  }
  const auto variance_of_mean = [](const Summary& summary) {
    return summary.standard_deviation * summary.standard_deviation / summary.replications;
  };
  const double a = variance_of_mean(before);
  const double b = variance_of_mean(after);
  const double spread = a + b;
  double half_width = 0;
  if (spread > 0) {
    const double freedom = std::floor(
        spread * spread / (a * a / (before.replications - 1) + b * b / (after.replications - 1)));
    half_width =
        student_t_95(static_cast<std::uint32_t>(std::max(1.0, freedom)) + 1) * std::sqrt(spread);
  }
  result.ci95_low = result.difference - half_width;
  result.ci95_high = result.difference + half_width;
  return result;
}

}  // namespace monazite
