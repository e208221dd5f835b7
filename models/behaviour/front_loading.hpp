#pragma once

#include <algorithm>

namespace monazite {

/// Days of cover that a buyer orders before a duty rises, for fear of it: min(d_max, p dt / h).
/// Each day of cover saves the rise, of the probability that the buyer gives it, and costs a day's
/// holding a day (model: 6.1). `expected_rise` is p dt, as a share of value; nothing when holding
/// costs nothing but `most_days`.
inline double front_loading_days(double expected_rise, double holding_cost_per_day,
                                 double most_days) {
  if (!(expected_rise > 0)) {
    return 0;
  }
  return holding_cost_per_day > 0 ? std::min(most_days, expected_rise / holding_cost_per_day)
                                  : most_days;
}

/// Days of cover that a buyer runs down while it waits for a duty to fall: min(p dt / h, a share of
/// its cover). What it does not import before the day saves the fall, of the probability that the
/// buyer gives it; a day less cover is worth a day's holding a day, as at the usual cover what it
/// protects and what it costs are equal at the margin. `expected_fall` is p dt, as a share of
/// value; `most` is the share of `cover_days` that is run down at most, 0-1.
inline double waiting_days(double expected_fall, double holding_cost_per_day, double cover_days,
                           double most) {
  const double limit = most * cover_days;
  if (!(expected_fall > 0)) {
    return 0;
  }
  return holding_cost_per_day > 0 ? std::min(limit, expected_fall / holding_cost_per_day) : limit;
}

}  // namespace monazite
