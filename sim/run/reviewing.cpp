#include <algorithm>
#include <cmath>
#include <limits>

#include "models/behaviour/ordering.hpp"
#include "models/behaviour/supplier_choice.hpp"
#include "sim/run/run.hpp"

namespace monazite {

void Run::on_review(FacilityId id) {
  loop_.require_phase(Phase::orders);
  const auto& facility = world_.facilities[id.index()];
  const auto& profile = world_.profiles[facility.profile];
  if (facility.is_plant) {
    book_use(facility.plant);
  }
  for (std::uint32_t k = 0; k < facility.outputs.count; ++k) {
    auto& stock = state_.pools[facility.outputs.first + k];
    stock.forecast = updated(stock.forecast, static_cast<double>(stock.period_flow),
                             profile.review_days, profile.forecast_weight);
    stock.period_flow = 0;
  }
  expect_use(facility, profile);
  for (std::uint32_t k = 0; k < facility.inputs.count; ++k) {
    review_input(PoolId{facility.inputs.first + k}, profile);
  }
  const auto next =
      now() + static_cast<std::int64_t>(profile.review_days * engine::seconds_per_day);
  loop_.schedule({next}, Phase::orders, id.value, static_cast<std::uint8_t>(EventKind::review),
                 id.value);
  if (facility.is_plant) {
    watch(facility.plant, next - now());
  } else {
    kick_lines(facility);
  }
}

void Run::expect_use(const Facility& facility, const Profile& profile) {
  for (std::uint32_t k = 0; k < facility.inputs.count; ++k) {
    auto& stock = state_.pools[facility.inputs.first + k];
    if (facility.is_plant) {
      stock.forecast = updated(stock.forecast, static_cast<double>(stock.period_flow),
                               profile.review_days, profile.forecast_weight);
    } else {
      stock.forecast = {};
      stock.backlog = 0;
    }
  }
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    const auto& line = world_.lines[facility.lines.first + k];
    const auto lots = lot_demand(line, profile.production_days);
    for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
      const auto& input = world_.line_inputs[line.inputs.first + i];
      auto& stock = state_.pools[input.pool.index()];
      const auto per_lot = static_cast<double>(input.per_lot.grams);
      stock.forecast.per_day += lots.per_day * per_lot;
      stock.forecast.variance += lots.variance * per_lot * per_lot;
      stock.backlog += static_cast<float>(lots.behind * per_lot);
    }
  }
}

LotDemand Run::lot_demand(const Line& line, double production_days) const {
  LotDemand lots;
  if (line.runs_by_basket) {
    lots.per_day =
        wanted_pace(line) * engine::seconds_per_day / static_cast<double>(line.lot_seconds);
    return lots;
  }
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = world_.line_outputs[line.outputs.first + k];
    // What comes beside a product is no reason to order: in most years there is enough of it.
    if (world_.pools[output.pool.index()].role != OutputRole::driver ||
        output.nominal_per_lot.grams <= 0) {
      continue;
    }
    const auto& stock = state_.pools[output.pool.index()];
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

void Run::review_input(PoolId id, const Profile& profile) {
  const auto& pool = world_.pools[id.index()];
  auto& stock = state_.pools[id.index()];
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
    qualify_suppliers(id, profile);
  }
  if (stock.owing > 0 && profile.cancel_after_days > 0) {
    withdraw_late_orders(pool, profile);
  }
  const auto* fearful = profile.hoarding ? &*profile.hoarding : nullptr;
  if (fearful != nullptr) {
    take_fright(id, *fearful);
    withdraw_phantoms(id, *fearful);
  }
  auto grams = nearest_whole(order_quantity(profile, position_of(pool, stock, profile)));
  if (grams > 0) {
    grams = fearful != nullptr ? inflate(id, *fearful, grams) : grams;
    order(id, profile, grams);
  }
  if (fearful != nullptr) {
    remember_orders(id);
  }
  if (stock.disturbed > 0 && !world_.licensed_lanes.empty()) {
    apply_for_licences(id, profile);
  }
}

StockPosition Run::position_of(const Pool& pool, const PoolState& stock,
                               const Profile& profile) const {
  StockPosition position;
  position.expected_per_day = stock.forecast.per_day;
  position.variance = stock.forecast.variance;
  position.arriving_per_day = stock.pushed_per_day;
  position.on_hand = static_cast<double>(stock.gross);
  position.on_order = static_cast<double>(stock.on_order);
  if (stock.disturbed > 0 && stock.owing > 0) {
    position.on_order -= static_cast<double>(stuck_orders(pool, profile));
  }
  position.backlog = static_cast<double>(stock.backlog);
  position.lead_days = static_cast<double>(stock.lead_days);
  position.cover_days = pool.cover_days;
  if (profile.hoarding) {
    const auto& buyer = state_.buyers[static_cast<std::size_t>(&stock - state_.pools.data())];
    position.cover_days *= buyer.hoarding;
    position.on_order -= static_cast<double>(buyer.phantom);
  }
  if (!state_.expected_changes.empty()) {
    position.cover_days = std::max(0.0, position.cover_days + loaded_ahead(pool, profile));
  }
  if (!world_.export_quotas.empty()) {
    position.cover_days += rush_into(pool, profile);
  }
  return position;
}

void Run::order(PoolId id, const Profile& profile, std::int64_t grams) {
  const auto& pool = world_.pools[id.index()];
  const auto& stock = state_.pools[id.index()];
  if (stock.disturbed > 0) {
    tilt_suppliers(id, profile);
  }
  const auto first = pool.suppliers.first;
  const auto accounts = std::span(state_.accounts).subspan(first, pool.on_order_lanes);
  const auto place = [&](std::size_t j, std::int64_t part) {
    place_order(first + static_cast<std::uint32_t>(j), part);
  };
  const auto split = split_of(pool, profile, grams);
  const float punctual = stock.owing > 0 || stock.disturbed > 0 ? punctual_share(pool, profile) : 0;
  if (punctual > 0) {
    call_suppliers(
        accounts, split, punctual,
        [&](std::size_t j) {
          const auto lane = first + static_cast<std::uint32_t>(j);
          return !may_order(lane) || given_up(lane, profile);
        },
        place);
  } else {
    call_suppliers(
        accounts, split, 1.0F,
        [&](std::size_t j) { return !may_order(first + static_cast<std::uint32_t>(j)); }, place);
  }
}

OrderSplit Run::split_of(const Pool& pool, const Profile& profile, std::int64_t grams) const {
  const auto lot = world_.materials[pool.material.index()].lot.grams;
  return {grams, std::max<std::int64_t>(1, lot), profile.orders_per_review};
}

bool Run::overdue(std::uint32_t lane_id, double days) const {
  const auto& lane = state_.lanes[lane_id];
  return lane.owed > 0 &&
         static_cast<double>(since_origin() - lane.owed_since) > days * engine::seconds_per_day;
}

bool Run::given_up(std::uint32_t lane_id, const Profile& profile) const {
  if (state_.lanes[lane_id].blocked > 0) {
    return today().days_since_epoch - state_.lane_banned_on[lane_id] >= profile.patience_days;
  }
  return profile.patience_days > 0 && overdue(lane_id, profile.patience_days);
}

float Run::punctual_share(const Pool& pool, const Profile& profile) const {
  float late = 0;
  float punctual = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    (given_up(lane, profile) ? late : punctual) += state_.accounts[lane].share;
  }
  return late > 0 ? punctual : 0;
}

bool Run::has_open_lane(const Pool& pool) const {
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    if (may_order(lane) && !is_closed(lane)) {
      return true;
    }
  }
  return false;
}

std::int64_t Run::stuck_orders(const Pool& pool, const Profile& profile) const {
  std::int64_t grams = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto& state = state_.lanes[lane];
    grams += is_closed(lane) && given_up(lane, profile) ? state.owed : 0;
  }
  // Without another supplier the buyer can only wait: to order the same again would not help.
  return grams > 0 && has_open_lane(pool) ? grams : 0;
}

void Run::withdraw_late_orders(const Pool& pool, const Profile& profile) {
  const auto lot = static_cast<double>(world_.materials[pool.material.index()].lot.grams);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    // Who has no other supplier waits for the ban to end and keeps its place.
    if (state_.lanes[lane].owed > 0 && overdue(lane, profile.cancel_after_days) &&
        (!is_closed(lane) || has_open_lane(pool))) {
      withdraw_order(lane, state_.lanes[lane].owed, lot);
    }
  }
}

void Run::tilt_suppliers(PoolId id, const Profile& profile) {
  const auto& pool = world_.pools[id.index()];
  const auto first = pool.suppliers.first;
  const auto count = pool.on_order_lanes;
  const auto first_candidate = count - pool.candidates;
  const auto rises = std::span(state_.cost_rises).first(count);
  const auto bases = std::span(state_.base_shares).first(count);
  const auto shares = std::span(state_.shares).first(count);
  const auto called_shares = std::span(state_.called_shares).first(count);
  double called = 0;
  for (std::uint32_t k = 0; k < count; ++k) {
    const auto lane = first + k;
    if (may_order(lane)) {
      rises[k] = rise_of(lane, profile);
      bases[k] =
          k < first_candidate ? world_.lanes[lane].share : world_.lane_details[lane].newcomer_share;
    } else {
      rises[k] = std::numeric_limits<double>::infinity();
      bases[k] = 0;
    }
    called_shares[k] = 0;
    if (const auto* contract = contract_in_force(lane)) {
      bases[k] *= contract->spot_part;
      called_shares[k] = is_barred(lane) ? 0 : contract->called_share;
      called += called_shares[k];
    }
  }
  tilt_shares(bases, rises, profile.cost_sensitivity, shares);
  if (called > 0) {
    spread_over_contracts(called_shares, called, shares);
  }
  for (std::uint32_t k = 0; k < count; ++k) {
    state_.accounts[first + k].share = shares[k];
  }
}

double Run::rise_of(std::uint32_t lane, const Profile& profile) const {
  LandedCost cost;
  const auto& state = state_.lanes[lane];
  const double price = world_.switches.price_choice ? price_of(state.from) : 1;
  cost.price = price - 1;
  if (state.tariff == 0 && state.blocked == 0 && !state.licensed) {
    return cost.price;
  }
  if (state.tariff != 0) {
    // Duty is paid on the value at the border, freight included.
    cost.tariff = price * static_cast<double>(state.tariff) *
                  (1 + static_cast<double>(world_.lane_details[lane].freight));
  }
  if (state.blocked > 0) {
    // How long a ban will last is unknown; what it has lasted is the expectation of the rest.
    cost.expected_delay_days = today().days_since_epoch - state_.lane_banned_on[lane];
  } else if (state.licensed) {
    cost.expected_delay_days = expected_wait(lane);
  }
  return cost_rise(cost, profile.holding_cost_per_day);
}

}  // namespace monazite
