#pragma once

#include <cstdint>
#include <limits>

#include "sim/run/simulation.hpp"

namespace monazite {

/// When a supplier is qualified that nobody has begun to qualify, in seconds.
inline constexpr std::int64_t not_begun = std::numeric_limits<std::int64_t>::max();

/// Makes the suppliers of the base year qualified, and no other.
void reset_qualification(Simulation& sim);

/// Whether the buyer of a lane has qualified its supplier.
[[nodiscard]] inline bool may_order(const Simulation& sim, std::uint32_t lane) {
  return sim.state.qualified_at.empty() || sim.state.qualified_at[lane] <= sim.now();
}

/// Begins to qualify a supplier when the buyer has given up those that it has, and gives those
/// that are qualified by now their part of the purchases.
void qualify_suppliers(Simulation& sim, PoolId pool, const Profile& profile);

}  // namespace monazite
