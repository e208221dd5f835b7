#pragma once

#include <string>

#include "models/metrics/observation_plan.hpp"
#include "models/scenario/world.hpp"
#include "sim/run/observation.hpp"
#include "sim/run/state.hpp"

/// What holds after any run, whatever the scenario says.
namespace monazite::fuzz {

/// Mass closes to the gram and payments to the cent; every figure that is due one is a number, what
/// counts something is not below 0, and a share not above 1; the chances of branches sum to 1.
void check_observations(const ObservationPlan& plan, const Observations& observations);

/// Of each buyer with suppliers: what it means to order from each sums to 1, or to 0 while it may
/// order from none.
void check_shares(const World& world, const State& state);

/// Whether a documented limit, and no fault, has ended a run that failed with this message.
bool is_limit(const std::string& message);

}  // namespace monazite::fuzz
