#include "sim/run/shipping.hpp"

#include <algorithm>
#include <cmath>

#include "models/behaviour/ordering.hpp"
#include "models/policy/tariff.hpp"
#include "sim/run/allocating.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/goods.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/money.hpp"
#include "sim/run/plants.hpp"
#include "sim/run/production.hpp"
#include "sim/run/promises.hpp"
#include "sim/run/quotas.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/smuggling.hpp"
#include "sim/run/stockpiles.hpp"

namespace monazite {

namespace {

/// Adds a shipment's elements to a stock whose element set may be wider. Both sets are in the order
/// of `Element`, and every element of the shipment has its place in the stock.
void add_elements(const ElementSet& from, std::span<const std::int64_t> parcel,
                  const ElementSet& to, std::span<std::int64_t> stock) {
  std::size_t position = 0;
  for (std::size_t k = 0; k < parcel.size(); ++k) {
    while (to.elements[position] != from.elements[k]) {
      ++position;
    }
    stock[position] += parcel[k];
  }
}

double oxide_equivalent(const ElementSet& set, std::span<const std::int64_t> elements) {
  double oxide = 0;
  for (std::size_t k = 0; k < elements.size(); ++k) {
    oxide += static_cast<double>(elements[k]) * oxide_per_element[set.elements[k]];
  }
  return oxide;
}

/// Sorts a list whose first items, most as a rule, are in order.
void sort_what_has_come(std::span<std::uint32_t> lanes) {
  constexpr std::ptrdiff_t few = 16;
  const auto first_come = std::is_sorted_until(lanes.begin(), lanes.end());
  if (lanes.end() - first_come > few) {
    return std::sort(lanes.begin(), lanes.end());
  }
  for (auto next = first_come; next != lanes.end(); ++next) {
    std::rotate(std::upper_bound(lanes.begin(), next, *next), next, next + 1);
  }
}

/// Puts a lane among those that wait for its supplier.
void wait_for(Simulation& sim, std::uint32_t lane_id, PoolState& supplier) {
  auto& state = sim.state.lanes[lane_id];
  if (!state.waiting) {
    state.waiting = true;
    const auto first = sim.world.pools[state.from.index()].customers.first;
    sim.state.waiting[first + supplier.waiting++] = lane_id;
  }
}

/// Adds to what a lane's supplier owes, as ordered on a date; seconds from the world's origin.
void owe(Simulation& sim, std::uint32_t lane_id, std::int64_t grams, std::uint32_t since) {
  auto& lane = sim.state.lanes[lane_id];
  auto& supplier = sim.state.pools[lane.from.index()];
  if (lane.owed == 0) {
    lane.owed_since = since;
    sim.state.pools[lane.to.index()].owing += 1;
  } else {
    const double part = static_cast<double>(grams) / static_cast<double>(lane.owed + grams);
    const double later = static_cast<double>(since) - static_cast<double>(lane.owed_since);
    lane.owed_since = static_cast<std::uint32_t>(lane.owed_since + part * later);
  }
  wait_for(sim, lane_id, supplier);
  change_permit(sim, lane_id, [&] { lane.owed += grams; });
  supplier.owed += grams;
}

/// Sends off what a supplier has handed over.
void depart(Simulation& sim, std::uint32_t parcel_id) {
  auto& parcel = sim.state.parcels[parcel_id];
  auto& lane = sim.state.lanes[parcel.owner];
  parcel.departed = sim.since_origin();
  parcel.status = ParcelStatus::in_transit;
  lane.month += parcel.gross;
  sim.state.trades[lane.trade].shipped += parcel.gross;
  if (!sim.state.promises.empty()) {
    count_delivery(sim, parcel.owner, parcel.gross);
  }
  put_under_way(sim, parcel_id, time_under_way(sim, parcel.owner));
}

/// How long customs hold a shipment before it leaves, in seconds.
std::int64_t held_before_leaving(Simulation& sim, std::uint32_t lane_id) {
  std::int64_t longest = 0;
  for (const auto instrument : sim.state.frictions) {
    const auto& friction = std::get<Friction>(sim.world.instruments[instrument].kind);
    const auto& level = *level_in_force(friction, sim.state.instruments[instrument]);
    if (level.hold_probability <= 0 ||
        !std::binary_search(friction.lanes.begin(), friction.lanes.end(), lane_id)) {
      continue;
    }
    auto& draws = sim.state.customs_draws[lane_id];
    const auto next = [&] {
      return draws.uniform(
          [&] { return sim.stream(Purpose::customs, key_of_lane(sim, sim.state.lanes[lane_id])); });
    };
    const bool is_held = next() < level.hold_probability;
    const auto& sampler = sim.memory.durations[friction.hold];
    const auto seconds = sampler.is_constant() ? sampler.constant_seconds() : sampler(next());
    longest = is_held ? std::max(longest, seconds) : longest;
  }
  return longest;
}

void learn_lead_time(Simulation& sim, PoolId pool_id, const Parcel& parcel) {
  // A stockpile says nothing of how long suppliers take.
  if (parcel.departed == 0 || sim.state.lanes[parcel.owner].reserve) {
    return;
  }
  auto& stock = sim.state.pools[pool_id.index()];
  const auto& profile = sim.world.profiles[sim.world.facilities[stock.facility].profile];
  const double days =
      static_cast<double>(sim.since_origin() - parcel.since) / engine::seconds_per_day;
  stock.lead_days = static_cast<float>(learned_lead_days(
      static_cast<double>(stock.lead_days), days, static_cast<double>(parcel.gross),
      stock.forecast.per_day * profile.review_days, profile.lead_time_learning));
}

void collect_duty(Simulation& sim, std::uint32_t lane_id, std::int64_t grams) {
  const auto& lane = sim.state.lanes[lane_id];
  const auto& material = sim.world.materials[sim.world.trades[lane.trade].material.index()];
  // Duty is paid on the value at the border, freight included, which is the same whatever the goods
  // cost.
  const double value =
      material.price_usd_per_kg * (multiple_paid(sim, sim.world.trades[lane.trade]) +
                                   static_cast<double>(sim.world.lane_details[lane_id].freight));
  sim.state.trades[lane.trade].tariff_usd +=
      duty_usd(static_cast<double>(lane.tariff), static_cast<double>(grams) * 1e-3, value);
}

void receive(Simulation& sim, std::uint32_t parcel_id) {
  const auto& parcel = sim.state.parcels[parcel_id];
  const auto& lane = sim.state.lanes[parcel.owner];
  const auto& from_set = sim.set_of(lane.from);
  auto& stock = sim.state.pools[lane.to.index()];
  const auto goods = sim.state.parcels.elements(parcel_id);
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < goods.size(); ++k) {
    sim.state.in_transit[from_set.elements[k]] -= Mass{goods[k]};
    sum += goods[k];
  }
  auto& trade = sim.state.trades[lane.trade];
  trade.in_transit -= parcel.gross;
  trade.received += parcel.gross;
  if (!sim.state.goods.empty()) {
    count_goods(sim, parcel);
  }
  if (sim.has_terms) {
    pay_as_agreed(sim, parcel_id);
  }
  if (lane.reserve) {
    book_sale(sim, lane.from, parcel.gross);
  }
  if (parcel.contraband != 0) {
    pay_smugglers(sim, parcel_id);
  } else if (lane.tariff > 0) {
    collect_duty(sim, parcel.owner, parcel.gross);
  }
  if (stock.is_sink) {
    for (std::size_t k = 0; k < goods.size(); ++k) {
      sim.state.ledger.consumed[from_set.elements[k]] += Mass{goods[k]};
    }
    sim.state.tallies.surplus[lane.to.index()] += parcel.gross;
    sim.state.parcels.release(parcel_id);
    return;
  }
  if (!sim.state.lineages.empty()) {
    trace_arrival(sim, parcel_id, from_set, lane.to);
  }
  add_elements(from_set, goods, sim.set_of(lane.to), sim.elements_of(lane.to));
  const auto gross =
      stock.oxide_equivalent ? nearest_whole(oxide_equivalent(from_set, goods)) : parcel.gross;
  stock.held += sum;
  stock.gross += gross;
  look_at_lineage_of(sim, lane.to);
  if (lane.push) {
    stock.period_pushed += gross;
  } else {
    stock.on_order -= parcel.gross;
    learn_lead_time(sim, lane.to, parcel);
  }
  const auto& facility = sim.world.facilities[lane.buyer.index()];
  sim.state.parcels.release(parcel_id);
  if (facility.stage == Stage::stockpile) {
    book_purchase(sim, lane.to, gross);
  } else if (facility.is_plant) {
    on_plant_received(sim, facility.plant);
  } else {
    kick_lines(sim, facility);
  }
}

void receive_return(Simulation& sim, std::uint32_t parcel_id) {
  const auto& parcel = sim.state.parcels[parcel_id];
  const auto lane_id = parcel.owner;
  auto& lane = sim.state.lanes[lane_id];
  const auto& set = sim.set_of(lane.from);
  const auto goods = sim.state.parcels.elements(parcel_id);
  const auto held = sim.elements_of(lane.from);
  auto& stock = sim.state.pools[lane.from.index()];
  if (!sim.state.lineages.empty()) {
    trace_arrival(sim, parcel_id, set, lane.from);
  }
  for (std::size_t k = 0; k < goods.size(); ++k) {
    held[k] += goods[k];
    stock.held += goods[k];
    sim.state.in_transit[set.elements[k]] -= Mass{goods[k]};
  }
  stock.gross += parcel.gross;
  look_at_lineage_of(sim, lane.from);
  sim.state.trades[lane.trade].in_transit -= parcel.gross;
  if (lane.contracted) {
    take_back_delivery(sim, parcel_id);
  }
  if (!lane.push) {
    // The goods are owed again: the buyer's order stands.
    owe(sim, lane_id, parcel.gross, parcel.since);
  }
  sim.state.parcels.release(parcel_id);
  if (stock.owed > 0) {
    request_settlement(sim, lane.from);
  }
}

}  // namespace

void request_settlement(Simulation& sim, PoolId pool) {
  sim.state.settlements.request(pool.value, sim.loop, sim.loop.now(), Phase::trade,
                                static_cast<std::uint8_t>(EventKind::settle));
}

void place_order(Simulation& sim, std::uint32_t lane_id, std::int64_t grams) {
  auto& lane = sim.state.lanes[lane_id];
  auto& buyer = sim.state.pools[lane.to.index()];
  const auto before = sendable(sim, lane_id);
  owe(sim, lane_id, grams, sim.since_origin());
  buyer.on_order += grams;
  sim.state.trades[lane.trade].ordered += grams;
  if (lane.contracted) {
    sim.state.contracted[sim.world.contract_of_lane[lane_id]].called += grams;
  }
  // What must not leave is no reason to make more; a used-up quota is followed by another.
  const auto more =
      lane.exhausted > 0 && !is_banned(sim, lane_id) ? grams : sendable(sim, lane_id) - before;
  if (more > 0) {
    sim.state.pools[lane.from.index()].period_flow += more;
    request_settlement(sim, lane.from);
  }
  if (lane.licensed) {
    sim.state.licensed_lanes[sim.world.licence_of_lane[lane_id]].unseen += grams - more;
  }
}

void withdraw_order(Simulation& sim, std::uint32_t lane_id, std::int64_t grams, double most_claim,
                    bool is_needed) {
  auto& lane = sim.state.lanes[lane_id];
  auto& buyer = sim.state.pools[lane.to.index()];
  if (lane.contracted) {
    // What a seller has owed for longer than its grace it has failed to deliver, whoever does now,
    // but nobody fails a buyer that needs nothing.
    const bool is_missed = is_needed && is_late_under_contract(sim, lane_id);
    is_missed ? miss_call(sim, lane_id, grams) : take_back_call(sim, lane_id, grams);
  }
  // The supplier's forecast keeps it: the goods are wanted, of whoever can send them.
  change_permit(sim, lane_id, [&] { lane.owed -= grams; });
  sim.state.pools[lane.from.index()].owed -= grams;
  buyer.on_order -= grams;
  buyer.owing -= lane.owed == 0 ? 1 : 0;
  sim.state.trades[lane.trade].ordered -= grams;
  // A claim again, but no larger one than so: else those that cannot send would get all orders.
  auto& credit = sim.state.accounts[lane_id].credit;
  const auto restored =
      std::min(credit + static_cast<float>(grams), static_cast<float>(most_claim));
  credit = std::max(credit, restored);
  if (lane.licensed) {
    auto& unseen = sim.state.licensed_lanes[sim.world.licence_of_lane[lane_id]].unseen;
    unseen = std::min(unseen, lane.owed);
  }
}

void on_settle(Simulation& sim, PoolId pool_id) {
  sim.loop.require_phase(Phase::trade);
  sim.state.settlements.begin(pool_id.value);
  const auto& pool = sim.world.pools[pool_id.index()];
  auto& stock = sim.state.pools[pool_id.index()];
  const auto& seller = sim.world.facilities[pool.facility.index()];
  // Of an empty stock only quotas have anything to say.
  const bool is_idle = stock.gross == 0 ? sim.world.export_accounts.empty()
                                        : stock.owed == stock.stuck && !keeps_back(sim, pool_id);
  if (is_idle) {
    stock.unserved = stock.owed - stock.stuck;
    return kick_lines(sim, seller);
  }
  const auto waiting = std::span(sim.state.waiting).subspan(pool.customers.first, stock.waiting);
  sort_what_has_come(waiting);
  sim.state.open_lanes.clear();
  std::int64_t total = 0;
  for (const auto lane : waiting) {
    if (const auto grams = sendable(sim, lane); grams > 0) {
      sim.state.open_lanes.push_back(lane);
      total += grams;
    }
  }
  const bool is_cut = quota_binds(sim);
  if (total <= stock.gross && !is_cut && !keeps_back(sim, pool_id)) {
    for (const auto lane : sim.state.open_lanes) {
      ship(sim, lane, sendable(sim, lane));
    }
  } else {
    allocate(sim, pool_id, is_cut);
  }
  if (!sim.state.asked_of_accounts.empty()) {
    close_empty_accounts(sim);
  }
  std::uint32_t kept = 0;
  for (const auto lane : waiting) {
    if (sim.state.lanes[lane].owed > 0) {
      waiting[kept++] = lane;
    } else {
      sim.state.lanes[lane].waiting = false;
    }
  }
  stock.waiting = kept;
  stock.unserved = stock.owed - stock.stuck;
  kick_lines(sim, seller);
}

std::uint32_t load(Simulation& sim, std::uint32_t lane_id, std::int64_t grams) {
  const auto& lane = sim.state.lanes[lane_id];
  const auto& set = sim.set_of(lane.from);
  const auto parcel_id = sim.state.parcels.take(set.count);
  const auto goods = sim.state.parcels.elements(parcel_id);
  sim.take_out(lane.from, grams, [&](std::size_t place, Mass part) {
    goods[place] = part.grams;
    sim.state.in_transit[set.elements[place]] += part;
  });
  auto& parcel = sim.state.parcels[parcel_id];
  parcel.owner = lane_id;
  parcel.gross = grams;
  parcel.since = sim.since_origin();
  parcel.contraband = 0;
  trace_shipment(sim, lane.from, parcel_id);
  sim.state.trades[lane.trade].in_transit += grams;
  if (sim.has_terms) {
    sim.state.shipment_terms.resize(
        std::max(sim.state.shipment_terms.size(), sim.state.parcels.size()));
    sim.state.shipment_terms[parcel_id] = {.is_reported = sim.is_reporting};
  }
  return parcel_id;
}

void ship(Simulation& sim, std::uint32_t lane_id, std::int64_t grams) {
  auto& lane = sim.state.lanes[lane_id];
  auto& stock = sim.state.pools[lane.from.index()];
  const auto parcel_id = load(sim, lane_id, grams);
  auto& parcel = sim.state.parcels[parcel_id];
  if (!lane.push) {
    parcel.since = lane.owed_since;
    lane.owed -= grams;
    stock.owed -= grams;
    if (lane.licensed) {
      use_licences(sim, sim.world.licence_of_lane[lane_id], grams);
    }
    if (lane.metered) {
      use_quota(sim, lane_id, grams);
    }
    const auto contracted = lane.contracted ? deliver_under_contract(sim, parcel_id) : 0;
    if (sim.state.markets.is_any_scarce) {
      agree_on_rent(sim, parcel_id, grams - contracted);
    }
    sim.state.pools[lane.to.index()].owing -= lane.owed == 0 ? 1 : 0;
  }
  if (lane.slowed) {
    if (const auto seconds = held_before_leaving(sim, lane_id); seconds > 0) {
      parcel.status = ParcelStatus::leaving;
      return put_under_way(sim, parcel_id, seconds);
    }
  }
  depart(sim, parcel_id);
}

std::int64_t time_under_way(Simulation& sim, std::uint32_t lane_id) {
  auto& lane = sim.state.lanes[lane_id];
  const auto seconds = sim.draw_duration(lane.duration, lane.transit, Purpose::transit,
                                         [&] { return key_of_lane(sim, lane); });
  if (!lane.slowed) {
    return seconds;
  }
  double factor = 1;
  for (const auto instrument : sim.state.frictions) {
    const auto& friction = std::get<Friction>(sim.world.instruments[instrument].kind);
    if (std::binary_search(friction.lanes.begin(), friction.lanes.end(), lane_id)) {
      factor *= level_in_force(friction, sim.state.instruments[instrument])->time_factor;
    }
  }
  return nearest_whole(static_cast<double>(seconds) * factor);
}

void put_under_way(Simulation& sim, std::uint32_t parcel_id, std::int64_t seconds) {
  auto& parcel = sim.state.parcels[parcel_id];
  parcel.due = sim.now() + std::max<std::int64_t>(1, seconds);
  parcel.arrivals += 1;
  sim.loop.schedule({parcel.due}, Phase::arrivals, sim.state.lanes[parcel.owner].buyer.value,
                    static_cast<std::uint8_t>(EventKind::arrival), parcel_id);
}

void on_arrival(Simulation& sim, std::uint32_t parcel_id) {
  sim.loop.require_phase(Phase::arrivals);
  auto& parcel = sim.state.parcels[parcel_id];
  if (parcel.status == ParcelStatus::returning) {
    return receive_return(sim, parcel_id);
  }
  if (parcel.status == ParcelStatus::leaving) {
    if (!is_banned(sim, parcel.owner)) {
      return depart(sim, parcel_id);
    }
    parcel.status = ParcelStatus::kept_from_leaving;
    if (sim.state.lanes[parcel.owner].contracted) {
      take_back_delivery(sim, parcel_id);
    }
    return;
  }
  if (parcel.status == ParcelStatus::to_be_held) {
    parcel.status = ParcelStatus::at_customs;
    return;
  }
  if (parcel.status == ParcelStatus::to_be_seized) {
    return catch_smuggled(sim, parcel_id);
  }
  receive(sim, parcel_id);
}

}  // namespace monazite
