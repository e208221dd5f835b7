#pragma once

#include <cstdint>

#include "sim/engine/run_budget.hpp"

namespace monazite {

struct World;

/// How many events a replication of a world is expected to execute, from above: the reviews, orders
/// and deliveries of every facility and the lots of every line at capacity, over all days.
double expected_events(const World& world);

/// What one replication may use: the scenario's `max_events` and `max_seconds`, and where these are
/// 0, a hundred times the events expected (at least ten million) and ten minutes. A world whose
/// events breed events without end runs into the first, one whose lots take a second into the
/// second.
engine::RunBudget run_budget(const World& world);

}  // namespace monazite
