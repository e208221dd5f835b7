#pragma once

#include <vector>

#include "models/policy/quota_level.hpp"

namespace monazite {

/// A cap on the throughput that a group of lines starts in a year.
struct ProductionQuota {
  std::vector<QuotaLevel> levels;
};

/// The step of a quota on a date: a pure function.
inline QuotaChange step(const ProductionQuota& quota, InstrumentState state, Date today) {
  return step_of_quota(quota.levels, state, today);
}

}  // namespace monazite
