#pragma once

#include <cstdint>
#include <string>

#include "sim/engine/run_budget.hpp"

namespace monazite {

struct World;

/// How many events a replication of a world is expected to execute, from above: the reviews, orders
/// and deliveries of every facility and the lots of every line at capacity, over all days.
double expected_events(const World& world);

/// Why a replication of a world may take more events than it is given, by expected_events: empty
/// where it does not. The bound is two hundred million, some fifty times what is expected of the
/// world of 2024 in two years, or `max_events` of the scenario where that is more.
std::string excess_of_events(const World& world);

/// What one replication may use: the scenario's `max_events` and `max_seconds`, and where these are
/// 0, a hundred times the events expected (at least ten million) and ten minutes. A world whose
/// events breed events without end runs into the first, one whose lots take a second into the
/// second.
engine::RunBudget run_budget(const World& world);

}  // namespace monazite
