#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets what the last run has measured.
void reset_promises(Simulation& sim);

/// Schedules the windows and checks of all promises.
void schedule_promises(Simulation& sim);

/// Books what has left on a lane on the promises that it counts for.
void count_delivery(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// A window of a promise begins.
void on_promise_mark(Simulation& sim, std::uint32_t promise);

/// Measures a promise on a check day, and answers a breach or relents.
void on_promise_check(Simulation& sim, std::uint32_t promise);

}  // namespace monazite
