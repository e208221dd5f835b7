#include "sim/run/stockpiles.hpp"

#include <algorithm>
#include <cmath>

#include "models/behaviour/allocation.hpp"
#include "sim/run/applicants.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/opening.hpp"
#include "sim/run/panic.hpp"
#include "sim/run/plants.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/talks.hpp"

namespace monazite {

namespace {

/// What users have had is judged over four weeks.
constexpr double fill_days = 28;

void review_stockpile_at(Simulation& sim, std::uint32_t stockpile, std::int64_t seconds) {
  sim.loop.schedule({seconds}, Phase::orders, sim.world.stockpiles[stockpile].facility.value,
                    static_cast<std::uint8_t>(EventKind::stockpile), stockpile);
}

/// The share of their use that the users of a stockpile have had, mean of about four weeks.
double fill_seen_by(Simulation& sim, std::uint32_t number) {
  const auto& stockpile = sim.world.stockpiles[number];
  auto& seen = sim.state.stockpiles[number];
  double wanted = 0;
  double lost = 0;
  for (const auto plant : stockpile.plants) {
    book_use(sim, plant);
    wanted += sim.state.tallies.wanted[plant.index()];
    lost += sim.state.tallies.lost[plant.index()];
  }
  if (wanted > seen.wanted) {
    const double fill = 1 - (lost - seen.lost) / (wanted - seen.wanted);
    seen.fill += -std::expm1(-stockpile.review_days / fill_days) * (fill - seen.fill);
  }
  seen.wanted = wanted;
  seen.lost = lost;
  return seen.fill;
}

/// Takes orders of a buyer over from its suppliers: `grams` that they owe, at most.
void take_over(Simulation& sim, std::uint32_t lane, std::int64_t grams) {
  const auto& pool = sim.world.pools[sim.world.lanes[lane].to.index()];
  const auto lot = static_cast<double>(sim.world.materials[pool.material.index()].lot.grams);
  auto left = grams;
  const auto take = [&](std::uint32_t from, std::int64_t most) {
    const auto part = std::min(left, most);
    if (part > 0) {
      withdraw_order(sim, from, part, lot);
      left -= part;
    }
  };
  // What suppliers may not send comes first.
  for (const bool is_stuck : {true, false}) {
    for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
      const auto from = pool.suppliers.first + k;
      take(from, is_stuck ? sim.state.lanes[from].owed - sendable(sim, from)
                          : sim.state.lanes[from].owed);
    }
  }
  if (!sim.state.buyers.empty()) {
    // What is taken over was no phantom: as much is left among what is owed as before.
    auto& buyer = sim.state.buyers[sim.world.lanes[lane].to.index()];
    buyer.owed = std::max<std::int64_t>(0, buyer.owed - grams);
  }
  place_order(sim, lane, grams);
}

/// Serves what is owed to the buyers of a reserve, by rank.
void release(Simulation& sim, std::uint32_t r) {
  const auto& reserve = sim.world.reserves[r];
  const auto& stock = sim.state.pools[reserve.pool.index()];
  const auto days = sim.world.stockpiles[reserve.stockpile].review_days;
  const auto available = std::min(stock.gross - stock.owed - reserve.least,
                                  nearest_whole(reserve.most_release_per_day * days));
  if (available <= 0) {
    return;
  }
  sim.state.orders.clear();
  for (const auto lane : reserve.lanes) {
    const auto buyer = sim.world.lanes[lane].to;
    auto owed = sim.state.lanes[lane].owed > 0 || is_closed(sim, lane) ? 0 : owed_to(sim, buyer);
    owed -= sim.state.buyers.empty() ? 0 : std::min(owed, sim.state.buyers[buyer.index()].phantom);
    sim.state.orders.push_back(owed);
  }
  sim.state.allotted.assign(sim.state.orders.size(), 0);
  constexpr std::int64_t to_the_gram = 1;
  allocate_by_priority(sim.state.orders, reserve.ranks, available, to_the_gram, sim.state.allotted,
                       sim.state.allocation);
  for (std::size_t j = 0; j < reserve.lanes.size(); ++j) {
    if (sim.state.allotted[j] > 0) {
      take_over(sim, reserve.lanes[j], sim.state.allotted[j]);
      sim.state.reserves[r].released += sim.state.allotted[j];
    }
  }
}

/// Takes back what a stockpile has ordered where it may not leave, while others may send.
void withdraw_barred_purchases(Simulation& sim, const Pool& pool) {
  if (!has_open_lane(sim, pool)) {
    return;
  }
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    if (is_barred(sim, lane) && sim.state.lanes[lane].owed > 0) {
      withdraw_order(sim, lane, sim.state.lanes[lane].owed, 0);
    }
  }
}

void refill(Simulation& sim, std::uint32_t r) {
  const auto& reserve = sim.world.reserves[r];
  const auto& pool = sim.world.pools[reserve.pool.index()];
  const auto& stock = sim.state.pools[reserve.pool.index()];
  const auto& stockpile = sim.world.stockpiles[reserve.stockpile];
  withdraw_barred_purchases(sim, pool);
  const auto wanted = std::min(reserve.target - stock.gross - stock.on_order,
                               nearest_whole(reserve.refill_per_day * stockpile.review_days));
  if (wanted <= 0) {
    return;
  }
  const auto& profile = sim.world.profiles[sim.world.facilities[pool.facility.index()].profile];
  if (stock.disturbed > 0) {
    tilt_suppliers(sim, reserve.pool, profile);
  }
  double open = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    open += is_barred(sim, lane) ? 0 : static_cast<double>(sim.state.accounts[lane].share);
  }
  for (std::uint32_t k = 0; k < pool.on_order_lanes && open > 0; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto part = nearest_whole(static_cast<double>(wanted) *
                                    static_cast<double>(sim.state.accounts[lane].share) / open);
    if (part > 0 && !is_barred(sim, lane)) {
      place_order(sim, lane, part);
    }
  }
}

/// The index of the reserve that a stock is.
std::size_t reserve_of(const Simulation& sim, PoolId stock) {
  const auto reserve =
      std::find_if(sim.world.reserves.begin(), sim.world.reserves.end(),
                   [&](const Reserve& candidate) { return candidate.pool == stock; });
  return static_cast<std::size_t>(reserve - sim.world.reserves.begin());
}

}  // namespace

void reset_stockpiles(Simulation& sim) {
  sim.state.stockpiles.assign(sim.world.stockpiles.size(), {});
  sim.state.reserves.assign(sim.world.reserves.size(), {});
}

void fill_stockpiles(Simulation& sim) {
  for (const auto& reserve : sim.world.reserves) {
    put_in_stock(sim, reserve.pool, reserve.opening);
  }
  for (std::uint32_t s = 0; s < sim.world.stockpiles.size(); ++s) {
    review_stockpile_at(sim, s, std::max(sim.now(), sim.seconds_at(sim.world.start)));
  }
}

void on_stockpile(Simulation& sim, std::uint32_t number) {
  sim.loop.require_phase(Phase::orders);
  const auto& stockpile = sim.world.stockpiles[number];
  StockpileView of_all;
  of_all.fill = fill_seen_by(sim, number);
  of_all.is_instrument_in_force = std::any_of(
      stockpile.instruments.begin(), stockpile.instruments.end(), [&](std::uint32_t instrument) {
        return is_in_force(sim.world.instruments[instrument].kind,
                           sim.state.instruments[instrument]);
      });
  for (std::uint32_t k = 0; k < stockpile.reserves.count; ++k) {
    const auto r = stockpile.reserves.first + k;
    const auto& reserve = sim.world.reserves[r];
    auto view = of_all;
    if (reserve.cell != PriceBoard::no_cell) {
      const auto& cell = sim.state.markets.cells[reserve.cell];
      view.traded = sim.state.markets.price[reserve.cell];
      view.quoted = view.traded * cell.quote;
      view.cover = cell.reference_days > 0 ? cell.cover_days / cell.reference_days : 1;
    }
    auto& state = sim.state.reserves[r];
    state.rule = step(stockpile.release, state.rule, view, sim.today());
    if (state.rule.is_releasing) {
      release(sim, r);
    } else if (may_refill(stockpile.refill, view)) {
      refill(sim, r);
    }
    const auto& pool = sim.world.pools[reserve.pool.index()];
    if (sim.state.pools[reserve.pool.index()].disturbed > 0 && !sim.world.licensed_lanes.empty()) {
      apply_for_licences(sim, reserve.pool,
                         sim.world.profiles[sim.world.facilities[pool.facility.index()].profile]);
    }
  }
  review_stockpile_at(sim, number,
                      sim.now() + std::int64_t{stockpile.review_days} * engine::seconds_per_day);
}

double worth_of(const Simulation& sim, const Reserve& reserve, std::int64_t grams) {
  const auto& material =
      sim.world.materials[sim.world.pools[reserve.pool.index()].material.index()];
  const double price = reserve.cell == PriceBoard::no_cell
                           ? material.price_usd_per_kg
                           : price_usd_per_kg(sim, reserve.cell, false);
  constexpr double kg_per_gram = 1e-3;
  return price * static_cast<double>(grams) * kg_per_gram;
}

void book_purchase(Simulation& sim, PoolId stock, std::int64_t grams) {
  const auto r = reserve_of(sim, stock);
  sim.state.reserves[r].bought_usd += worth_of(sim, sim.world.reserves[r], grams);
}

void book_sale(Simulation& sim, PoolId stock, std::int64_t grams) {
  const auto r = reserve_of(sim, stock);
  sim.state.reserves[r].sold_usd += worth_of(sim, sim.world.reserves[r], grams);
}

void forget_stockpiles(Simulation& sim) {
  for (auto& reserve : sim.state.reserves) {
    reserve.released = 0;
    reserve.sold_usd = 0;
    reserve.bought_usd = 0;
  }
  for (auto& stockpile : sim.state.stockpiles) {
    stockpile.wanted = 0;
    stockpile.lost = 0;
  }
}

}  // namespace monazite
