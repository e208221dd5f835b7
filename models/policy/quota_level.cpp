#include "models/policy/quota_level.hpp"

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

}  // namespace monazite
