#include <algorithm>
#include <cmath>

#include "models/behaviour/allocation.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// What users have had is judged over four weeks.
constexpr double fill_days = 28;

}  // namespace

void Run::reset_stockpiles() {
  state_.stockpiles.assign(world_.stockpiles.size(), {});
  state_.reserves.assign(world_.reserves.size(), {});
}

void Run::fill_stockpiles() {
  for (const auto& reserve : world_.reserves) {
    put_in_stock(reserve.pool, reserve.opening);
  }
  for (std::uint32_t s = 0; s < world_.stockpiles.size(); ++s) {
    review_stockpile_at(s, std::max(now(), seconds_at(world_.start)));
  }
}

void Run::review_stockpile_at(std::uint32_t stockpile, std::int64_t seconds) {
  loop_.schedule({seconds}, Phase::orders, world_.stockpiles[stockpile].facility.value,
                 static_cast<std::uint8_t>(EventKind::stockpile), stockpile);
}

void Run::on_stockpile(std::uint32_t number) {
  loop_.require_phase(Phase::orders);
  const auto& stockpile = world_.stockpiles[number];
  StockpileView of_all;
  of_all.fill = fill_seen_by(number);
  of_all.is_instrument_in_force = std::any_of(
      stockpile.instruments.begin(), stockpile.instruments.end(), [&](std::uint32_t instrument) {
        return is_in_force(world_.instruments[instrument].kind, state_.instruments[instrument]);
      });
  for (std::uint32_t k = 0; k < stockpile.reserves.count; ++k) {
    const auto r = stockpile.reserves.first + k;
    const auto& reserve = world_.reserves[r];
    auto view = of_all;
    if (reserve.cell != PriceBoard::no_cell) {
      const auto& cell = state_.markets.cells[reserve.cell];
      view.traded = state_.markets.price[reserve.cell];
      view.quoted = view.traded * cell.quote;
      view.cover = cell.reference_days > 0 ? cell.cover_days / cell.reference_days : 1;
    }
    auto& state = state_.reserves[r];
    state.rule = step(stockpile.release, state.rule, view, today());
    if (state.rule.is_releasing) {
      release(r);
    } else if (may_refill(stockpile.refill, view)) {
      refill(r);
    }
    const auto& pool = world_.pools[reserve.pool.index()];
    if (state_.pools[reserve.pool.index()].disturbed > 0 && !world_.licensed_lanes.empty()) {
      apply_for_licences(reserve.pool,
                         world_.profiles[world_.facilities[pool.facility.index()].profile]);
    }
  }
  review_stockpile_at(number,
                      now() + std::int64_t{stockpile.review_days} * engine::seconds_per_day);
}

double Run::fill_seen_by(std::uint32_t number) {
  const auto& stockpile = world_.stockpiles[number];
  auto& seen = state_.stockpiles[number];
  double wanted = 0;
  double lost = 0;
  for (const auto plant : stockpile.plants) {
    book_use(plant);
    wanted += state_.tallies.wanted[plant.index()];
    lost += state_.tallies.lost[plant.index()];
  }
  if (wanted > seen.wanted) {
    const double fill = 1 - (lost - seen.lost) / (wanted - seen.wanted);
    seen.fill += -std::expm1(-stockpile.review_days / fill_days) * (fill - seen.fill);
  }
  seen.wanted = wanted;
  seen.lost = lost;
  return seen.fill;
}

void Run::release(std::uint32_t r) {
  const auto& reserve = world_.reserves[r];
  const auto& stock = state_.pools[reserve.pool.index()];
  const auto days = world_.stockpiles[reserve.stockpile].review_days;
  const auto available = std::min(stock.gross - stock.owed - reserve.least,
                                  nearest_whole(reserve.most_release_per_day * days));
  if (available <= 0) {
    return;
  }
  state_.orders.clear();
  for (const auto lane : reserve.lanes) {
    const auto buyer = world_.lanes[lane].to;
    auto owed = state_.lanes[lane].owed > 0 || is_closed(lane) ? 0 : owed_to(buyer);
    owed -= state_.buyers.empty() ? 0 : std::min(owed, state_.buyers[buyer.index()].phantom);
    state_.orders.push_back(owed);
  }
  state_.allotted.assign(state_.orders.size(), 0);
  constexpr std::int64_t to_the_gram = 1;
  allocate_by_priority(state_.orders, reserve.ranks, available, to_the_gram, state_.allotted,
                       state_.allocation);
  for (std::size_t j = 0; j < reserve.lanes.size(); ++j) {
    if (state_.allotted[j] > 0) {
      take_over(reserve.lanes[j], state_.allotted[j]);
      state_.reserves[r].released += state_.allotted[j];
    }
  }
}

void Run::take_over(std::uint32_t lane, std::int64_t grams) {
  const auto& pool = world_.pools[world_.lanes[lane].to.index()];
  const auto lot = static_cast<double>(world_.materials[pool.material.index()].lot.grams);
  auto left = grams;
  const auto take = [&](std::uint32_t from, std::int64_t most) {
    const auto part = std::min(left, most);
    if (part > 0) {
      withdraw_order(from, part, lot);
      left -= part;
    }
  };
  // What suppliers may not send comes first.
  for (const bool is_stuck : {true, false}) {
    for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
      const auto from = pool.suppliers.first + k;
      take(from, is_stuck ? state_.lanes[from].owed - sendable(from) : state_.lanes[from].owed);
    }
  }
  place_order(lane, grams);
}

void Run::refill(std::uint32_t r) {
  const auto& reserve = world_.reserves[r];
  const auto& pool = world_.pools[reserve.pool.index()];
  const auto& stock = state_.pools[reserve.pool.index()];
  const auto& stockpile = world_.stockpiles[reserve.stockpile];
  withdraw_barred_purchases(pool);
  const auto wanted = std::min(reserve.target - stock.gross - stock.on_order,
                               nearest_whole(reserve.refill_per_day * stockpile.review_days));
  if (wanted <= 0) {
    return;
  }
  const auto& profile = world_.profiles[world_.facilities[pool.facility.index()].profile];
  if (stock.disturbed > 0) {
    tilt_suppliers(reserve.pool, profile);
  }
  double open = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    open += is_barred(lane) ? 0 : static_cast<double>(state_.accounts[lane].share);
  }
  for (std::uint32_t k = 0; k < pool.on_order_lanes && open > 0; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto part = nearest_whole(static_cast<double>(wanted) *
                                    static_cast<double>(state_.accounts[lane].share) / open);
    if (part > 0 && !is_barred(lane)) {
      place_order(lane, part);
    }
  }
}

void Run::withdraw_barred_purchases(const Pool& pool) {
  if (!has_open_lane(pool)) {
    return;
  }
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    if (is_barred(lane) && state_.lanes[lane].owed > 0) {
      withdraw_order(lane, state_.lanes[lane].owed, 0);
    }
  }
}

double Run::worth_of(const Reserve& reserve, std::int64_t grams) const {
  const auto& material = world_.materials[world_.pools[reserve.pool.index()].material.index()];
  const double price = reserve.cell == PriceBoard::no_cell ? material.price_usd_per_kg
                                                           : price_usd_per_kg(reserve.cell, false);
  constexpr double kg_per_gram = 1e-3;
  return price * static_cast<double>(grams) * kg_per_gram;
}

std::size_t Run::reserve_of(PoolId stock) const {
  const auto reserve =
      std::find_if(world_.reserves.begin(), world_.reserves.end(),
                   [&](const Reserve& candidate) { return candidate.pool == stock; });
  return static_cast<std::size_t>(reserve - world_.reserves.begin());
}

void Run::book_purchase(PoolId stock, std::int64_t grams) {
  const auto r = reserve_of(stock);
  state_.reserves[r].bought_usd += worth_of(world_.reserves[r], grams);
}

void Run::book_sale(PoolId stock, std::int64_t grams) {
  const auto r = reserve_of(stock);
  state_.reserves[r].sold_usd += worth_of(world_.reserves[r], grams);
}

void Run::forget_stockpiles() {
  for (auto& reserve : state_.reserves) {
    reserve.released = 0;
    reserve.sold_usd = 0;
    reserve.bought_usd = 0;
  }
  for (auto& stockpile : state_.stockpiles) {
    stockpile.wanted = 0;
    stockpile.lost = 0;
  }
}

}  // namespace monazite
