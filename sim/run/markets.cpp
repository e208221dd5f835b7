#include <algorithm>
#include <cmath>

#include "models/market/price.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Trade is judged over four weeks, what is usual of a price over half a year.
constexpr double volume_days = 28;
constexpr double usual_days = 180;

/// Buyers choose again when a price has moved by so much since they last did.
constexpr double worth_a_choice = 0.03;

/// Shares of lanes are rounded.
constexpr double all_open = 1 - 1e-6;

double log_of_duty(double rate, float freight) {
  return std::log1p(rate * (1 + static_cast<double>(freight)));
}

}  // namespace

void Run::reset_markets() {
  const auto& board = world_.prices;
  auto& markets = state_.markets;
  const auto count = board.cells.size();
  markets.log_price.assign(count, 0.0);
  markets.price.assign(count, 1.0);
  markets.use.assign(count, 0.0);
  markets.cells.assign(count, CellState{});
  markets.routes = board.routes;
  markets.scratch.assign(2 * count, 0.0);
  markets.is_due.assign(board.choosers.size(), std::uint8_t{0});
  markets.is_any_scarce = false;
  markets.assessments = 0;
  markets.reported = 0;
}

void Run::on_prices() {
  loop_.require_phase(Phase::prices);
  auto& markets = state_.markets;
  const double days = world_.prices.step_days;
  look_at_markets(days);
  ++markets.assessments;
  if (today() >= world_.start) {
    book_support();
    book_goods();
    move_prices(days);
    remember_prices();
    choose_by_price();
  }
  loop_.schedule({now() + std::int64_t{world_.prices.step_days} * engine::seconds_per_day},
                 Phase::prices, entity_of_clock(), static_cast<std::uint8_t>(EventKind::prices));
}

void Run::look_at_markets(double days) {
  // Plants use what they have between two reviews: what is in stock is known only then.
  book_all_use();
  const auto& board = world_.prices;
  const double of_volume = -std::expm1(-days / volume_days);
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    const auto& cell = board.cells[c];
    auto& state = state_.markets.cells[c];
    double stock = 0;
    double use = 0;
    double fear = 0;
    double unmet = 0;
    for (std::uint32_t k = 0; k < cell.pools.count; ++k) {
      const auto pool = board.cell_pools[cell.pools.first + k];
      const auto& of_pool = state_.pools[pool.index()];
      stock += static_cast<double>(of_pool.gross);
      if ((k < cell.inputs) == cell.has_users) {
        use += of_pool.forecast.per_day;
        unmet += of_pool.owing > 0 ? of_pool.forecast.per_day * unmet_of(pool) : 0;
        fear +=
            state_.buyers.empty() ? 0 : of_pool.forecast.per_day * state_.buyers[pool.index()].fear;
      }
    }
    state_.markets.use[c] = use;
    state.fear = use > 0 ? fear / use : 0;
    state.unmet = use > 0 ? unmet / use : 0;
    state.cover_days = use > 0 ? stock / use : 0;
    std::int64_t received = 0;
    for (std::uint32_t k = 0; k < cell.trades.count; ++k) {
      received += state_.trades[board.cell_trades[cell.trades.first + k]].received;
    }
    if (cell.volume_per_day > 0) {
      const auto come = static_cast<double>(received - state.received);
      state.volume += of_volume * (come / (cell.volume_per_day * days) - state.volume);
    }
    state.received = received;
    if (today() < world_.start || state_.markets.assessments == 0) {
      // The usual cover is that of the warm-up: stocks settle in it.
      state.cover_sum += state.cover_days;
      state.reference_days = state.cover_sum / static_cast<double>(state_.markets.assessments + 1);
    }
  }
}

void Run::move_prices(double days) {
  const auto& board = world_.prices;
  auto& markets = state_.markets;
  const bool noisy = world_.switches.noise && board.rules.noise_per_root_day > 0;
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    const auto& state = markets.cells[c];
    const MarketView view{state.cover_days, state.reference_days, state.unmet, state.duties};
    const double normal =
        noisy ? engine::normal_quantile(engine::uniform(stream(Purpose::price, board.cells[c].key),
                                                        markets.assessments))
              : 0;
    markets.log_price[c] = next_log_price(board.rules, markets.log_price[c],
                                          target_log_price(board.rules, view), days, normal);
  }
  open_routes();
  if (world_.switches.arbitrage) {
    arbitrage(markets.routes, markets.use, days, markets.log_price, markets.scratch);
  }
  const double of_usual = -std::expm1(-days / usual_days);
  markets.reported += reporting_ ? 1 : 0;
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    auto& state = markets.cells[c];
    markets.price[c] = std::exp(markets.log_price[c]);
    state.quote = quote_over_trade(board.rules, state.volume, state.fear);
    state.log_quoted = std::log(markets.price[c] * state.quote);
    const double log_quote = markets.log_price[c] + std::log(state.quote);
    state.usual_log_quote += of_usual * (log_quote - state.usual_log_quote);
    if (reporting_) {
      const double quoted = markets.price[c] * state.quote;
      state.traded_sum += markets.price[c];
      state.quoted_sum += quoted;
      state.most_quoted = std::max(state.most_quoted, quoted);
    }
  }
}

void Run::open_accounts() {
  state_.openness_of_accounts.resize(world_.export_accounts.size());
  for (std::size_t a = 0; a < world_.export_accounts.size(); ++a) {
    std::int64_t owed = 0;
    for (const auto lane : world_.export_accounts[a].lanes) {
      owed += state_.lanes[lane].owed;
    }
    const auto left = state_.export_accounts[a].left;
    state_.openness_of_accounts[a] =
        left < owed ? static_cast<double>(left) / static_cast<double>(owed) : 1;
  }
}

void Run::open_routes() {
  open_accounts();
  auto& routes = state_.markets.routes;
  for (auto& route : routes) {
    route.openness = 0;
  }
  for (std::uint32_t l = 0; l < world_.prices.lanes.size(); ++l) {
    const auto& lane = world_.prices.lanes[l];
    if (lane.route == LanePrice::no_route) {
      continue;
    }
    const auto& state = state_.lanes[l];
    double open = state.blocked > 0 ? 0 : 1;
    if (state.metered && open > 0) {
      open = state_.openness_of_accounts[world_.export_account_of_lane[l]];
    }
    if (state.licensed && open > 0 && state.owed > 0) {
      open = static_cast<double>(sendable(l)) / static_cast<double>(state.owed);
    }
    routes[lane.route].openness += static_cast<double>(lane.of_route) * open;
  }
  state_.markets.is_any_scarce =
      std::any_of(routes.begin(), routes.end(),
                  [](const PriceRoute& route) { return route.openness < all_open; });
}

void Run::choose_by_price() {
  const auto& board = world_.prices;
  auto& markets = state_.markets;
  bool is_any_due = false;
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    auto& told = markets.cells[c].told;
    if (std::abs(markets.log_price[c] - told) > worth_a_choice) {
      told = markets.log_price[c];
      for (const auto chooser : board.cells[c].choosers) {
        markets.is_due[chooser] = 1;
        is_any_due = true;
      }
    }
  }
  for (std::size_t k = 0; is_any_due && k < board.choosers.size(); ++k) {
    if (markets.is_due[k] != 0) {
      markets.is_due[k] = 0;
      const auto pool = board.choosers[k];
      tilt_suppliers(
          pool, world_.profiles[world_.facilities[state_.pools[pool.index()].facility].profile]);
    }
  }
}

void Run::change_duty(std::uint32_t lane, double old_rate, double new_rate) {
  const auto& board = world_.prices;
  // The prices of the base year hold its duties.
  if (board.lanes.empty() || today() < world_.start) {
    return;
  }
  const auto freight = world_.lane_details[lane].freight;
  const auto& weights = board.lanes[lane];
  if (weights.route != LanePrice::no_route) {
    state_.markets.routes[weights.route].duty +=
        static_cast<double>(weights.of_route) *
        (log_of_duty(new_rate, freight) - log_of_duty(old_rate, freight));
  }
  const auto cell = board.cell_of_pool[world_.lanes[lane].to.index()];
  if (cell != PriceBoard::no_cell) {
    const double passed = board.rules.pass_through;
    state_.markets.cells[cell].duties +=
        static_cast<double>(weights.of_supply) *
        (log_of_duty(passed * new_rate, freight) - log_of_duty(passed * old_rate, freight));
  }
}

void Run::forget_trade() {
  for (std::size_t c = 0; c < state_.markets.cells.size(); ++c) {
    const auto& cell = world_.prices.cells[c];
    for (std::uint32_t k = 0; k < cell.trades.count; ++k) {
      state_.markets.cells[c].received -=
          state_.trades[world_.prices.cell_trades[cell.trades.first + k]].received;
    }
  }
}

double Run::price_usd_per_kg(std::uint32_t cell, bool is_quoted) const {
  const auto& material = world_.materials[world_.prices.cells[cell].material.index()];
  return material.price_usd_per_kg * state_.markets.price[cell] *
         (is_quoted ? state_.markets.cells[cell].quote : 1);
}

double Run::mean_price(std::uint32_t cell, bool is_quoted) const {
  if (state_.markets.reported == 0) {
    return price_usd_per_kg(cell, is_quoted);
  }
  const auto& material = world_.materials[world_.prices.cells[cell].material.index()];
  const auto& state = state_.markets.cells[cell];
  return material.price_usd_per_kg * (is_quoted ? state.quoted_sum : state.traded_sum) /
         state_.markets.reported;
}

double Run::log_price_of_inputs(const Plant& plant) const {
  double log_price = 0;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto& input = world_.plant_inputs[plant.inputs.first + k];
    log_price += input.value_share * std::log(price_of(input.pool));
  }
  return log_price;
}

RentHolder Run::rent_holder(std::uint32_t lane) const {
  if (state_.lanes[lane].licensed) {
    return regime_of(world_.licensed_lanes[world_.licence_of_lane[lane]]).rent_to;
  }
  if (state_.lanes[lane].metered) {
    const auto& account = world_.export_accounts[world_.export_account_of_lane[lane]];
    const auto instrument = world_.export_quotas[account.quota].instrument;
    return std::get<ExportQuota>(world_.instruments[instrument].kind).rent_to;
  }
  return RentHolder::exporter;
}

void Run::agree_on_rent(std::uint32_t parcel_id, std::int64_t grams) {
  const auto lane_id = state_.parcels[parcel_id].owner;
  const auto& board = world_.prices;
  if (grams == 0 || board.lanes.empty() || board.lanes[lane_id].route == LanePrice::no_route) {
    return;
  }
  // Where all that is wanted may leave, a permission is worth nothing.
  if (state_.markets.routes[board.lanes[lane_id].route].openness >= all_open) {
    return;
  }
  const auto& lane = state_.lanes[lane_id];
  const double at_home = price_of(lane.from);
  const double duty = static_cast<double>(lane.tariff) *
                      (at_home + static_cast<double>(world_.lane_details[lane_id].freight));
  auto& terms = state_.shipment_terms[parcel_id];
  terms.rent_usd = std::max(0.0, price_of(lane.to) - at_home - duty) * usd_of_base(lane_id, grams);
  terms.rent_to = rent_holder(lane_id);
}

}  // namespace monazite
