#pragma once

#include <algorithm>
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

/// What runs of a world are expected to take, from above, in bytes.
struct MemoryUse {
  double per_thread = 0;  ///< state, events to come and what is observed of one replication
  double per_run = 0;     ///< kept of each until the end
  double world = 0;       ///< its tables
  double tables = 0;      ///< series and flows over all runs

  [[nodiscard]] double in_all(double threads, double runs) const {
    return std::min(threads, runs) * per_thread + runs * per_run + world + tables;
  }
};

/// The lots in process of every line at capacity and the shipments under way on every lane, if each
/// review and each lot sends one, with the tables of the state and of the observations.
MemoryUse expected_memory(const World& world);

/// The `max_memory_mb` of a world's scenario.
double most_megabytes(const World& world);

/// Why runs of a world may take more memory than most_megabytes; empty where they do not.
std::string excess_of_memory(const World& world, double threads, double runs);

/// What one replication may use: the scenario's `max_events` and `max_seconds`, and where these are
/// 0, a hundred times the events expected (at least ten million) and ten minutes. A world whose
/// events breed events without end runs into the first, one whose lots take a second into the
/// second.
engine::RunBudget run_budget(const World& world);

}  // namespace monazite
