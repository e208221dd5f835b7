#pragma once

#include "sim/run/simulation.hpp"

namespace monazite {

/// What a kg of a line's throughput gives at the prices of the scenario, USD. What bans and
/// used-up quotas keep from its buyers of the base year is worth nothing.
[[nodiscard]] double basket_value(const Simulation& sim, const Line& line);

/// Whether too much of an output that blocks is in stock.
[[nodiscard]] bool is_blocked(const Simulation& sim, const Line& line);

/// Throws away what is over the limit of a stock.
void dispose_of_surplus(Simulation& sim, PoolId pool);

}  // namespace monazite
