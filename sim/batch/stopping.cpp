#include "sim/batch/stopping.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "models/metrics/figure.hpp"

namespace monazite {

namespace {

/// The values that are judged: finite ones, or the means of pairs of them.
std::vector<double> judged_values(std::span<const double> values, bool in_pairs) {
  std::vector<double> judged;
  const std::size_t step = in_pairs ? 2 : 1;
  for (std::size_t k = 0; k + step <= values.size(); k += step) {
    const double value = in_pairs ? (values[k] + values[k + 1]) / 2 : values[k];
    if (std::isfinite(value)) {
      judged.push_back(value);
    }
  }
  return judged;
}

}  // namespace

Precision precision_of(std::span<const double> values, const StopSpec& stop, bool in_pairs) {
  const std::vector<double> judged = judged_values(values, in_pairs);
  Precision precision;
  precision.half_width = undefined;
  precision.goal = stop.half_width;
  const auto count = static_cast<double>(judged.size());
  double sum = 0;
  for (const double value : judged) {
    sum += value;
  }
  precision.mean = judged.empty() ? undefined : sum / count;
  if (stop.is_relative) {
    precision.goal = stop.half_width * std::abs(precision.mean);
  }
  if (judged.size() < 2) {
    return precision;
  }
  double squares = 0;
  for (const double value : judged) {
    squares += (value - precision.mean) * (value - precision.mean);
  }
  const boost::math::students_t_distribution<double> student(count - 1);
  const double t = boost::math::quantile(boost::math::complement(student, (1 - stop.level) / 2));
  const double deviation = std::sqrt(squares / (count - 1));
  precision.half_width = t * deviation / std::sqrt(count);
  precision.is_reached = precision.half_width <= precision.goal;
  const double needed = std::ceil(std::pow(t * deviation / precision.goal, 2));
  const double per_value = in_pairs ? 2 : 1;
  // A goal of 0 is reached by what does not spread, or never.
  precision.needed = std::isfinite(needed) && needed < 1e18
                         ? static_cast<std::uint64_t>(std::max(needed, 2.0) * per_value)
                         : (precision.is_reached ? values.size() : ~std::uint64_t{0});
  return precision;
}

std::uint64_t next_target(const Precision& precision, std::uint64_t done, const StopSpec& stop,
                          bool in_pairs) {
  if (precision.is_reached || done >= stop.max_replications) {
    return done;
  }
  const std::uint64_t least = done + std::max<std::uint64_t>(1, done / 10);
  std::uint64_t target = std::max(std::min(precision.needed, stop.max_replications), least);
  target += in_pairs && target % 2 != 0 ? 1 : 0;
  return std::min(target, stop.max_replications);
}

}  // namespace monazite
