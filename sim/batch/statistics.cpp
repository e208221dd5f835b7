#include "sim/batch/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/block_sum.hpp"

namespace monazite {

namespace {

double mean_of(std::span<const double> values, std::span<const std::uint32_t> replications) {
  BlockSum sum;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      sum.add(replications[i], values[i]);
    }
  }
  return sum.count() > 0 ? sum.total() / sum.count() : undefined;
}

double standard_deviation_of(std::span<const double> values,
                             std::span<const std::uint32_t> replications, double mean) {
  BlockSum squares;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      const double deviation = values[i] - mean;
      squares.add(replications[i], deviation * deviation);
    }
  }
  return squares.count() > 1 ? std::sqrt(squares.total() / (squares.count() - 1)) : undefined;
}

}  // namespace

double quantile_of_sorted(std::span<const double> sorted, double p) {
  if (sorted.empty()) {
    return undefined;
  }
  const double position = p * static_cast<double>(sorted.size() - 1);
  const double below = std::floor(position);
  const auto rank = static_cast<std::size_t>(below);
  if (position == below) {
    return sorted[rank];
  }
  return std::lerp(sorted[rank], sorted[rank + 1], position - below);
}

double student_t_95(std::uint32_t count) {
  const boost::math::students_t_distribution<double> distribution(static_cast<double>(count) - 1);
  return boost::math::quantile(boost::math::complement(distribution, 0.025));
}

double student_t(std::uint32_t count, double level) {
  const boost::math::students_t_distribution<double> distribution(static_cast<double>(count) - 1);
  return boost::math::quantile(boost::math::complement(distribution, (1 - level) / 2));
}

double half_width_of(double standard_deviation, std::uint32_t count, double level) {
  return count < 2
             ? undefined
             : student_t(count, level) * standard_deviation / std::sqrt(static_cast<double>(count));
}

std::uint32_t replications_needed(double standard_deviation, double half_width, double level,
                                  std::uint32_t pilot) {
  if (pilot < 2 || !(half_width > 0) || !(standard_deviation >= 0)) {
    throw std::invalid_argument(
        "replications_needed: expected a pilot of two replications with a spread, and a half width "
        "above 0");
  }
  const double ratio = student_t(pilot, level) * standard_deviation / half_width;
  const double needed = std::max(std::ceil(ratio * ratio), static_cast<double>(pilot));
  constexpr double most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(needed, most));
}

Summary summarise(std::span<const double> values, std::span<const std::uint32_t> replications) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double value) { return std::isfinite(value); });
  std::sort(sorted.begin(), sorted.end());

  Summary summary;
  summary.replications = static_cast<std::uint32_t>(sorted.size());
  summary.mean = mean_of(values, replications);
  summary.standard_deviation = standard_deviation_of(values, replications, summary.mean);
  summary.p05 = quantile_of_sorted(sorted, 0.05);
  summary.p50 = quantile_of_sorted(sorted, 0.5);
  summary.p95 = quantile_of_sorted(sorted, 0.95);
  summary.ci95_low = undefined;
  summary.ci95_high = undefined;
  if (sorted.size() > 1) {
    const double half_width = student_t_95(summary.replications) * summary.standard_deviation /
                              std::sqrt(static_cast<double>(sorted.size()));
    summary.ci95_low = summary.mean - half_width;
    summary.ci95_high = summary.mean + half_width;
  }
  return summary;
}

}  // namespace monazite
