#include <algorithm>
#include <cmath>

#include "models/behaviour/contract.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Days between two looks at whether goods may leave and at prices.
constexpr int look_days = 7;

/// Weight of a period in the trust of a buyer and its seller.
constexpr double of_period = 0.5;

/// Buyers call more or less when a contract is so much cheaper or dearer than the spot market.
constexpr double worth_a_call = 0.01;

constexpr double kg_per_gram = 1e-3;

}  // namespace

void Run::reset_contracts() {
  state_.contracts.assign(world_.contracts.size(), {});
  state_.contracted.assign(world_.contracted_lanes.size(), {});
  std::size_t longest = 0;
  for (const auto& contract : world_.contracts) {
    longest = std::max(longest, assessments_in(contract.terms.average_days));
  }
  state_.past_prices.assign(world_.prices.cells.empty() ? 0 : longest * world_.prices.cells.size(),
                            1.0);
}

void Run::begin_contracts() {
  for (std::uint32_t c = 0; c < world_.contracted_lanes.size(); ++c) {
    state_.lanes[world_.contracted_lanes[c].lane].contracted = true;
  }
  for (std::uint32_t c = 0; c < world_.contracts.size(); ++c) {
    look_at_contract_on(c, std::max(now(), seconds_at(world_.start)));
  }
}

void Run::look_at_contract_on(std::uint32_t contract, std::int64_t seconds) {
  loop_.schedule({seconds}, Phase::orders, entity_of_clock(),
                 static_cast<std::uint8_t>(EventKind::contract), contract);
}

std::size_t Run::assessments_in(int days) const {
  return static_cast<std::size_t>(std::max(1, days / world_.prices.step_days));
}

void Run::remember_prices() {
  const auto cells = world_.prices.cells.size();
  if (state_.past_prices.empty()) {
    return;
  }
  const auto kept = state_.past_prices.size() / cells;
  const auto place = state_.markets.assessments % kept;
  for (std::size_t c = 0; c < cells; ++c) {
    state_.past_prices[place * cells + c] = state_.markets.price[c];
  }
}

double Run::contract_price_of(std::uint32_t lane) const {
  const auto& contract =
      world_.contracts[world_.contracted_lanes[world_.contract_of_lane[lane]].contract];
  const auto& board = world_.prices;
  const auto pool = world_.lanes[lane].from.index();
  if (state_.past_prices.empty() || board.cell_of_pool[pool] == PriceBoard::no_cell) {
    return contract_price(contract.terms, 1);
  }
  const auto cells = board.cells.size();
  const auto kept = state_.past_prices.size() / cells;
  const auto count = assessments_in(contract.terms.average_days);
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const auto place = (state_.markets.assessments + kept - k) % kept;
    sum += state_.past_prices[place * cells + board.cell_of_pool[pool]];
  }
  return contract_price(contract.terms, sum / static_cast<double>(count));
}

void Run::on_contract(std::uint32_t number) {
  loop_.require_phase(Phase::orders);
  const auto& contract = world_.contracts[number];
  auto& state = state_.contracts[number];
  for (std::uint32_t k = 0; k < contract.lanes.count; ++k) {
    const auto c = contract.lanes.first + k;
    const auto& contracted = world_.contracted_lanes[c];
    auto& lane = state_.contracted[c];
    if (lane.is_in_force && !(contract.terms.force_majeure && is_closed(contracted.lane))) {
      lane.due += contracted.grams_per_day * look_days;
    }
  }
  state.period_days += look_days;
  state.term_days += look_days;
  const bool ends_period = state.period_days >= contract.terms.period_days;
  const bool ends_term = state.term_days >= contract.terms.term_days;
  for (std::uint32_t k = 0; k < contract.lanes.count; ++k) {
    const auto c = contract.lanes.first + k;
    if (ends_period) {
      settle_contract(c);
    }
    if (ends_term) {
      renew(c);
    }
    adjust_calls(c);
  }
  state.period_days = ends_period ? 0 : state.period_days;
  state.term_days = ends_term ? 0 : state.term_days;
  look_at_contract_on(number, now() + std::int64_t{look_days} * engine::seconds_per_day);
}

void Run::settle_contract(std::uint32_t c) {
  const auto& contracted = world_.contracted_lanes[c];
  const auto& terms = world_.contracts[contracted.contract].terms;
  auto& state = state_.contracted[c];
  const auto& lane = state_.lanes[contracted.lane];
  const double usd_per_gram =
      usd_of_base(contracted.lane, 1) * contract_price_of(contracted.lane) * terms.penalty;
  if (state.is_in_force) {
    const auto delivered = static_cast<double>(state.delivered);
    const auto owed = static_cast<double>(lane.owed);
    const bool is_excused = terms.force_majeure && is_closed(contracted.lane);
    const double short_by = overdue(contracted.lane, terms.grace_days) && !is_excused
                                ? std::clamp(terms.most_volume * state.due - delivered, 0.0, owed)
                                : 0;
    // Who is not served need not call for more.
    const double untaken =
        short_by > 0 ? 0 : std::max(0.0, terms.least_volume * state.due - delivered - owed);
    state.penalty_usd += short_by * usd_per_gram;
    state.take_or_pay_usd += untaken * usd_per_gram;
    if (state.due > 0) {
      const double called = std::min(delivered + owed, terms.most_volume * state.due);
      const double kept = called > 0 ? std::min(1.0, delivered / called) : 1;
      state.trust += of_period * (kept - state.trust);
    }
  }
  if (!state.is_in_force && !is_closed(contracted.lane) &&
      !overdue(contracted.lane, terms.grace_days)) {
    // Who delivers on spot is trusted again.
    state.trust += of_period * (1 - state.trust);
  }
  state.due = 0;
  state.delivered = 0;
}

void Run::renew(std::uint32_t c) {
  const auto& contracted = world_.contracted_lanes[c];
  const auto& terms = world_.contracts[contracted.contract].terms;
  auto& state = state_.contracted[c];
  const double chance = renewal_chance(terms, state.trust, contract_price_of(contracted.lane),
                                       price_of(world_.lanes[contracted.lane].from));
  const double draw = state.draws.uniform(
      [&] { return stream(Purpose::contract, key_of_lane(state_.lanes[contracted.lane])); });
  state.is_in_force = draw < chance;
}

double Run::called_share(std::uint32_t lane, const Profile& profile) const {
  const auto c = world_.contract_of_lane[lane];
  if (c == World::no_contract || !state_.contracted[c].is_in_force || is_barred(lane)) {
    return 0;
  }
  const auto& terms = world_.contracts[world_.contracted_lanes[c].contract].terms;
  return terms.share * static_cast<double>(world_.lanes[lane].share) *
         call_off(terms, contract_price_of(lane), price_of(world_.lanes[lane].from),
                  profile.cost_sensitivity);
}

void Run::adjust_calls(std::uint32_t c) {
  const auto lane = world_.contracted_lanes[c].lane;
  const auto pool = world_.lanes[lane].to;
  const auto& profile =
      world_.profiles[world_.facilities[world_.pools[pool.index()].facility.index()].profile];
  const double called = called_share(lane, profile);
  auto& told = state_.contracted[c].called_share;
  const double usual = static_cast<double>(world_.lanes[lane].share);
  if (std::abs(called - told) > worth_a_call * usual) {
    told = called;
    tilt_suppliers(pool, profile);
  }
}

void Run::spread_over_contracts(const Pool& pool, const Profile& profile) {
  double called = 0;
  auto& calls = state_.called_shares;
  calls.assign(pool.on_order_lanes, 0.0);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    calls[k] = called_share(pool.suppliers.first + k, profile);
    called += calls[k];
  }
  // What is called may be more than is needed when several contracts are cheap.
  const double scale = called > 1 ? 1 / called : 1;
  const double spot = std::max(0.0, 1 - called * scale);
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    state_.shares[k] =
        static_cast<float>(calls[k] * scale + spot * static_cast<double>(state_.shares[k]));
  }
}

std::int64_t Run::due_under_contract(std::uint32_t lane) const {
  const auto c =
      world_.contract_of_lane.empty() ? World::no_contract : world_.contract_of_lane[lane];
  if (c == World::no_contract || !state_.contracted[c].is_in_force) {
    return 0;
  }
  const auto& contracted = world_.contracted_lanes[c];
  const auto& terms = world_.contracts[contracted.contract].terms;
  const auto& state = state_.contracted[c];
  // Up to the next look.
  const double due = terms.most_volume * (state.due + contracted.grams_per_day * look_days);
  return std::max<std::int64_t>(0, nearest_whole(due) - state.delivered);
}

void Run::deliver_under_contract(std::uint32_t lane, std::int64_t grams) {
  const auto c = world_.contract_of_lane[lane];
  auto& state = state_.contracted[c];
  const auto part = std::min(grams, due_under_contract(lane));
  state.delivered += part;
  state.all_delivered += part;
  state.premium_usd +=
      usd_of_base(lane, part) * (contract_price_of(lane) - price_of(world_.lanes[lane].from));
}

void Run::forget_contracts() {
  for (auto& contracted : state_.contracted) {
    contracted.all_delivered = 0;
    contracted.premium_usd = 0;
    contracted.penalty_usd = 0;
    contracted.take_or_pay_usd = 0;
  }
}

}  // namespace monazite
