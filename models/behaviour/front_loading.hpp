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

}  // namespace monazite
