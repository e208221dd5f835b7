#include "models/scenario/leverage_looks.hpp"

#include <algorithm>

namespace monazite {

std::vector<int> leverage_look_days(const LeverageSpec& leverage) {
  std::vector<int> days = leverage.horizons_days;
  const int last = *std::max_element(days.begin(), days.end());
  for (int day = 0; day < last; day += leverage.step_days) {
    days.push_back(day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace monazite
