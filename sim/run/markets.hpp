#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Sets all prices to those of the base year.
void reset_markets(Simulation& sim);

/// The assessment of all prices: looks at the markets, moves them, and lets buyers choose again.
void on_prices(Simulation& sim);

/// How much of what is wanted may leave on each route.
void open_routes(Simulation& sim);

/// Lets the volumes of trade go on when the tallies begin anew.
void forget_trade(Simulation& sim);

/// The traded price of a cell now, or the quoted one.
[[nodiscard]] double price_usd_per_kg(const Simulation& sim, std::uint32_t cell, bool is_quoted);

/// The same, mean over the assessments of the reported span.
[[nodiscard]] double mean_price(const Simulation& sim, std::uint32_t cell, bool is_quoted);

/// Adds to the duties that a lane means for prices; of the logarithms of 1 + rate.
void change_duty(Simulation& sim, std::uint32_t lane, double old_rate, double new_rate);

/// The price of what a stock holds over that of the base year: 1 without markets.
[[nodiscard]] inline double price_of(const Simulation& sim, PoolId pool) {
  const auto& cells = sim.world.prices.cell_of_pool;
  if (cells.empty() || cells[pool.index()] == PriceBoard::no_cell) {
    return 1;
  }
  return sim.state.markets.price[cells[pool.index()]];
}

/// The price of what a stock holds now.
[[nodiscard]] inline double usd_per_kg_of(const Simulation& sim, PoolId pool) {
  return sim.world.materials[sim.world.pools[pool.index()].material.index()].price_usd_per_kg *
         price_of(sim, pool);
}

/// Mean of ln(P / P_0) over what a plant uses, by value.
[[nodiscard]] double log_price_of_inputs(const Simulation& sim, const Plant& plant);

/// Keeps what so many grams of a shipment fetch beyond price and duty where not all that is
/// wanted may leave, until they are received.
void agree_on_rent(Simulation& sim, std::uint32_t parcel, std::int64_t grams);

}  // namespace monazite
