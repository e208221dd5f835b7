#include <algorithm>

#include "sim/run/run.hpp"

namespace monazite {

double Run::sellable_share(PoolId pool_id) const {
  const auto& pool = world_.pools[pool_id.index()];
  double all = 0;
  double open = 0;
  const auto add = [&](std::uint32_t lane, double per_day) {
    all += per_day;
    open += state_.lanes[lane].blocked == 0 ? per_day : 0;
  };
  for (std::uint32_t k = 0; k < pool.customers.count; ++k) {
    const auto lane = world_.lanes_out[pool.customers.first + k].value;
    const auto& buyer = world_.pools[world_.lanes[lane].to.index()];
    add(lane, static_cast<double>(world_.lanes[lane].share) * buyer.use_per_day);
  }
  for (std::uint32_t k = 0; k < pool.pushes.count; ++k) {
    const auto lane = world_.lanes_out[pool.pushes.first + k].value;
    add(lane, static_cast<double>(world_.lanes[lane].share) * pool.push_per_day);
  }
  return all > 0 ? open / all : 0;
}

double Run::basket_value(const Line& line) const {
  double value = 0;
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto index = line.outputs.first + k;
    const auto& output = world_.line_outputs[index];
    value += static_cast<double>(output.nominal_per_lot.grams) * earned_usd_per_kg(index) *
             sellable_share(output.pool);
  }
  return value / static_cast<double>(line.lot.grams);
}

bool Run::is_blocked(const Line& line) const {
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto pool = world_.line_outputs[line.outputs.first + k].pool;
    const auto& stock = state_.pools[pool.index()];
    const auto& rules = world_.pools[pool.index()];
    if (rules.surplus == SurplusRule::block && best_push_lane(rules) == no_lane &&
        stock.gross - (stock.owed - stock.stuck) > rules.surplus_limit) {
      return true;
    }
  }
  return false;
}

void Run::dispose_of_surplus(PoolId pool_id) {
  const auto& stock = state_.pools[pool_id.index()];
  const auto surplus =
      stock.gross - (stock.owed - stock.stuck) - world_.pools[pool_id.index()].surplus_limit;
  if (surplus <= 0) {
    return;
  }
  const auto& set = set_of(pool_id);
  take_out(pool_id, surplus,
           [&](std::size_t place, Mass part) { state_.ledger.lost[set.elements[place]] += part; });
  state_.tallies.surplus[pool_id.index()] += surplus;
}

}  // namespace monazite
