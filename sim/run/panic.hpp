#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Draws how fearful each buyer is.
void reset_buyers(Simulation& sim);

/// What a buyer feels at a review.
void take_fright(Simulation& sim, PoolId pool, const HoardingRules& rules);

/// Grams that suppliers owe to a stock.
[[nodiscard]] std::int64_t owed_to(const Simulation& sim, PoolId pool);

/// Share of four weeks' use of a stock that its suppliers owe, phantoms left out, 0-1.
[[nodiscard]] double unmet_of(const Simulation& sim, PoolId pool);

/// News of an instrument: whoever buys on its lanes hears of it.
void alarm(Simulation& sim, std::uint32_t instrument);

/// Grams to order beyond a need of `grams`.
std::int64_t inflate(Simulation& sim, PoolId pool, const HoardingRules& rules, std::int64_t grams);

/// Takes back phantom orders beyond what is still feared for.
void withdraw_phantoms(Simulation& sim, PoolId pool, const HoardingRules& rules);

/// Keeps what is owed at the end of a review.
void remember_orders(Simulation& sim, PoolId pool);

}  // namespace monazite
