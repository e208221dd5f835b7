#include "sim/run/coproducts.hpp"

#include <algorithm>

#include "sim/run/price_floors.hpp"
#include "sim/run/production.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// The share of a stock's sales of the base year whose lanes are open; 0 of a stock without any.
double sellable_share(const Simulation& sim, PoolId pool_id) {
  const auto& pool = sim.world.pools[pool_id.index()];
  double all = 0;
  double open = 0;
  const auto add = [&](std::uint32_t lane, double per_day) {
    all += per_day;
    open += sim.state.lanes[lane].blocked == 0 ? per_day : 0;
  };
  for (std::uint32_t k = 0; k < pool.customers.count; ++k) {
    const auto lane = sim.world.lanes_out[pool.customers.first + k].value;
    const auto& buyer = sim.world.pools[sim.world.lanes[lane].to.index()];
    add(lane, static_cast<double>(sim.world.lanes[lane].share) * buyer.use_per_day);
  }
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    const auto lane = sim.world.lanes_out[pool.pushes.first + k].value;
    add(lane, static_cast<double>(sim.world.lanes[lane].share) * pool.push_per_day);
  }
  return all > 0 ? open / all : 0;
}

}  // namespace

double basket_value(const Simulation& sim, const Line& line) {
  double value = 0;
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto index = line.outputs.first + k;
    const auto& output = sim.world.line_outputs[index];
    value += static_cast<double>(output.nominal_per_lot.grams) * earned_usd_per_kg(sim, index) *
             sellable_share(sim, output.pool);
  }
  return value / static_cast<double>(line.lot.grams);
}

bool is_blocked(const Simulation& sim, const Line& line) {
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto pool = sim.world.line_outputs[line.outputs.first + k].pool;
    const auto& stock = sim.state.pools[pool.index()];
    const auto& rules = sim.world.pools[pool.index()];
    if (rules.surplus == SurplusRule::block && best_push_lane(sim, rules) == no_lane &&
        stock.gross - (stock.owed - stock.stuck) > rules.surplus_limit) {
      return true;
    }
  }
  return false;
}

void dispose_of_surplus(Simulation& sim, PoolId pool_id) {
  const auto& stock = sim.state.pools[pool_id.index()];
  const auto surplus =
      stock.gross - (stock.owed - stock.stuck) - sim.world.pools[pool_id.index()].surplus_limit;
  if (surplus <= 0) {
    return;
  }
  const auto& set = sim.set_of(pool_id);
  sim.take_out(pool_id, surplus, [&](std::size_t place, Mass part) {
    sim.state.ledger.lost[set.elements[place]] += part;
  });
  sim.state.tallies.surplus[pool_id.index()] += surplus;
}

}  // namespace monazite
