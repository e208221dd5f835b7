#pragma once

#include <cstdint>

#include "models/behaviour/ordering.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

/// The review of a facility: what it expects to use, and what it orders of each input.
void on_review(Simulation& sim, FacilityId facility);

/// What a buyer sees of a stock when it orders.
[[nodiscard]] StockPosition position_of(const Simulation& sim, const Pool& pool,
                                        const PoolState& stock, const Profile& profile);

/// How an order of so many grams is placed among suppliers.
[[nodiscard]] OrderSplit split_of(const Simulation& sim, const Pool& pool, const Profile& profile,
                                  std::int64_t grams);

/// Whether a lane has owed something for more than so many days.
[[nodiscard]] bool overdue(const Simulation& sim, std::uint32_t lane, double days);

/// Whether a buyer has lost patience with a lane: it is late, or has been banned for so long.
[[nodiscard]] bool given_up(const Simulation& sim, std::uint32_t lane, const Profile& profile);

/// Whether a buyer has a qualified supplier that may send.
[[nodiscard]] bool has_open_lane(const Simulation& sim, const Pool& pool);

/// Sets a buyer's shares of purchase by landed costs and contracts now.
void tilt_suppliers(Simulation& sim, PoolId pool, const Profile& profile);

/// What a supplier's goods cost more now than in the base year, as a share of value.
[[nodiscard]] double rise_of(const Simulation& sim, std::uint32_t lane, const Profile& profile);

}  // namespace monazite
