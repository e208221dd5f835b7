#include "models/policy/quota_level.hpp"

#include <algorithm>

namespace monazite {

QuotaChange step_of_quota(const std::vector<QuotaLevel>& levels, InstrumentState state,
                          Date today) {
  QuotaChange result;
  result.state = level_on(levels, state, today);
  result.wake = next_wake(levels, result.state);
  if (result.state.level >= 0) {
    const auto& level = levels[static_cast<std::size_t>(result.state.level)];
    result.issued = level.issued;
    result.opens_year = level.opens_year;
    result.action = level.action;
  }
  return result;
}

QuotaStanding quota_standing(const std::vector<QuotaLevel>& levels, InstrumentState state) {
  const auto standing = standing_level(state);
  if (standing < 0) {
    return {};
  }
  const auto& level = levels[static_cast<std::size_t>(standing)];
  const bool is_planned =
      state.level >= 0 && levels[static_cast<std::size_t>(state.level)].in_force;
  return {level.follows_plan ? is_planned : level.in_force, level.extra};
}

std::int64_t issue_beside_plan(Mass from, Mass to, std::int64_t this_year) {
  const auto change = to.grams - from.grams;
  constexpr std::int64_t none = 0;
  if (from.grams >= 0) {
    const auto taken_back = std::clamp(-change, none, from.grams);
    return change + taken_back - std::min(taken_back, std::max(none, this_year));
  }
  const auto given_back = std::clamp(change, none, -from.grams);
  return change - given_back + std::min(given_back, std::max(none, -this_year));
}

}  // namespace monazite
