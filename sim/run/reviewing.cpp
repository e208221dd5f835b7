#include "sim/run/reviewing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/behaviour/order_batches.hpp"
#include "models/behaviour/ordering.hpp"
#include "models/behaviour/supplier_choice.hpp"
#include "sim/run/applicants.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/front_loading.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/panic.hpp"
#include "sim/run/plants.hpp"
#include "sim/run/production.hpp"
#include "sim/run/qualifying.hpp"
#include "sim/run/quotas.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// What the orders for a line's products call for.
struct LotDemand {
  double per_day = 0;   ///< lots expected a day
  double variance = 0;  ///< of the lots of a day
  double behind = 0;    ///< lots that orders need beyond what is on hand and in process, as far
                        ///< as the line can make up for them within its production days
};

/// What a line's products call for, up to what it can make.
LotDemand lot_demand(const Simulation& sim, const Line& line, double production_days) {
  LotDemand lots;
  if (line.runs_by_basket) {
    lots.per_day =
        wanted_pace(sim, line) * engine::seconds_per_day / static_cast<double>(line.lot_seconds);
    return lots;
  }
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = sim.world.line_outputs[line.outputs.first + k];
    // What comes beside a product is no reason to order: in most years there is enough of it.
    if (sim.world.pools[output.pool.index()].role != OutputRole::driver ||
        output.nominal_per_lot.grams <= 0) {
      continue;
    }
    const auto& stock = sim.state.pools[output.pool.index()];
    const auto per_lot = static_cast<double>(output.nominal_per_lot.grams);
    if (stock.forecast.per_day > lots.per_day * per_lot) {
      lots.per_day = stock.forecast.per_day / per_lot;
      lots.variance = stock.forecast.variance / (per_lot * per_lot);
    }
    // Orders of this very instant are not settled yet and may still be met.
    const auto unserved = std::min(stock.unserved, stock.owed - stock.stuck);
    const auto behind = static_cast<double>(unserved - stock.gross - stock.in_process);
    // The next lot is due anyway.
    lots.behind = std::max(lots.behind, behind / per_lot - 1);
  }
  // No order makes a line run faster than it can.
  const double capacity = engine::seconds_per_day / static_cast<double>(line.lot_seconds);
  lots.per_day = std::min(lots.per_day, capacity);
  lots.behind = std::min(lots.behind, (capacity - lots.per_day) * production_days);
  return lots;
}

void expect_use(Simulation& sim, const Facility& facility, const Profile& profile) {
  for (std::uint32_t k = 0; k < facility.inputs.count; ++k) {
    auto& stock = sim.state.pools[facility.inputs.first + k];
    if (facility.is_plant) {
      stock.forecast = updated(stock.forecast, static_cast<double>(stock.period_flow),
                               profile.review_days, profile.forecast_weight);
    } else {
      stock.forecast = {};
      stock.backlog = 0;
    }
  }
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    const auto& line = sim.world.lines[facility.lines.first + k];
    const auto lots = lot_demand(sim, line, profile.production_days);
    for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
      const auto& input = sim.world.line_inputs[line.inputs.first + i];
      auto& stock = sim.state.pools[input.pool.index()];
      const auto per_lot = static_cast<double>(input.per_lot.grams);
      stock.forecast.per_day += lots.per_day * per_lot;
      stock.forecast.variance += lots.variance * per_lot * per_lot;
      stock.backlog += static_cast<float>(lots.behind * per_lot);
    }
  }
}

/// The share of the suppliers that are not given up; 0 when none or all are.
float punctual_share(const Simulation& sim, const Pool& pool, const Profile& profile) {
  float late = 0;
  float punctual = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    (given_up(sim, lane, profile) ? late : punctual) += sim.state.accounts[lane].share;
  }
  return late > 0 ? punctual : 0;
}

/// The batch in which a buyer orders on one of its lanes.
OrderBatch batch_on(const Simulation& sim, PoolId id, std::size_t lane, const Profile& profile) {
  const auto& pool = sim.world.pools[id.index()];
  auto given = sim.world.lane_batches.empty() ? OrderBatch{} : sim.world.lane_batches[lane];
  if (!profile.smoothed) {
    const auto lot = sim.world.materials[pool.material.index()].lot.grams;
    given.least = std::max(given.least, static_cast<double>(lot));
  }
  return batch_of(profile, given, sim.state.pools[id.index()].forecast.per_day);
}

/// Grams to order now by the buyer's rule.
double grams_wanted(const Simulation& sim, const Pool& pool, const PoolState& stock,
                    const Profile& profile) {
  const auto position = position_of(sim, pool, stock, profile);
  return pool.in_batches ? order_in_batches(profile, position, pool.batch)
                         : order_quantity(profile, position);
}

void order(Simulation& sim, PoolId id, const Profile& profile, std::int64_t grams) {
  const auto& pool = sim.world.pools[id.index()];
  const auto& stock = sim.state.pools[id.index()];
  if (stock.disturbed > 0) {
    tilt_suppliers(sim, id, profile);
  }
  const auto first = pool.suppliers.first;
  const auto accounts = std::span(sim.state.accounts).subspan(first, pool.on_order_lanes);
  const auto place = [&](std::size_t j, std::int64_t part) {
    place_order(sim, first + static_cast<std::uint32_t>(j), part);
  };
  auto split = split_of(sim, pool, profile, grams);
  const auto batch =
      pool.in_batches ? batch_of(profile, pool.batch, stock.forecast.per_day) : OrderBatch{};
  split.least_grams = std::max(split.least_grams, nearest_whole(batch.least));
  const auto call = [&](float entitled, const auto& passed_over) {
    if (batch.lot > 0 || pool.lanes_differ) {
      const auto of = [&](std::size_t j) { return batch_on(sim, id, first + j, profile); };
      call_suppliers_in_batches(accounts, split, entitled, passed_over, of, place);
    } else {
      call_suppliers(accounts, split, entitled, passed_over, place);
    }
  };
  const float punctual =
      stock.owing > 0 || stock.disturbed > 0 ? punctual_share(sim, pool, profile) : 0;
  if (punctual > 0) {
    call(punctual, [&](std::size_t j) {
      const auto lane = first + static_cast<std::uint32_t>(j);
      return !may_order(sim, lane) || given_up(sim, lane, profile);
    });
  } else {
    call(1.0F,
         [&](std::size_t j) { return !may_order(sim, first + static_cast<std::uint32_t>(j)); });
  }
}

void withdraw_late_orders(Simulation& sim, const Pool& pool, const Profile& profile) {
  const auto lot = static_cast<double>(sim.world.materials[pool.material.index()].lot.grams);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    // Who has no other supplier waits for the ban to end and keeps its place.
    if (sim.state.lanes[lane].owed > 0 && overdue(sim, lane, profile.cancel_after_days) &&
        (!is_closed(sim, lane) || has_open_lane(sim, pool))) {
      withdraw_order(sim, lane, sim.state.lanes[lane].owed, lot);
    }
  }
}

void review_input(Simulation& sim, PoolId id, const Profile& profile) {
  const auto& pool = sim.world.pools[id.index()];
  auto& stock = sim.state.pools[id.index()];
  stock.pushed_per_day +=
      profile.forecast_weight *
      (static_cast<double>(stock.period_pushed) / profile.review_days - stock.pushed_per_day);
  stock.period_flow = 0;
  stock.period_pushed = 0;
  if (pool.on_order_lanes == 0) {
    return;
  }
  // Before orders are withdrawn, as it goes by how late they are.
  if (pool.candidates > 0) {
    qualify_suppliers(sim, id, profile);
  }
  if (stock.owing > 0 && profile.cancel_after_days > 0) {
    withdraw_late_orders(sim, pool, profile);
  }
  const auto* fearful = profile.hoarding ? &*profile.hoarding : nullptr;
  if (fearful != nullptr) {
    take_fright(sim, id, *fearful);
    withdraw_phantoms(sim, id, *fearful);
  }
  auto grams = nearest_whole(grams_wanted(sim, pool, stock, profile));
  if (grams > 0) {
    grams = fearful != nullptr ? inflate(sim, id, *fearful, grams) : grams;
    order(sim, id, profile, grams);
  }
  if (fearful != nullptr) {
    remember_orders(sim, id);
  }
  if (stock.disturbed > 0 && !sim.world.licensed_lanes.empty()) {
    apply_for_licences(sim, id, profile);
  }
}

/// Whether new orders would go to suppliers that may send and are not late.
bool has_better_lane(const Simulation& sim, const Pool& pool, const Profile& profile) {
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    if (may_order(sim, lane) && !is_closed(sim, lane) && !given_up(sim, lane, profile) &&
        sim.state.accounts[lane].share > 0) {
      return true;
    }
  }
  return false;
}

/// Grams on order on banned lanes that the buyer has given up, while it would order elsewhere.
std::int64_t stuck_orders(const Simulation& sim, const Pool& pool, const Profile& profile) {
  std::int64_t grams = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto& state = sim.state.lanes[lane];
    grams += is_closed(sim, lane) && given_up(sim, lane, profile) ? state.owed : 0;
  }
  // Without another supplier the buyer can only wait: to order the same again would not help.
  return grams > 0 && has_better_lane(sim, pool, profile) ? grams : 0;
}

/// Grams of a stock that a lot of a line takes at once, of several lines the most.
double largest_lot(const Simulation& sim, const Pool& pool, const PoolState& stock) {
  const auto& facility = sim.world.facilities[pool.facility.index()];
  const PoolId id{static_cast<std::uint32_t>(&stock - sim.state.pools.data())};
  std::int64_t largest = 0;
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    const auto& line = sim.world.lines[facility.lines.first + k];
    for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
      const auto& input = sim.world.line_inputs[line.inputs.first + i];
      if (input.pool == id) {
        largest = std::max(largest, input.per_lot.grams);
      }
    }
  }
  return static_cast<double>(largest);
}

}  // namespace

void on_review(Simulation& sim, FacilityId id) {
  sim.loop.require_phase(Phase::orders);
  const auto& facility = sim.world.facilities[id.index()];
  const auto& profile = sim.world.profiles[facility.profile];
  if (facility.is_plant) {
    book_use(sim, facility.plant);
  }
  for (std::uint32_t k = 0; k < facility.outputs.count; ++k) {
    auto& stock = sim.state.pools[facility.outputs.first + k];
    stock.forecast = updated(stock.forecast, static_cast<double>(stock.period_flow),
                             profile.review_days, profile.forecast_weight);
    stock.period_flow = 0;
  }
  expect_use(sim, facility, profile);
  for (std::uint32_t k = 0; k < facility.inputs.count; ++k) {
    review_input(sim, PoolId{facility.inputs.first + k}, profile);
  }
  const auto next =
      sim.now() + static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day);
  sim.loop.schedule({next}, Phase::orders, id.value, static_cast<std::uint8_t>(EventKind::review),
                    id.value);
  if (facility.is_plant) {
    watch(sim, facility.plant, next - sim.now());
  } else {
    kick_lines(sim, facility);
  }
}

StockPosition position_of(const Simulation& sim, const Pool& pool, const PoolState& stock,
                          const Profile& profile) {
  StockPosition position;
  position.expected_per_day = stock.forecast.per_day;
  position.variance = stock.forecast.variance;
  position.arriving_per_day = stock.pushed_per_day;
  position.on_hand = static_cast<double>(stock.gross);
  position.on_order = static_cast<double>(stock.on_order);
  std::int64_t stuck = 0;
  if (stock.disturbed > 0 && stock.owing > 0) {
    stuck = stuck_orders(sim, pool, profile);
    position.on_order -= static_cast<double>(stuck);
  }
  position.backlog = static_cast<double>(stock.backlog);
  position.lead_days = static_cast<double>(stock.lead_days);
  position.cover_days = pool.cover_days;
  position.drawn_at_once = largest_lot(sim, pool, stock);
  if (profile.hoarding) {
    const auto index = static_cast<std::uint32_t>(&stock - sim.state.pools.data());
    const auto& buyer = sim.state.buyers[index];
    position.cover_days *= buyer.hoarding;
    // Phantoms are as large a part of what is stuck, which counts for nothing, as of all.
    const auto phantom = static_cast<double>(buyer.phantom);
    position.on_order -= stuck == 0
                             ? phantom
                             : phantom * (1 - static_cast<double>(stuck) /
                                                  static_cast<double>(owed_to(sim, PoolId{index})));
  }
  if (!sim.state.expected_changes.empty()) {
    position.cover_days = std::max(0.0, position.cover_days + loaded_ahead(sim, pool, profile));
  }
  if (!sim.world.export_quotas.empty()) {
    position.cover_days += rush_into(sim, pool, profile);
  }
  return position;
}

OrderSplit split_of(const Simulation& sim, const Pool& pool, const Profile& profile,
                    std::int64_t grams) {
  const auto lot = sim.world.materials[pool.material.index()].lot.grams;
  return {grams, std::max<std::int64_t>(1, lot), profile.orders_per_review};
}

bool overdue(const Simulation& sim, std::uint32_t lane_id, double days) {
  const auto& lane = sim.state.lanes[lane_id];
  return lane.owed > 0 &&
         static_cast<double>(sim.since_origin() - lane.owed_since) > days * engine::seconds_per_day;
}

bool given_up(const Simulation& sim, std::uint32_t lane_id, const Profile& profile) {
  if (sim.state.lanes[lane_id].blocked > 0) {
    return sim.today().days_since_epoch - sim.state.lane_banned_on[lane_id] >=
           profile.patience_days;
  }
  return profile.patience_days > 0 && overdue(sim, lane_id, profile.patience_days);
}

bool has_open_lane(const Simulation& sim, const Pool& pool) {
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    if (may_order(sim, lane) && !is_closed(sim, lane)) {
      return true;
    }
  }
  return false;
}

void tilt_suppliers(Simulation& sim, PoolId id, const Profile& profile) {
  const auto& pool = sim.world.pools[id.index()];
  const auto first = pool.suppliers.first;
  const auto count = pool.on_order_lanes;
  const auto first_candidate = count - pool.candidates;
  const auto rises = std::span(sim.state.cost_rises).first(count);
  const auto bases = std::span(sim.state.base_shares).first(count);
  const auto shares = std::span(sim.state.shares).first(count);
  const auto called_shares = std::span(sim.state.called_shares).first(count);
  double called = 0;
  for (std::uint32_t k = 0; k < count; ++k) {
    const auto lane = first + k;
    if (may_order(sim, lane)) {
      rises[k] = rise_of(sim, lane, profile);
      bases[k] = k < first_candidate ? sim.world.lanes[lane].share
                                     : sim.world.lane_details[lane].newcomer_share;
    } else {
      rises[k] = std::numeric_limits<double>::infinity();
      bases[k] = 0;
    }
    called_shares[k] = 0;
    if (const auto* contract = contract_in_force(sim, lane)) {
      bases[k] *= contract->spot_part;
      called_shares[k] = is_barred(sim, lane) ? 0 : contract->called_share;
      called += called_shares[k];
    }
  }
  tilt_shares(bases, rises, profile.cost_sensitivity, shares);
  if (called > 0) {
    spread_over_contracts(called_shares, called, shares);
  }
  for (std::uint32_t k = 0; k < count; ++k) {
    sim.state.accounts[first + k].share = shares[k];
  }
}

double rise_of(const Simulation& sim, std::uint32_t lane, const Profile& profile) {
  LandedCost cost;
  const auto& state = sim.state.lanes[lane];
  const double price = sim.world.switches.price_choice ? price_of(sim, state.from) : 1;
  cost.price = price - 1;
  if (state.tariff == 0 && state.blocked == 0 && !state.licensed) {
    return cost.price;
  }
  if (state.tariff != 0) {
    // Duty is paid on the value at the border, freight included.
    cost.tariff = price * static_cast<double>(state.tariff) *
                  (1 + static_cast<double>(sim.world.lane_details[lane].freight));
  }
  if (state.blocked > 0) {
    // How long a ban will last is unknown; what it has lasted is the expectation of the rest.
    cost.expected_delay_days = sim.today().days_since_epoch - sim.state.lane_banned_on[lane];
  } else if (state.licensed) {
    cost.expected_delay_days = expected_wait(sim, lane);
  }
  return cost_rise(cost, profile.holding_cost_per_day);
}

}  // namespace monazite
