#include "sim/analysis/time_to_survive.hpp"

#include <algorithm>

namespace monazite {

TimeToSurvive time_to_survive(const std::function<bool(int days)>& hurts, int most_days) {
  constexpr int scanned = 8;
  int survived = 0;
  int hurt = 0;
  for (int k = 1; k <= scanned && hurt == 0; ++k) {
    const int days = std::max(1, most_days * k / scanned);
    if (days == survived) {
      continue;
    }
    if (hurts(days)) {
      hurt = days;
    } else {
      survived = days;
    }
  }
  if (hurt == 0) {
    return {most_days, true};
  }
  while (hurt - survived > 1) {
    const int days = survived + (hurt - survived) / 2;
    (hurts(days) ? hurt : survived) = days;
  }
  return {survived, false};
}

}  // namespace monazite
