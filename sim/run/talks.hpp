#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets the way that the last run has taken.
void reset_talks(Simulation& sim);

/// Announces the first round.
void schedule_talks(Simulation& sim);

/// A round is held: one of its branches comes about.
void on_round(Simulation& sim, std::uint32_t node);

/// Talks break down on a day, or they go on.
void on_breakdown(Simulation& sim, std::uint32_t node);

/// Talks break down at a moment that was drawn.
void on_hazard(Simulation& sim, std::uint32_t node);

/// The talks leave a node by a branch: its actions are begun, and the next round is awaited.
void take(Simulation& sim, std::uint32_t node, const TalksBranch& branch);

/// Carries out commands, each on its day.
void begin(Simulation& sim, CommandRange commands);

/// A command whose day has come.
void on_command(Simulation& sim, std::uint32_t command);

/// Moves what a command names as it says.
void move_by(Simulation& sim, const PolicyCommand& command);

}  // namespace monazite
