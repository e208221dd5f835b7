#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// A truce begins: its actions are carried out, and its deadline is watched.
void begin_truce(Simulation& sim, std::uint32_t truce);

/// Ends a truce as `how` says.
void end_truce(Simulation& sim, std::uint32_t truce, TruceEnd how);

/// Puts its deadline off by so many days.
void extend_truce(Simulation& sim, std::uint32_t truce, int days);

/// Sets the chance that buyers give to its lasting.
void believe(Simulation& sim, std::uint32_t truce, double chance);

/// Its deadline has passed, unless that was moved.
void on_truce_end(Simulation& sim, std::uint32_t truce);

/// The truce that holds an instrument down and lets go of it at its end; nothing else.
[[nodiscard]] const TruceState* truce_over(const Simulation& sim, std::uint32_t instrument);

}  // namespace monazite
