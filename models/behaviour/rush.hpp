#pragma once

#include <algorithm>

namespace monazite {

/// Days of cover that buyers order in advance of a quota's exhaustion: min(d_max, a s), with s the
/// share of their purchases that it is expected to leave unmet (model: 6.3).
inline double rush_days(double shortfall, double days_per_shortfall, double most_days) {
  return std::min(most_days, days_per_shortfall * shortfall);
}

}  // namespace monazite
