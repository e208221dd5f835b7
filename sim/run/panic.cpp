#include "sim/run/panic.hpp"

#include <algorithm>
#include <cmath>

#include "models/behaviour/hoarding.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Purchases are judged over four weeks.
constexpr double unmet_days = 28;

double days_between(std::int64_t from, std::int64_t to) {
  return static_cast<double>(to - from) / engine::seconds_per_day;
}

/// The share of a stock's purchases in the base year from sellers whose rules of sharing out
/// reward larger orders; 1 of a stock without any.
double rewarded_share(const Simulation& sim, const Pool& pool) {
  double rewarded = 0;
  double all = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto& lane = sim.world.lanes[pool.suppliers.first + k];
    const auto& seller = sim.world.facilities[sim.world.pools[lane.from.index()].facility.index()];
    const auto share = static_cast<double>(lane.share);
    all += share;
    rewarded += rewards_larger_orders(sim.world.profiles[seller.profile].allocation) ? share : 0;
  }
  return all > 0 ? rewarded / all : 1;
}

FearSignals signals_of(const Simulation& sim, PoolId id, const HoardingRules& rules) {
  const auto& pool = sim.world.pools[id.index()];
  const auto& stock = sim.state.pools[id.index()];
  const auto& buyer = sim.state.buyers[id.index()];
  FearSignals signals;
  signals.unmet = buyer.unmet;
  if (buyer.alert > 0) {
    signals.alert =
        buyer.alert * std::exp(-days_between(buyer.alerted_at, sim.now()) / rules.news_days);
  }
  if (pool.lead_days > 0) {
    signals.delay = static_cast<double>(stock.lead_days) / pool.lead_days - 1;
  }
  const auto& board = sim.world.prices;
  if (!board.cells.empty() && board.cell_of_pool[id.index()] != PriceBoard::no_cell) {
    const auto& cell = sim.state.markets.cells[board.cell_of_pool[id.index()]];
    signals.log_price_rise = cell.log_quoted - cell.usual_log_quote;
  }
  return signals;
}

}  // namespace

void reset_buyers(Simulation& sim) {
  const bool is_any_fearful =
      std::any_of(sim.world.profiles.begin(), sim.world.profiles.end(),
                  [](const Profile& profile) { return profile.hoarding.has_value(); });
  sim.state.buyers.assign(is_any_fearful ? sim.world.pools.size() : 0, {});
  for (std::size_t p = 0; p < sim.state.buyers.size(); ++p) {
    const auto& pool = sim.world.pools[p];
    const auto& rules =
        sim.world.profiles[sim.world.facilities[pool.facility.index()].profile].hoarding;
    if (rules && pool.on_order_lanes > 0) {
      // Who is how fearful is luck too; without noise it is the same in every run.
      auto draw = sim.stream(Purpose::hoarding, pool.key);
      if (!sim.world.switches.noise) {
        draw.master_seed = 0;
        draw.replication = 0;
      }
      sim.state.buyers[p].most = most_hoarding(*rules, engine::uniform(draw, 0));
      sim.state.buyers[p].rewarded = rewarded_share(sim, pool);
      sim.state.buyers[p].calm = response_to(*rules, 0);
    }
    sim.state.buyers[p].reviewed_at = sim.seconds_at(sim.world.origin);
  }
}

std::int64_t owed_to(const Simulation& sim, PoolId id) {
  const auto& pool = sim.world.pools[id.index()];
  std::int64_t owed = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    owed += sim.state.lanes[pool.suppliers.first + k].owed;
  }
  return owed;
}

double unmet_of(const Simulation& sim, PoolId id) {
  const auto& stock = sim.state.pools[id.index()];
  auto owed = owed_to(sim, id);
  owed -= sim.state.buyers.empty() ? 0 : sim.state.buyers[id.index()].phantom;
  const double wanted = unmet_days * stock.forecast.per_day;
  return wanted > 0 ? std::clamp(static_cast<double>(owed) / wanted, 0.0, 1.0) : 0;
}

void take_fright(Simulation& sim, PoolId id, const HoardingRules& rules) {
  auto& buyer = sim.state.buyers[id.index()];
  buyer.unmet = sim.state.pools[id.index()].owing > 0 ? unmet_of(sim, id) : 0;
  buyer.fear = fear_of(rules, signals_of(sim, id, rules));
  const double days = days_between(buyer.reviewed_at, sim.now());
  buyer.reviewed_at = sim.now();
  if (buyer.fear > 0 || buyer.hoarding > 1) {
    buyer.hoarding = next_hoarding(
        rules, buyer.hoarding, hoarding_target(rules, buyer.most, buyer.fear, buyer.calm), days);
  }
}

void alarm(Simulation& sim, std::uint32_t instrument) {
  if (sim.state.buyers.empty()) {
    return;
  }
  // The lanes into a stock follow each other.
  const auto lanes = lanes_of(sim.world.instruments[instrument].kind);
  for (std::size_t k = 0; k < lanes.size();) {
    const auto pool = sim.world.lanes[lanes[k]].to;
    double share = 0;
    for (; k < lanes.size() && sim.world.lanes[lanes[k]].to == pool; ++k) {
      share += static_cast<double>(sim.world.lanes[lanes[k]].share);
    }
    const auto& rules =
        sim.world.profiles[sim.world.facilities[sim.state.pools[pool.index()].facility].profile]
            .hoarding;
    if (rules) {
      auto& buyer = sim.state.buyers[pool.index()];
      const double left =
          buyer.alert * std::exp(-days_between(buyer.alerted_at, sim.now()) / rules->news_days);
      buyer.alert = std::max(left, std::min(1.0, share));
      buyer.alerted_at = sim.now();
    }
  }
}

std::int64_t inflate(Simulation& sim, PoolId id, const HoardingRules& rules, std::int64_t grams) {
  auto& buyer = sim.state.buyers[id.index()];
  const auto in_all = nearest_whole(static_cast<double>(grams) *
                                    order_inflation(rules, buyer.unmet, buyer.rewarded));
  buyer.phantom += in_all - grams;
  return in_all;
}

void withdraw_phantoms(Simulation& sim, PoolId id, const HoardingRules& rules) {
  auto& buyer = sim.state.buyers[id.index()];
  if (buyer.phantom == 0) {
    return;
  }
  const auto& pool = sim.world.pools[id.index()];
  const auto owed = owed_to(sim, id);
  // Of what has been sent since the last review phantoms were as large a part as of all that was
  // owed; they will be in stock and are phantoms no longer.
  const Fraction still_owed(owed, std::max<std::int64_t>(1, buyer.owed));
  buyer.phantom = std::min(owed, still_owed.of(Mass{buyer.phantom}).grams);
  const auto real = static_cast<double>(owed - buyer.phantom);
  const auto excess =
      buyer.phantom -
      nearest_whole(real * (order_inflation(rules, buyer.unmet, buyer.rewarded) - 1));
  if (excess <= 0) {
    return;
  }
  const auto lot = static_cast<double>(sim.world.materials[pool.material.index()].lot.grams);
  const Fraction withdrawn(excess, owed);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto part = std::min(buyer.phantom, withdrawn.of(Mass{sim.state.lanes[lane].owed}).grams);
    if (part > 0) {
      withdraw_order(sim, lane, part, lot, false);
      buyer.phantom -= part;
    }
  }
}

void remember_orders(Simulation& sim, PoolId id) {
  auto& buyer = sim.state.buyers[id.index()];
  buyer.owed = buyer.phantom > 0 ? owed_to(sim, id) : 0;
}

}  // namespace monazite
