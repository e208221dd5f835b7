#pragma once

#include <cmath>
#include <cstdint>

namespace monazite {

/// What is said of a target: `open` when the replications are too few to say that it holds.
enum class Verdict : std::uint8_t { holds, missed, open };

/// Judges an error against the one allowed, all in the same unit. The target is missed when the
/// error is larger; it holds when all of its 95 % interval, of half width `half_width`, is allowed;
/// else it is open, also with a `half_width` of NaN, when one value tells nothing of its spread. An
/// error that is NaN, of a figure that is missing, is a miss.
inline Verdict judge(double error, double half_width, double allowed) {
  if (!(std::abs(error) <= allowed)) {
    return Verdict::missed;
  }
  return std::abs(error) + half_width <= allowed ? Verdict::holds : Verdict::open;
}

/// The same for a value that has to lie from `low` to `high`.
inline Verdict judge_within(double value, double half_width, double low, double high) {
  return judge(value - (low + high) / 2, half_width, (high - low) / 2);
}

/// The same for a value that has to lie above a bound, or below it.
inline Verdict judge_above(double value, double half_width, double bound) {
  if (!(value > bound)) {
    return Verdict::missed;
  }
  return value - half_width > bound ? Verdict::holds : Verdict::open;
}
inline Verdict judge_below(double value, double half_width, double bound) {
  return judge_above(-value, half_width, -bound);
}

}  // namespace monazite
