#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets what stockpiles of the last run have seen and sold.
void reset_stockpiles(Simulation& sim);

/// Fills all reserves and schedules the first review of each stockpile.
void fill_stockpiles(Simulation& sim);

/// Begins sums anew with the reported span.
void forget_stockpiles(Simulation& sim);

/// The review of a stockpile: releases or buys by its rules.
void on_stockpile(Simulation& sim, std::uint32_t stockpile);

/// What goods of a reserve are worth at the price in its owner's market, USD.
[[nodiscard]] double worth_of(const Simulation& sim, const Reserve& reserve, std::int64_t grams);

/// Pays for what a stockpile has received.
void book_purchase(Simulation& sim, PoolId stock, std::int64_t grams);

/// Has others pay for what they have received of it.
void book_sale(Simulation& sim, PoolId stock, std::int64_t grams);

}  // namespace monazite
