#pragma once

#include "sim/run/simulation.hpp"
#include "sim/run/trace.hpp"

namespace monazite {

/// What a trace tells of an event.
[[nodiscard]] TraceRow trace_row(const Simulation& sim, const engine::Event& event);

}  // namespace monazite
