#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets what buyers of the last run expected.
void reset_expectations(Simulation& sim);

/// What buyers expect of a tariff from now on; `is_known`: they have heard of it.
void expect(Simulation& sim, std::uint32_t instrument, const Tariff& tariff, bool is_known);

/// What buyers expect of a tariff that was announced before the opening.
void hear_of_before_opening(Simulation& sim, std::uint32_t instrument);

/// Days of cover that a buyer orders ahead of duties that it expects.
[[nodiscard]] double loaded_ahead(const Simulation& sim, const Pool& pool, const Profile& profile);

}  // namespace monazite
