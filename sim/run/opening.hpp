#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Sets the world as it is at rest, with stocks, lots and shipments of the base year, and schedules
/// the first events.
void open_world(Simulation& sim);

/// Fills a stock at the opening with what its pool holds in a steady year.
void put_in_stock(Simulation& sim, PoolId pool, std::int64_t grams);

}  // namespace monazite
