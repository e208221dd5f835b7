#pragma once

#include <cstdint>
#include <span>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Shares a stock out among the open lanes; `is_cut`: of which quotas allow less than is ordered.
void allocate(Simulation& sim, PoolId pool, bool is_cut);

/// Shares out by the rule of a seller; `lanes`, in order of rank under `priority`, `orders` and
/// `allotted` go together.
void share_out(Simulation& sim, const Profile& profile, std::span<const std::uint32_t> lanes,
               std::span<const std::int64_t> orders, std::int64_t available, std::int64_t lot,
               std::span<std::int64_t> allotted);

/// Whether the seller keeps some of a stock back even while there is enough for all.
[[nodiscard]] bool keeps_back(const Simulation& sim, PoolId pool);

}  // namespace monazite
