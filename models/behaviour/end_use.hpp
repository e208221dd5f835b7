#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace monazite {

/// Grams used since a plant's rate last changed: floor(rate t / day). Whole grams, so that the use
/// of consecutive spans adds up to the use of the whole.
constexpr std::int64_t used_since(std::int64_t grams_per_day, std::int64_t seconds) {
  return grams_per_day * (seconds / 86400) + grams_per_day * (seconds % 86400) / 86400;
}

/// Seconds until a stock of `grams`, used at `grams_per_day`, falls to `threshold_grams`; 0 when it
/// has, -1 when it never will.
inline std::int64_t seconds_until_stop(double grams, double threshold_grams, double grams_per_day) {
  if (grams <= threshold_grams) {
    return 0;
  }
  if (!(grams_per_day > 0)) {
    return -1;
  }
  const double seconds = std::floor((grams - threshold_grams) / grams_per_day * 86400.0);
  return seconds < 4e9 ? static_cast<std::int64_t>(seconds) : -1;
}

/// The pace of a plant that is catching up: normal pace times 1 + overtime while recoverable loss
/// is left (Hallegatte 2008), else normal.
constexpr double pace(double recoverable_left, double overtime) {
  return recoverable_left > 0 ? 1 + overtime : 1;
}

}  // namespace monazite
