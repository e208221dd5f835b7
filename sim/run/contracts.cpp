#include "sim/run/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/behaviour/contract.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/money.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Days between two looks at whether goods may leave and at prices.
constexpr int look_days = 7;

/// Days between two decisions on what to call.
constexpr int call_days = 28;

/// Weight of a period in the trust of a buyer and its seller.
constexpr double of_period = 0.5;

/// Buyers call more or less when a contract is so much cheaper or dearer than the spot market.
constexpr double worth_a_call = 0.01;

/// Sets the volume of the present period, and what follows from it.
void set_volume(ContractedLaneState& state, const ContractAccount& account,
                const ContractedLane& lane, const ContractTerms& terms, double grams) {
  state.volume = grams;
  state.deliverable =
      nearest_whole(account.carried + terms.most_volume * (grams + lane.grams_per_day * look_days));
}

/// Begins a period: what a lane owes now was called before it.
void begin_period(ContractedLaneState& state, ContractAccount& account,
                  const ContractedLane& contracted, const ContractTerms& terms, std::int64_t owed) {
  state.called = 0;
  state.delivered = 0;
  account.duty = 0;
  account.before_grace = 0;
  account.taken_back = 0;
  account.missed = 0;
  account.owed = owed;
  set_volume(state, account, contracted, terms, 0);
}

void look_at_contract_on(Simulation& sim, std::uint32_t contract, std::int64_t seconds) {
  sim.loop.schedule({seconds}, Phase::orders, sim.entity_of_clock(),
                    static_cast<std::uint8_t>(EventKind::contract), contract);
}

std::size_t assessments_in(const Simulation& sim, int days) {
  return static_cast<std::size_t>(std::max(1, days / sim.world.prices.step_days));
}

/// Settles the volumes of a period.
void settle_contract(Simulation& sim, std::uint32_t c) {
  const auto& contracted = sim.world.contracted_lanes[c];
  const auto& terms = sim.world.contracts[contracted.contract].terms;
  auto& state = sim.state.contracted[c];
  auto& account = sim.state.contract_accounts[c];
  const bool is_excused = terms.force_majeure && is_closed(sim, contracted.lane);
  const auto owed = sim.state.lanes[contracted.lane].owed;
  ContractPeriod period;
  period.duty = account.duty;
  period.called = static_cast<double>(state.called);
  period.taken_back = static_cast<double>(account.taken_back);
  period.delivered = static_cast<double>(state.delivered);
  period.backlog = account.backlog;
  period.missed = static_cast<double>(account.missed);
  // What is owed longest is served first.
  period.late =
      static_cast<double>(std::max<std::int64_t>(0, owed - (state.called - account.before_grace)));
  const auto served = static_cast<double>(account.owed + state.called - owed);
  period.charged = std::max(0.0, account.charged - std::max(0.0, served));
  if (state.is_in_force) {
    const double usd_per_gram = usd_of_base(sim, contracted.lane, 1) *
                                contract_price_of(sim, contracted.lane) * terms.penalty;
    const auto settled = shortfall_of(terms, period, is_excused);
    account.penalty_usd += settled.charged * usd_per_gram;
    account.backlog = std::min(settled.backlog, static_cast<double>(owed));
    account.trust += of_period * (settled.kept.value_or(account.trust) - account.trust);
    // Who is not served need not call for more.
    const bool is_served = settled.charged <= 0 && account.trust >= terms.trust_needed &&
                           !overdue(sim, contracted.lane, terms.grace_days);
    account.take_or_pay_usd += is_served ? settled.untaken * usd_per_gram : 0;
    const double called = std::max(0.0, period.called - period.taken_back);
    account.carried = std::clamp(
        account.carried + std::min(called, terms.most_volume * state.volume) - period.delivered,
        0.0, static_cast<double>(owed));
  } else {
    account.carried = 0;
    if (!is_closed(sim, contracted.lane) && !overdue(sim, contracted.lane, terms.grace_days)) {
      // Who delivers on spot is trusted again.
      account.trust += of_period * (1 - account.trust);
    }
  }
  account.charged = is_excused ? period.charged : std::max(period.charged, period.late);
  begin_period(state, account, contracted, terms, owed);
}

void renew(Simulation& sim, std::uint32_t c) {
  const auto& contracted = sim.world.contracted_lanes[c];
  const auto& terms = sim.world.contracts[contracted.contract].terms;
  auto& account = sim.state.contract_accounts[c];
  const double chance =
      renewal_chance(terms, account.trust, contract_price_of(sim, contracted.lane),
                     price_of(sim, sim.world.lanes[contracted.lane].from));
  const double draw = account.draws.uniform([&] {
    return sim.stream(Purpose::contract, key_of_lane(sim, sim.state.lanes[contracted.lane]));
  });
  // Without noise what is more likely happens.
  sim.state.contracted[c].is_in_force = sim.world.switches.noise ? draw < chance : chance >= 0.5;
}

/// Calls more or less of a contract as its price has become; whether that is worth telling.
bool adjust_call(Simulation& sim, std::uint32_t c) {
  const auto lane = sim.world.contracted_lanes[c].lane;
  const auto& terms = sim.world.contracts[sim.world.contracted_lanes[c].contract].terms;
  const auto& buyer =
      sim.world.facilities[sim.world.pools[sim.world.lanes[lane].to.index()].facility.index()];
  const double usual = terms.share * static_cast<double>(sim.world.lanes[lane].share);
  const double price = contract_price_of(sim, lane);
  const double spot = price_of(sim, sim.world.lanes[lane].from);
  const double called =
      usual * (price == spot ? std::clamp(1.0, terms.least_volume, terms.most_volume)
                             : call_off(terms, price, spot,
                                        sim.world.profiles[buyer.profile].cost_sensitivity));
  auto& told = sim.state.contracted[c].called_share;
  if (std::abs(called - told) <= worth_a_call * usual) {
    return false;
  }
  told = called;
  return true;
}

}  // namespace

void reset_contracts(Simulation& sim) {
  sim.state.contracts.assign(sim.world.contracts.size(), {});
  sim.state.contracted.assign(sim.world.contracted_lanes.size(), {});
  sim.state.contract_accounts.assign(sim.world.contracted_lanes.size(), {});
  std::size_t longest = 0;
  for (const auto& contract : sim.world.contracts) {
    longest = std::max(longest, assessments_in(sim, contract.terms.average_days));
  }
  const auto cells = sim.world.prices.cells.size();
  sim.state.past_prices.assign(longest * cells, 1.0);
  sim.state.contract_prices.assign(sim.world.contracts.size() * std::max<std::size_t>(1, cells),
                                   0.0);
  for (std::size_t c = 0; c < sim.world.contracts.size(); ++c) {
    const double at_rest = contract_price(sim.world.contracts[c].terms, 1);
    std::fill_n(sim.state.contract_prices.begin() + static_cast<std::ptrdiff_t>(c * cells), cells,
                at_rest);
    if (cells == 0) {
      sim.state.contract_prices[c] = at_rest;
    }
  }
}

void begin_contracts(Simulation& sim) {
  for (std::uint32_t c = 0; c < sim.world.contracted_lanes.size(); ++c) {
    const auto& contracted = sim.world.contracted_lanes[c];
    sim.state.lanes[contracted.lane].contracted = true;
    const auto& terms = sim.world.contracts[contracted.contract].terms;
    auto& state = sim.state.contracted[c];
    state.called_share = terms.share * static_cast<double>(sim.world.lanes[contracted.lane].share);
    state.spot_part = static_cast<float>(1 - terms.share);
    begin_period(state, sim.state.contract_accounts[c], contracted, terms, 0);
  }
  // From the first reported day on in whole weeks, and so before.
  const int warm_up_days = std::max(0, sim.world.start - sim.world.origin);
  for (std::uint32_t c = 0; c < sim.world.contracts.size(); ++c) {
    look_at_contract_on(
        sim, c, sim.now() + std::int64_t{warm_up_days % look_days} * engine::seconds_per_day);
  }
}

void remember_prices(Simulation& sim) {
  const auto cells = sim.world.prices.cells.size();
  if (sim.state.past_prices.empty()) {
    return;
  }
  const auto kept = sim.state.past_prices.size() / cells;
  const auto place = sim.state.markets.assessments % kept;
  for (std::size_t c = 0; c < cells; ++c) {
    sim.state.past_prices[place * cells + c] = sim.state.markets.price[c];
  }
  for (std::size_t k = 0; k < sim.world.contracts.size(); ++k) {
    const auto& terms = sim.world.contracts[k].terms;
    const auto count = assessments_in(sim, terms.average_days);
    for (std::size_t c = 0; c < cells; ++c) {
      double sum = 0;
      for (std::size_t back = 0; back < count; ++back) {
        const auto past = (sim.state.markets.assessments + kept - back) % kept;
        sum += sim.state.past_prices[past * cells + c];
      }
      sim.state.contract_prices[k * cells + c] =
          contract_price(terms, sum / static_cast<double>(count));
    }
  }
}

double contract_price_of(const Simulation& sim, std::uint32_t lane) {
  const auto contract = sim.world.contracted_lanes[sim.world.contract_of_lane[lane]].contract;
  const auto& board = sim.world.prices;
  if (board.cells.empty()) {
    return sim.state.contract_prices[contract];
  }
  const auto cell = board.cell_of_pool[sim.world.lanes[lane].from.index()];
  return cell == PriceBoard::no_cell
             ? contract_price(sim.world.contracts[contract].terms, 1)
             : sim.state.contract_prices[contract * board.cells.size() + cell];
}

void on_contract(Simulation& sim, std::uint32_t number) {
  sim.loop.require_phase(Phase::orders);
  const auto& contract = sim.world.contracts[number];
  auto& state = sim.state.contracts[number];
  const auto next = sim.now() + std::int64_t{look_days} * engine::seconds_per_day;
  if (sim.today() == sim.world.start) {
    return look_at_contract_on(sim, number, next);
  }
  const bool is_in_grace =
      state.period_days + look_days > contract.terms.period_days - contract.terms.grace_days;
  for (std::uint32_t k = 0; k < contract.lanes.count; ++k) {
    const auto c = contract.lanes.first + k;
    const auto& contracted = sim.world.contracted_lanes[c];
    auto& lane = sim.state.contracted[c];
    auto& account = sim.state.contract_accounts[c];
    if (lane.is_in_force) {
      const double volume = contracted.grams_per_day * look_days;
      const bool is_excused = contract.terms.force_majeure && is_closed(sim, contracted.lane);
      account.duty += is_excused ? 0 : volume;
      set_volume(lane, account, contracted, contract.terms, lane.volume + volume);
    }
    account.before_grace = is_in_grace ? account.before_grace : lane.called;
  }
  if (sim.today() < sim.world.start) {
    // Prices stand still and nothing is settled before.
    return look_at_contract_on(sim, number, next);
  }
  state.period_days += look_days;
  state.term_days += look_days;
  const bool ends_period = state.period_days >= contract.terms.period_days;
  const bool ends_term = state.term_days >= contract.terms.term_days;
  const bool calls = state.term_days % call_days == look_days;
  bool is_due = false;
  for (std::uint32_t k = 0; k < contract.lanes.count && (calls || ends_period || ends_term); ++k) {
    const auto c = contract.lanes.first + k;
    bool is_changed = false;
    if (ends_period) {
      settle_contract(sim, c);
    }
    if (ends_term) {
      const bool was_in_force = sim.state.contracted[c].is_in_force;
      renew(sim, c);
      is_changed = was_in_force != sim.state.contracted[c].is_in_force;
    }
    is_changed = (calls && adjust_call(sim, c)) || is_changed;
    is_due = is_due || is_changed;
    // The lanes into a stock follow each other.
    const auto pool = sim.world.lanes[sim.world.contracted_lanes[c].lane].to;
    const bool is_last = k + 1 == contract.lanes.count ||
                         sim.world.lanes[sim.world.contracted_lanes[c + 1].lane].to != pool;
    if (is_due && is_last) {
      const auto& buyer = sim.world.facilities[sim.world.pools[pool.index()].facility.index()];
      tilt_suppliers(sim, pool, sim.world.profiles[buyer.profile]);
      is_due = false;
    }
  }
  state.period_days = ends_period ? 0 : state.period_days;
  state.term_days = ends_term ? 0 : state.term_days;
  look_at_contract_on(sim, number, next);
}

void spread_over_contracts(std::span<const double> called_shares, double called,
                           std::span<float> shares) {
  // What is called may be more than is needed when several contracts are cheap.
  const double scale = called > 1 ? 1 / called : 1;
  const double spot = std::max(0.0, 1 - called * scale);
  for (std::size_t k = 0; k < shares.size(); ++k) {
    shares[k] =
        static_cast<float>(called_shares[k] * scale + spot * static_cast<double>(shares[k]));
  }
}

std::int64_t due_under_contract(const Simulation& sim, std::uint32_t lane) {
  const auto* contract = contract_in_force(sim, lane);
  return contract != nullptr
             ? std::max<std::int64_t>(0, contract->deliverable - contract->delivered)
             : 0;
}

std::int64_t deliver_under_contract(Simulation& sim, std::uint32_t parcel_id) {
  const auto& parcel = sim.state.parcels[parcel_id];
  const auto part = std::min(parcel.gross, due_under_contract(sim, parcel.owner));
  auto& state = sim.state.contracted[sim.world.contract_of_lane[parcel.owner]];
  state.delivered += part;
  state.all_delivered += part;
  sim.state.shipment_terms[parcel_id].contracted = part;
  return part;
}

std::int64_t take_back_delivery(Simulation& sim, std::uint32_t parcel_id) {
  auto& state =
      sim.state.contracted[sim.world.contract_of_lane[sim.state.parcels[parcel_id].owner]];
  const auto terms = std::exchange(sim.state.shipment_terms[parcel_id], {});
  state.delivered -= terms.contracted;
  state.all_delivered -= terms.is_reported ? terms.contracted : 0;
  return terms.contracted;
}

void take_back_call(Simulation& sim, std::uint32_t lane, std::int64_t grams) {
  sim.state.contract_accounts[sim.world.contract_of_lane[lane]].taken_back += grams;
}

void miss_call(Simulation& sim, std::uint32_t lane, std::int64_t grams) {
  sim.state.contract_accounts[sim.world.contract_of_lane[lane]].missed += grams;
}

bool is_late_under_contract(const Simulation& sim, std::uint32_t lane) {
  const auto& contracted = sim.world.contracted_lanes[sim.world.contract_of_lane[lane]];
  return overdue(sim, lane, sim.world.contracts[contracted.contract].terms.grace_days);
}

void forget_contracts(Simulation& sim) {
  for (std::uint32_t c = 0; c < sim.world.contracted_lanes.size(); ++c) {
    const auto& contracted = sim.world.contracted_lanes[c];
    auto& state = sim.state.contracted[c];
    auto& account = sim.state.contract_accounts[c];
    begin_period(state, account, contracted, sim.world.contracts[contracted.contract].terms,
                 sim.state.lanes[contracted.lane].owed);
    state.all_delivered = 0;
    state.premium_usd = 0;
    account.penalty_usd = 0;
    account.take_or_pay_usd = 0;
  }
}

}  // namespace monazite
