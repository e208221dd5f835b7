#include <algorithm>
#include <cmath>

#include "models/behaviour/hoarding.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Purchases are judged over four weeks.
constexpr double unmet_days = 28;

double days_between(std::int64_t from, std::int64_t to) {
  return static_cast<double>(to - from) / engine::seconds_per_day;
}

}  // namespace

void Run::reset_buyers() {
  const bool is_any_fearful =
      std::any_of(world_.profiles.begin(), world_.profiles.end(),
                  [](const Profile& profile) { return profile.hoarding.has_value(); });
  state_.buyers.assign(is_any_fearful ? world_.pools.size() : 0, {});
  for (std::size_t p = 0; p < state_.buyers.size(); ++p) {
    const auto& pool = world_.pools[p];
    const auto& rules = world_.profiles[world_.facilities[pool.facility.index()].profile].hoarding;
    if (rules && pool.on_order_lanes > 0) {
      // Who is how fearful is luck too; without noise it is the same in every run.
      auto draw = stream(Purpose::hoarding, pool.key);
      if (!world_.switches.noise) {
        draw.master_seed = 0;
        draw.replication = 0;
      }
      state_.buyers[p].most = most_hoarding(*rules, engine::uniform(draw, 0));
      state_.buyers[p].rewarded = rewarded_share(pool);
      state_.buyers[p].calm = response_to(*rules, 0);
    }
    state_.buyers[p].reviewed_at = seconds_at(world_.origin);
  }
}

double Run::rewarded_share(const Pool& pool) const {
  double rewarded = 0;
  double all = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto& lane = world_.lanes[pool.suppliers.first + k];
    const auto& seller = world_.facilities[world_.pools[lane.from.index()].facility.index()];
    const auto share = static_cast<double>(lane.share);
    all += share;
    rewarded += rewards_larger_orders(world_.profiles[seller.profile].allocation) ? share : 0;
  }
  return all > 0 ? rewarded / all : 1;
}

std::int64_t Run::owed_to(PoolId id) const {
  const auto& pool = world_.pools[id.index()];
  std::int64_t owed = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    owed += state_.lanes[pool.suppliers.first + k].owed;
  }
  return owed;
}

double Run::unmet_of(PoolId id) const {
  const auto& stock = state_.pools[id.index()];
  auto owed = owed_to(id);
  owed -= state_.buyers.empty() ? 0 : state_.buyers[id.index()].phantom;
  const double wanted = unmet_days * stock.forecast.per_day;
  return wanted > 0 ? std::clamp(static_cast<double>(owed) / wanted, 0.0, 1.0) : 0;
}

FearSignals Run::signals_of(PoolId id, const HoardingRules& rules) const {
  const auto& pool = world_.pools[id.index()];
  const auto& stock = state_.pools[id.index()];
  const auto& buyer = state_.buyers[id.index()];
  FearSignals signals;
  signals.unmet = buyer.unmet;
  if (buyer.alert > 0) {
    signals.alert =
        buyer.alert * std::exp(-days_between(buyer.alerted_at, now()) / rules.news_days);
  }
  if (pool.lead_days > 0) {
    signals.delay = static_cast<double>(stock.lead_days) / pool.lead_days - 1;
  }
  const auto& board = world_.prices;
  if (!board.cells.empty() && board.cell_of_pool[id.index()] != PriceBoard::no_cell) {
    const auto& cell = state_.markets.cells[board.cell_of_pool[id.index()]];
    signals.log_price_rise = cell.log_quoted - cell.usual_log_quote;
  }
  return signals;
}

void Run::take_fright(PoolId id, const HoardingRules& rules) {
  auto& buyer = state_.buyers[id.index()];
  buyer.unmet = state_.pools[id.index()].owing > 0 ? unmet_of(id) : 0;
  buyer.fear = fear_of(rules, signals_of(id, rules));
  const double days = days_between(buyer.reviewed_at, now());
  buyer.reviewed_at = now();
  if (buyer.fear > 0 || buyer.hoarding > 1) {
    buyer.hoarding = next_hoarding(
        rules, buyer.hoarding, hoarding_target(rules, buyer.most, buyer.fear, buyer.calm), days);
  }
}

void Run::alarm(std::uint32_t instrument) {
  if (state_.buyers.empty()) {
    return;
  }
  // The lanes into a stock follow each other.
  const auto lanes = lanes_of(world_.instruments[instrument].kind);
  for (std::size_t k = 0; k < lanes.size();) {
    const auto pool = world_.lanes[lanes[k]].to;
    double share = 0;
    for (; k < lanes.size() && world_.lanes[lanes[k]].to == pool; ++k) {
      share += static_cast<double>(world_.lanes[lanes[k]].share);
    }
    const auto& rules =
        world_.profiles[world_.facilities[state_.pools[pool.index()].facility].profile].hoarding;
    if (rules) {
      auto& buyer = state_.buyers[pool.index()];
      const double left =
          buyer.alert * std::exp(-days_between(buyer.alerted_at, now()) / rules->news_days);
      buyer.alert = std::max(left, std::min(1.0, share));
      buyer.alerted_at = now();
    }
  }
}

std::int64_t Run::inflate(PoolId id, const HoardingRules& rules, std::int64_t grams) {
  auto& buyer = state_.buyers[id.index()];
  const auto in_all = nearest_whole(static_cast<double>(grams) *
                                    order_inflation(rules, buyer.unmet, buyer.rewarded));
  buyer.phantom += in_all - grams;
  return in_all;
}

void Run::withdraw_phantoms(PoolId id, const HoardingRules& rules) {
  auto& buyer = state_.buyers[id.index()];
  if (buyer.phantom == 0) {
    return;
  }
  const auto& pool = world_.pools[id.index()];
  const auto owed = owed_to(id);
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
  const auto lot = static_cast<double>(world_.materials[pool.material.index()].lot.grams);
  const Fraction withdrawn(excess, owed);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    const auto part = std::min(buyer.phantom, withdrawn.of(Mass{state_.lanes[lane].owed}).grams);
    if (part > 0) {
      // Nobody has failed a buyer that needs nothing.
      if (state_.lanes[lane].contracted && is_late_under_contract(lane)) {
        take_back_call(lane, part);
      }
      withdraw_order(lane, part, lot);
      buyer.phantom -= part;
    }
  }
}

void Run::remember_orders(PoolId id) {
  auto& buyer = state_.buyers[id.index()];
  buyer.owed = buyer.phantom > 0 ? owed_to(id) : 0;
}

}  // namespace monazite
