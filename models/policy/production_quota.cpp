#include "models/policy/production_quota.hpp"

namespace monazite {

QuotaChange step(const ProductionQuota& quota, InstrumentState state, Date today) {
  QuotaChange result;
  result.state = level_on(quota.levels, state, today);
  result.wake = next_wake(quota.levels, result.state);
  if (result.state.level >= 0) {
    const auto& level = quota.levels[static_cast<std::size_t>(result.state.level)];
    result.limit = level.limit;
    result.action = level.action;
  }
  return result;
}

}  // namespace monazite
