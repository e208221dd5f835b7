#pragma once

#include <array>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Grams of each element in stocks, lots and shipments together.
[[nodiscard]] std::array<Mass, element_count> held_in_all(const Simulation& sim);

/// Writes the last line of the balance, and throws RunFailure when it does not close to the gram.
void close_balance(Simulation& sim);

/// Compares every place with its ledger, to the gram; throws RunFailure with the place's name.
void verify_balance(const Simulation& sim);

}  // namespace monazite
