#pragma once

#include <cstdint>
#include <span>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Files applications for what is owed and expected on the lanes into a stock.
void apply_for_licences(Simulation& sim, PoolId pool, const Profile& profile);

/// Lets the buyers on lanes that need licences from now on apply, in random order.
void apply_at_once(Simulation& sim, std::span<const std::uint32_t> lanes);

/// Files an application for so many grams on a lane that needs licences.
void file(Simulation& sim, std::uint32_t licensed_lane, std::int64_t grams);

/// Days that a buyer expects to wait for a licence on a lane: 0 while it has one for all that is
/// owed.
[[nodiscard]] double expected_wait(const Simulation& sim, std::uint32_t lane);

}  // namespace monazite
