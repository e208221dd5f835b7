#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Orders so many grams on a lane now.
void place_order(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// Takes back so many of the grams that a supplier owes on a lane, and gives it a claim of as
/// many, up to `most_claim`, to the next orders. `is_needed`: else they were phantoms.
void withdraw_order(Simulation& sim, std::uint32_t lane, std::int64_t grams, double most_claim,
                    bool is_needed = true);

/// The settlement of a stock: shares out what is there among those who wait, and sends it.
void on_settle(Simulation& sim, PoolId pool);

/// Takes goods out of the stock of a seller and sends them, as far as customs let them leave at
/// once.
void ship(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// Takes goods out of a seller's stock and makes a shipment of them; returns it.
std::uint32_t load(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// Schedules the arrival of a shipment, so many seconds from now.
void put_under_way(Simulation& sim, std::uint32_t parcel, std::int64_t seconds);

/// Draws the transit time of a lane, in seconds, frictions included.
[[nodiscard]] std::int64_t time_under_way(Simulation& sim, std::uint32_t lane);

/// The stable key of a lane, from which its random streams follow.
[[nodiscard]] inline std::uint64_t key_of_lane(const Simulation& sim, const LaneState& lane) {
  return lane_key(sim.world.pools[lane.from.index()].key, sim.world.pools[lane.to.index()].key);
}

/// A shipment has come to where it was to come: its buyer, customs, or home again.
void on_arrival(Simulation& sim, std::uint32_t parcel);

/// Has a stock settled in this instant, once.
void request_settlement(Simulation& sim, PoolId pool);

}  // namespace monazite
