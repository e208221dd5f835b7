#include <algorithm>
#include <cmath>

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
    // Orders withdrawn beyond those of the period count against the next.
    const auto ordered = std::max<std::int64_t>(0, stock.period_flow);
    stock.forecast = updated(stock.forecast, static_cast<double>(ordered), profile.review_days,
                             profile.forecast_weight);
    stock.period_flow -= ordered;
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
    }
  }
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    const auto& line = world_.lines[facility.lines.first + k];
    const double lots_per_day = expected_lots_per_day(line);
    for (std::uint32_t i = 0; i < line.inputs.count; ++i) {
      const auto& input = world_.line_inputs[line.inputs.first + i];
      state_.pools[input.pool.index()].forecast.per_day +=
          lots_per_day * static_cast<double>(input.per_lot.grams);
    }
  }
}

double Run::expected_lots_per_day(const Line& line) const {
  double lots = 0;
  for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
    const auto& output = world_.line_outputs[line.outputs.first + k];
    if (world_.pools[output.pool.index()].role == OutputRole::driver &&
        output.nominal_per_lot.grams > 0) {
      lots = std::max(lots, state_.pools[output.pool.index()].forecast.per_day /
                                static_cast<double>(output.nominal_per_lot.grams));
    }
  }
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
  if (stock.owing > 0 && profile.cancel_after_days > 0) {
    withdraw_late_orders(pool, profile);
  }
  const auto grams = nearest_whole(order_quantity(profile, position_of(pool, stock)));
  if (grams > 0) {
    order(id, profile, grams);
  }
}

StockPosition Run::position_of(const Pool& pool, const PoolState& stock) const {
  StockPosition position;
  position.expected_per_day = stock.forecast.per_day;
  position.variance = stock.forecast.variance;
  position.arriving_per_day = stock.pushed_per_day;
  position.on_hand = static_cast<double>(stock.gross);
  position.on_order = static_cast<double>(stock.on_order);
  position.lead_days = static_cast<double>(stock.lead_days);
  position.cover_days = pool.cover_days;
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
  const float punctual = stock.owing > 0 ? punctual_share(pool, profile) : 0;
  if (punctual > 0) {
    call_suppliers(
        accounts, split, punctual,
        [&](std::size_t j) { return overdue(state_.lanes[first + j], profile.patience_days); },
        place);
  } else {
    call_suppliers(
        accounts, split, 1.0F, [](std::size_t) { return false; }, place);
  }
}

OrderSplit Run::split_of(const Pool& pool, const Profile& profile, std::int64_t grams) const {
  const auto lot = world_.materials[pool.material.index()].lot.grams;
  return {grams, std::max<std::int64_t>(1, lot), profile.orders_per_review};
}

bool Run::overdue(const LaneState& lane, double days) const {
  return lane.owed > 0 &&
         static_cast<double>(since_origin() - lane.owed_since) > days * engine::seconds_per_day;
}

float Run::punctual_share(const Pool& pool, const Profile& profile) const {
  if (!(profile.patience_days > 0)) {
    return 0;
  }
  float late = 0;
  float punctual = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    (overdue(state_.lanes[lane], profile.patience_days) ? late : punctual) +=
        state_.accounts[lane].share;
  }
  return late > 0 ? punctual : 0;
}

void Run::withdraw_late_orders(const Pool& pool, const Profile& profile) {
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto& state = state_.lanes[lane];
    // A ban holds up the order and not the supplier: the buyer keeps its place.
    if (state.blocked == 0 && overdue(state, profile.cancel_after_days)) {
      withdraw_order(lane);
    }
  }
}

void Run::tilt_suppliers(PoolId id, const Profile& profile) {
  const auto& pool = world_.pools[id.index()];
  const auto count = pool.on_order_lanes;
  state_.cost_rises.resize(count);
  state_.base_shares.resize(count);
  state_.shares.resize(count);
  for (std::uint32_t k = 0; k < count; ++k) {
    const auto lane = pool.suppliers.first + k;
    LandedCost cost;
    // Duty is paid on the value at the border, freight included.
    cost.tariff = static_cast<double>(state_.lane_tariff[lane]) *
                  (1 + static_cast<double>(world_.lane_details[lane].freight));
    if (state_.lanes[lane].blocked > 0) {
      // How long a ban will last is unknown; what it has lasted is the expectation of the rest.
      cost.expected_delay_days = today().days_since_epoch - state_.lane_banned_on[lane];
    }
    state_.cost_rises[k] = cost_rise(cost, profile.holding_cost_per_day);
    state_.base_shares[k] = world_.lanes[lane].share;
  }
  tilt_shares(state_.base_shares, state_.cost_rises, profile.cost_sensitivity, state_.shares);
  for (std::uint32_t k = 0; k < count; ++k) {
    state_.accounts[pool.suppliers.first + k].share = state_.shares[k];
  }
}

}  // namespace monazite
