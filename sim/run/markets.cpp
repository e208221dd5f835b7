#include "sim/run/markets.hpp"

#include <algorithm>
#include <cmath>

#include "models/market/price.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/money.hpp"
#include "sim/run/panic.hpp"
#include "sim/run/price_floors.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/sampling.hpp"
#include "sim/run/simulation.hpp"

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

/// Looks at stocks, trade and fear of each cell.
void look_at_markets(Simulation& sim, double days) {
  // Plants use what they have between two reviews: what is in stock is known only then.
  book_all_use(sim);
  const auto& board = sim.world.prices;
  const double of_volume = -std::expm1(-days / volume_days);
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    const auto& cell = board.cells[c];
    auto& state = sim.state.markets.cells[c];
    double stock = 0;
    double use = 0;
    double fear = 0;
    double unmet = 0;
    for (std::uint32_t k = 0; k < cell.pools.count; ++k) {
      const auto pool = board.cell_pools[cell.pools.first + k];
      const auto& of_pool = sim.state.pools[pool.index()];
      stock += static_cast<double>(of_pool.gross);
      if ((k < cell.inputs) == cell.has_users) {
        use += of_pool.forecast.per_day;
        unmet += of_pool.owing > 0 ? of_pool.forecast.per_day * unmet_of(sim, pool) : 0;
        fear += sim.state.buyers.empty()
                    ? 0
                    : of_pool.forecast.per_day * sim.state.buyers[pool.index()].fear;
      }
    }
    sim.state.markets.use[c] = use;
    state.fear = use > 0 ? fear / use : 0;
    state.unmet = use > 0 ? unmet / use : 0;
    state.cover_days = use > 0 ? stock / use : 0;
    std::int64_t received = 0;
    for (std::uint32_t k = 0; k < cell.trades.count; ++k) {
      received += sim.state.trades[board.cell_trades[cell.trades.first + k]].received;
    }
    if (cell.volume_per_day > 0) {
      const auto come = static_cast<double>(received - state.received);
      state.volume += of_volume * (come / (cell.volume_per_day * days) - state.volume);
    }
    state.received = received;
    if (sim.today() < sim.world.start || sim.state.markets.assessments == 0) {
      // The usual cover is that of the warm-up: stocks settle in it.
      state.cover_sum += state.cover_days;
      state.reference_days =
          state.cover_sum / static_cast<double>(sim.state.markets.assessments + 1);
    }
  }
}

void move_prices(Simulation& sim, double days) {
  const auto& board = sim.world.prices;
  auto& markets = sim.state.markets;
  const bool noisy = sim.world.switches.noise && board.rules.noise_per_root_day > 0;
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    const auto& state = markets.cells[c];
    const MarketView view{state.cover_days, state.reference_days, state.unmet, state.duties};
    const double normal =
        noisy ? engine::normal_quantile(engine::uniform(
                    sim.stream(Purpose::price, board.cells[c].key), markets.assessments))
              : 0;
    markets.log_price[c] = next_log_price(board.rules, markets.log_price[c],
                                          target_log_price(board.rules, view), days, normal);
  }
  open_routes(sim);
  if (sim.world.switches.arbitrage) {
    arbitrage(markets.routes, markets.use, days, markets.log_price, markets.scratch);
  }
  const double of_usual = -std::expm1(-days / usual_days);
  markets.reported += sim.is_reporting ? 1 : 0;
  for (std::size_t c = 0; c < board.cells.size(); ++c) {
    auto& state = markets.cells[c];
    markets.price[c] = std::exp(markets.log_price[c]);
    state.quote = quote_over_trade(board.rules, state.volume, state.fear);
    state.log_quoted = std::log(markets.price[c] * state.quote);
    const double log_quote = markets.log_price[c] + std::log(state.quote);
    state.usual_log_quote += of_usual * (log_quote - state.usual_log_quote);
    if (sim.is_reporting) {
      const double quoted = markets.price[c] * state.quote;
      state.traded_sum += markets.price[c];
      state.quoted_sum += quoted;
      state.most_quoted = std::max(state.most_quoted, quoted);
    }
  }
}

/// How much of what is wanted each account of an export quota allows, 0-1.
void open_accounts(Simulation& sim) {
  sim.state.openness_of_accounts.resize(sim.world.export_accounts.size());
  for (std::size_t a = 0; a < sim.world.export_accounts.size(); ++a) {
    std::int64_t owed = 0;
    for (const auto lane : sim.world.export_accounts[a].lanes) {
      owed += sim.state.lanes[lane].owed;
    }
    const auto left = sim.state.export_accounts[a].left;
    sim.state.openness_of_accounts[a] =
        left < owed ? static_cast<double>(left) / static_cast<double>(owed) : 1;
  }
}

/// Lets those who buy in several markets choose again where prices have moved apart.
void choose_by_price(Simulation& sim) {
  const auto& board = sim.world.prices;
  auto& markets = sim.state.markets;
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
          sim, pool,
          sim.world.profiles[sim.world.facilities[sim.state.pools[pool.index()].facility].profile]);
    }
  }
}

/// Who gets it, as the rules of the lane say; without rules the exporter.
RentHolder rent_holder(const Simulation& sim, std::uint32_t lane) {
  if (sim.state.lanes[lane].licensed) {
    return regime_of(sim, sim.world.licensed_lanes[sim.world.licence_of_lane[lane]]).rent_to;
  }
  if (sim.state.lanes[lane].metered) {
    const auto& account = sim.world.export_accounts[sim.world.export_account_of_lane[lane]];
    const auto instrument = sim.world.export_quotas[account.quota].instrument;
    return std::get<ExportQuota>(sim.world.instruments[instrument].kind).rent_to;
  }
  return RentHolder::exporter;
}

}  // namespace

void reset_markets(Simulation& sim) {
  const auto& board = sim.world.prices;
  auto& markets = sim.state.markets;
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

void on_prices(Simulation& sim) {
  sim.loop.require_phase(Phase::prices);
  auto& markets = sim.state.markets;
  const double days = sim.world.prices.step_days;
  look_at_markets(sim, days);
  ++markets.assessments;
  if (sim.today() >= sim.world.start) {
    book_support(sim);
    book_goods(sim);
    move_prices(sim, days);
    remember_prices(sim);
    choose_by_price(sim);
  }
  sim.loop.schedule(
      {sim.now() + std::int64_t{sim.world.prices.step_days} * engine::seconds_per_day},
      Phase::prices, sim.entity_of_clock(), static_cast<std::uint8_t>(EventKind::prices));
}

void open_routes(Simulation& sim) {
  open_accounts(sim);
  auto& routes = sim.state.markets.routes;
  for (auto& route : routes) {
    route.openness = 0;
  }
  for (std::uint32_t l = 0; l < sim.world.prices.lanes.size(); ++l) {
    const auto& lane = sim.world.prices.lanes[l];
    if (lane.route == LanePrice::no_route) {
      continue;
    }
    const auto& state = sim.state.lanes[l];
    double open = state.blocked > 0 ? 0 : 1;
    if (state.metered && open > 0) {
      open = sim.state.openness_of_accounts[sim.world.export_account_of_lane[l]];
    }
    if (state.licensed && open > 0 && state.owed > 0) {
      open = static_cast<double>(sendable(sim, l)) / static_cast<double>(state.owed);
    }
    routes[lane.route].openness += static_cast<double>(lane.of_route) * open;
  }
  sim.state.markets.is_any_scarce =
      std::any_of(routes.begin(), routes.end(),
                  [](const PriceRoute& route) { return route.openness < all_open; });
}

void change_duty(Simulation& sim, std::uint32_t lane, double old_rate, double new_rate) {
  const auto& board = sim.world.prices;
  // The prices of the base year hold its duties.
  if (board.lanes.empty() || sim.today() < sim.world.start) {
    return;
  }
  const auto freight = sim.world.lane_details[lane].freight;
  const auto& weights = board.lanes[lane];
  if (weights.route != LanePrice::no_route) {
    sim.state.markets.routes[weights.route].duty +=
        static_cast<double>(weights.of_route) *
        (log_of_duty(new_rate, freight) - log_of_duty(old_rate, freight));
  }
  const auto cell = board.cell_of_pool[sim.world.lanes[lane].to.index()];
  if (cell != PriceBoard::no_cell) {
    const double passed = board.rules.pass_through;
    sim.state.markets.cells[cell].duties +=
        static_cast<double>(weights.of_supply) *
        (log_of_duty(passed * new_rate, freight) - log_of_duty(passed * old_rate, freight));
  }
}

void forget_trade(Simulation& sim) {
  for (std::size_t c = 0; c < sim.state.markets.cells.size(); ++c) {
    const auto& cell = sim.world.prices.cells[c];
    for (std::uint32_t k = 0; k < cell.trades.count; ++k) {
      sim.state.markets.cells[c].received -=
          sim.state.trades[sim.world.prices.cell_trades[cell.trades.first + k]].received;
    }
  }
}

double price_usd_per_kg(const Simulation& sim, std::uint32_t cell, bool is_quoted) {
  const auto& material = sim.world.materials[sim.world.prices.cells[cell].material.index()];
  return material.price_usd_per_kg * sim.state.markets.price[cell] *
         (is_quoted ? sim.state.markets.cells[cell].quote : 1);
}

double mean_price(const Simulation& sim, std::uint32_t cell, bool is_quoted) {
  if (sim.state.markets.reported == 0) {
    return price_usd_per_kg(sim, cell, is_quoted);
  }
  const auto& material = sim.world.materials[sim.world.prices.cells[cell].material.index()];
  const auto& state = sim.state.markets.cells[cell];
  return material.price_usd_per_kg * (is_quoted ? state.quoted_sum : state.traded_sum) /
         sim.state.markets.reported;
}

double log_price_of_inputs(const Simulation& sim, const Plant& plant) {
  double log_price = 0;
  for (std::uint32_t k = 0; k < plant.inputs.count; ++k) {
    const auto& input = sim.world.plant_inputs[plant.inputs.first + k];
    log_price += input.value_share * std::log(price_of(sim, input.pool));
  }
  return log_price;
}

void agree_on_rent(Simulation& sim, std::uint32_t parcel_id, std::int64_t grams) {
  const auto lane_id = sim.state.parcels[parcel_id].owner;
  const auto& board = sim.world.prices;
  if (grams == 0 || board.lanes.empty() || board.lanes[lane_id].route == LanePrice::no_route) {
    return;
  }
  // Where all that is wanted may leave, a permission is worth nothing.
  if (sim.state.markets.routes[board.lanes[lane_id].route].openness >= all_open) {
    return;
  }
  const auto& lane = sim.state.lanes[lane_id];
  const double at_home = price_of(sim, lane.from);
  const double duty = static_cast<double>(lane.tariff) *
                      (at_home + static_cast<double>(sim.world.lane_details[lane_id].freight));
  auto& terms = sim.state.shipment_terms[parcel_id];
  terms.rent_usd =
      std::max(0.0, price_of(sim, lane.to) - at_home - duty) * usd_of_base(sim, lane_id, grams);
  terms.rent_to = rent_holder(sim, lane_id);
}

}  // namespace monazite
