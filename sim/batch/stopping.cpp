#include "sim/batch/stopping.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/batch/statistics.hpp"

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
  std::vector<std::uint32_t> numbers(judged.size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  const Summary summary = summarise(judged, numbers);
  Precision precision;
  precision.mean = summary.mean;
  precision.goal = stop.is_relative ? stop.half_width * std::abs(summary.mean) : stop.half_width;
  precision.half_width =
      half_width_of(summary.standard_deviation, summary.replications, stop.level);
  precision.is_reached = precision.half_width <= precision.goal;
  if (summary.replications < 2) {
    return precision;
  }
  const std::uint64_t per_value = in_pairs ? 2 : 1;
  if (precision.goal > 0) {
    precision.needed = per_value * replications_needed(summary.standard_deviation, precision.goal,
                                                       stop.level, summary.replications);
  } else if (precision.is_reached) {
    // What does not spread about 0 is known at once; what does, never by a share of 0.
    precision.needed = values.size();
  }
  return precision;
}

std::uint64_t next_target(const Precision& precision, std::uint64_t done, const StopSpec& stop,
                          bool in_pairs) {
  // Of runs that fail, or have no such figure, more would tell no more.
  const bool is_unknown = std::isnan(precision.half_width);
  if (precision.is_reached || is_unknown || done >= stop.max_replications) {
    return done;
  }
  const std::uint64_t least = done + std::max<std::uint64_t>(1, done / 10);
  const std::uint64_t needed = precision.needed.value_or(stop.max_replications);
  std::uint64_t target = std::max(std::min(needed, stop.max_replications), least);
  target += in_pairs && target % 2 != 0 ? 1 : 0;
  return std::min(target, stop.max_replications);
}

}  // namespace monazite
