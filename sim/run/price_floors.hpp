#pragma once

#include <cstdint>
#include <string_view>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets payments of the last run.
void reset_price_floors(Simulation& sim);

/// Pays for what has been made since the last time, at the prices of now.
void book_support(Simulation& sim);

/// Begins payments anew with the reported span.
void forget_support(Simulation& sim);

/// What a kilogram of an output brings its maker, with what price floors add or take.
[[nodiscard]] double earned_usd_per_kg(const Simulation& sim, std::uint32_t output);

/// Moves a price floor, after paying for what was made up to now.
void apply(Simulation& sim, std::uint32_t instrument, const PriceFloor& floor, InstrumentState to,
           std::string_view action);

}  // namespace monazite
