#include <algorithm>
#include <cmath>

#include "models/behaviour/ordering.hpp"
#include "models/policy/tariff.hpp"
#include "sim/run/run.hpp"

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

}  // namespace

void Run::request_settlement(PoolId pool) {
  state_.settlements.request(pool.value, loop_, loop_.now(), Phase::trade,
                             static_cast<std::uint8_t>(EventKind::settle));
}

void Run::place_order(std::uint32_t lane_id, std::int64_t grams) {
  auto& lane = state_.lanes[lane_id];
  auto& buyer = state_.pools[lane.to.index()];
  const auto before = sendable(lane_id);
  owe(lane_id, grams, since_origin());
  buyer.on_order += grams;
  state_.trades[lane.trade].ordered += grams;
  if (lane.contracted) {
    state_.contracted[world_.contract_of_lane[lane_id]].called += grams;
  }
  // What must not leave is no reason to make more; a used-up quota is followed by another.
  const auto more = lane.exhausted > 0 && !is_banned(lane_id) ? grams : sendable(lane_id) - before;
  if (more > 0) {
    state_.pools[lane.from.index()].period_flow += more;
    request_settlement(lane.from);
  }
  if (lane.licensed) {
    state_.licensed_lanes[world_.licence_of_lane[lane_id]].unseen += grams - more;
  }
}

void Run::owe(std::uint32_t lane_id, std::int64_t grams, std::uint32_t since) {
  auto& lane = state_.lanes[lane_id];
  auto& supplier = state_.pools[lane.from.index()];
  if (lane.owed == 0) {
    lane.owed_since = since;
    state_.pools[lane.to.index()].owing += 1;
  } else {
    const double part = static_cast<double>(grams) / static_cast<double>(lane.owed + grams);
    const double later = static_cast<double>(since) - static_cast<double>(lane.owed_since);
    lane.owed_since = static_cast<std::uint32_t>(lane.owed_since + part * later);
  }
  wait_for(lane_id, supplier);
  change_permit(lane_id, [&] { lane.owed += grams; });
  supplier.owed += grams;
}

void Run::wait_for(std::uint32_t lane_id, PoolState& supplier) {
  auto& state = state_.lanes[lane_id];
  if (!state.waiting) {
    state.waiting = true;
    const auto first = world_.pools[state.from.index()].customers.first;
    state_.waiting[first + supplier.waiting++] = lane_id;
  }
}

void Run::withdraw_order(std::uint32_t lane_id, std::int64_t grams, double most_claim) {
  auto& lane = state_.lanes[lane_id];
  auto& buyer = state_.pools[lane.to.index()];
  // What a seller has owed for longer than its grace it has failed to deliver, whoever does now.
  if (lane.contracted && !is_late_under_contract(lane_id)) {
    take_back_call(lane_id, grams);
  }
  // The supplier's forecast keeps it: the goods are wanted, of whoever can send them.
  change_permit(lane_id, [&] { lane.owed -= grams; });
  state_.pools[lane.from.index()].owed -= grams;
  buyer.on_order -= grams;
  buyer.owing -= lane.owed == 0 ? 1 : 0;
  state_.trades[lane.trade].ordered -= grams;
  // A claim again, but no larger one than so: else those that cannot send would get all orders.
  auto& credit = state_.accounts[lane_id].credit;
  const auto restored =
      std::min(credit + static_cast<float>(grams), static_cast<float>(most_claim));
  credit = std::max(credit, restored);
  if (lane.licensed) {
    auto& unseen = state_.licensed_lanes[world_.licence_of_lane[lane_id]].unseen;
    unseen = std::min(unseen, lane.owed);
  }
}

void Run::on_settle(PoolId pool_id) {
  loop_.require_phase(Phase::trade);
  state_.settlements.begin(pool_id.value);
  const auto& pool = world_.pools[pool_id.index()];
  auto& stock = state_.pools[pool_id.index()];
  const auto& seller = world_.facilities[pool.facility.index()];
  // Of an empty stock only quotas have anything to say.
  const bool is_idle = stock.gross == 0 ? world_.export_accounts.empty()
                                        : stock.owed == stock.stuck && !keeps_back(pool_id);
  if (is_idle) {
    stock.unserved = stock.owed - stock.stuck;
    return kick_lines(seller);
  }
  const auto waiting = std::span(state_.waiting).subspan(pool.customers.first, stock.waiting);
  sort_what_has_come(waiting);
  state_.open_lanes.clear();
  std::int64_t total = 0;
  for (const auto lane : waiting) {
    if (const auto grams = sendable(lane); grams > 0) {
      state_.open_lanes.push_back(lane);
      total += grams;
    }
  }
  const bool is_cut = quota_binds();
  if (total <= stock.gross && !is_cut && !keeps_back(pool_id)) {
    for (const auto lane : state_.open_lanes) {
      ship(lane, sendable(lane));
    }
  } else {
    allocate(pool_id, is_cut);
  }
  if (!state_.asked_of_accounts.empty()) {
    close_empty_accounts();
  }
  std::uint32_t kept = 0;
  for (const auto lane : waiting) {
    if (state_.lanes[lane].owed > 0) {
      waiting[kept++] = lane;
    } else {
      state_.lanes[lane].waiting = false;
    }
  }
  stock.waiting = kept;
  stock.unserved = stock.owed - stock.stuck;
  kick_lines(seller);
}

std::uint32_t Run::load(std::uint32_t lane_id, std::int64_t grams) {
  const auto& lane = state_.lanes[lane_id];
  const auto& set = set_of(lane.from);
  const auto parcel_id = state_.parcels.take(set.count);
  const auto goods = state_.parcels.elements(parcel_id);
  take_out(lane.from, grams, [&](std::size_t place, Mass part) {
    goods[place] = part.grams;
    state_.in_transit[set.elements[place]] += part;
  });
  auto& parcel = state_.parcels[parcel_id];
  parcel.owner = lane_id;
  parcel.gross = grams;
  parcel.since = since_origin();
  parcel.contraband = 0;
  trace_shipment(lane.from, parcel_id);
  state_.trades[lane.trade].in_transit += grams;
  if (has_terms_) {
    state_.shipment_terms.resize(std::max(state_.shipment_terms.size(), state_.parcels.size()));
    state_.shipment_terms[parcel_id] = {.is_reported = reporting_};
  }
  return parcel_id;
}

void Run::ship(std::uint32_t lane_id, std::int64_t grams) {
  auto& lane = state_.lanes[lane_id];
  auto& stock = state_.pools[lane.from.index()];
  const auto parcel_id = load(lane_id, grams);
  auto& parcel = state_.parcels[parcel_id];
  if (!lane.push) {
    parcel.since = lane.owed_since;
    lane.owed -= grams;
    stock.owed -= grams;
    if (lane.licensed) {
      use_licences(world_.licence_of_lane[lane_id], grams);
    }
    if (lane.metered) {
      use_quota(lane_id, grams);
    }
    const auto contracted = lane.contracted ? deliver_under_contract(parcel_id) : 0;
    if (state_.markets.is_any_scarce) {
      agree_on_rent(parcel_id, grams - contracted);
    }
    state_.pools[lane.to.index()].owing -= lane.owed == 0 ? 1 : 0;
  }
  if (lane.slowed) {
    if (const auto seconds = held_before_leaving(lane_id); seconds > 0) {
      parcel.status = ParcelStatus::leaving;
      return put_under_way(parcel_id, seconds);
    }
  }
  depart(parcel_id);
}

void Run::depart(std::uint32_t parcel_id) {
  auto& parcel = state_.parcels[parcel_id];
  auto& lane = state_.lanes[parcel.owner];
  parcel.departed = since_origin();
  parcel.status = ParcelStatus::in_transit;
  lane.month += parcel.gross;
  state_.trades[lane.trade].shipped += parcel.gross;
  if (!state_.promises.empty()) {
    count_delivery(parcel.owner, parcel.gross);
  }
  put_under_way(parcel_id, time_under_way(parcel.owner));
}

std::int64_t Run::time_under_way(std::uint32_t lane_id) {
  auto& lane = state_.lanes[lane_id];
  const auto seconds = draw_duration(lane.duration, lane.transit, Purpose::transit,
                                     [&] { return key_of_lane(lane); });
  if (!lane.slowed) {
    return seconds;
  }
  double factor = 1;
  for (const auto instrument : state_.frictions) {
    const auto& friction = std::get<Friction>(world_.instruments[instrument].kind);
    if (std::binary_search(friction.lanes.begin(), friction.lanes.end(), lane_id)) {
      factor *= level_in_force(friction, state_.instruments[instrument])->time_factor;
    }
  }
  return nearest_whole(static_cast<double>(seconds) * factor);
}

std::int64_t Run::held_before_leaving(std::uint32_t lane_id) {
  std::int64_t longest = 0;
  for (const auto instrument : state_.frictions) {
    const auto& friction = std::get<Friction>(world_.instruments[instrument].kind);
    const auto& level = *level_in_force(friction, state_.instruments[instrument]);
    if (level.hold_probability <= 0 ||
        !std::binary_search(friction.lanes.begin(), friction.lanes.end(), lane_id)) {
      continue;
    }
    auto& draws = state_.customs_draws[lane_id];
    const auto next = [&] {
      return draws.uniform(
          [&] { return stream(Purpose::customs, key_of_lane(state_.lanes[lane_id])); });
    };
    const bool is_held = next() < level.hold_probability;
    const auto& sampler = memory_.durations[friction.hold];
    const auto seconds = sampler.is_constant() ? sampler.constant_seconds() : sampler(next());
    longest = is_held ? std::max(longest, seconds) : longest;
  }
  return longest;
}

void Run::put_under_way(std::uint32_t parcel_id, std::int64_t seconds) {
  auto& parcel = state_.parcels[parcel_id];
  parcel.due = now() + std::max<std::int64_t>(1, seconds);
  parcel.arrivals += 1;
  loop_.schedule({parcel.due}, Phase::arrivals, state_.lanes[parcel.owner].buyer.value,
                 static_cast<std::uint8_t>(EventKind::arrival), parcel_id);
}

void Run::on_arrival(std::uint32_t parcel_id) {
  loop_.require_phase(Phase::arrivals);
  auto& parcel = state_.parcels[parcel_id];
  if (parcel.status == ParcelStatus::returning) {
    return receive_return(parcel_id);
  }
  if (parcel.status == ParcelStatus::leaving) {
    if (!is_banned(parcel.owner)) {
      return depart(parcel_id);
    }
    parcel.status = ParcelStatus::kept_from_leaving;
    return;
  }
  if (parcel.status == ParcelStatus::to_be_held) {
    parcel.status = ParcelStatus::at_customs;
    return;
  }
  if (parcel.status == ParcelStatus::to_be_seized) {
    return catch_smuggled(parcel_id);
  }
  receive(parcel_id);
}

void Run::receive(std::uint32_t parcel_id) {
  const auto& parcel = state_.parcels[parcel_id];
  const auto& lane = state_.lanes[parcel.owner];
  const auto& from_set = set_of(lane.from);
  auto& stock = state_.pools[lane.to.index()];
  const auto goods = state_.parcels.elements(parcel_id);
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < goods.size(); ++k) {
    state_.in_transit[from_set.elements[k]] -= Mass{goods[k]};
    sum += goods[k];
  }
  auto& trade = state_.trades[lane.trade];
  trade.in_transit -= parcel.gross;
  trade.received += parcel.gross;
  if (!state_.goods.empty()) {
    count_goods(parcel);
  }
  if (has_terms_) {
    pay_as_agreed(parcel_id);
  }
  if (lane.reserve) {
    book_sale(lane.from, parcel.gross);
  }
  if (parcel.contraband != 0) {
    pay_smugglers(parcel_id);
  } else if (lane.tariff > 0) {
    collect_duty(parcel.owner, parcel.gross);
  }
  if (stock.is_sink) {
    for (std::size_t k = 0; k < goods.size(); ++k) {
      state_.ledger.consumed[from_set.elements[k]] += Mass{goods[k]};
    }
    state_.tallies.surplus[lane.to.index()] += parcel.gross;
    state_.parcels.release(parcel_id);
    return;
  }
  if (!state_.lineages.empty()) {
    trace_arrival(parcel_id, from_set, lane.to);
  }
  add_elements(from_set, goods, set_of(lane.to), elements_of(lane.to));
  const auto gross =
      stock.oxide_equivalent ? nearest_whole(oxide_equivalent(from_set, goods)) : parcel.gross;
  stock.held += sum;
  stock.gross += gross;
  look_at_lineage_of(lane.to);
  if (lane.push) {
    stock.period_pushed += gross;
  } else {
    stock.on_order -= parcel.gross;
    learn_lead_time(lane.to, parcel);
  }
  const auto& facility = world_.facilities[lane.buyer.index()];
  state_.parcels.release(parcel_id);
  if (facility.stage == Stage::stockpile) {
    book_purchase(lane.to, gross);
  } else if (facility.is_plant) {
    on_plant_received(facility.plant);
  } else {
    kick_lines(facility);
  }
}

void Run::learn_lead_time(PoolId pool_id, const Parcel& parcel) {
  // A stockpile says nothing of how long suppliers take.
  if (parcel.departed == 0 || state_.lanes[parcel.owner].reserve) {
    return;
  }
  auto& stock = state_.pools[pool_id.index()];
  const auto& profile = world_.profiles[world_.facilities[stock.facility].profile];
  const double days = static_cast<double>(since_origin() - parcel.since) / engine::seconds_per_day;
  stock.lead_days = static_cast<float>(learned_lead_days(
      static_cast<double>(stock.lead_days), days, static_cast<double>(parcel.gross),
      stock.forecast.per_day * profile.review_days, profile.lead_time_learning));
}

void Run::collect_duty(std::uint32_t lane_id, std::int64_t grams) {
  const auto& lane = state_.lanes[lane_id];
  const auto& material = world_.materials[world_.trades[lane.trade].material.index()];
  // Duty is paid on the value at the border, freight included, which is the same whatever the goods
  // cost.
  const double value =
      material.price_usd_per_kg * (multiple_paid(world_.trades[lane.trade]) +
                                   static_cast<double>(world_.lane_details[lane_id].freight));
  state_.trades[lane.trade].tariff_usd +=
      duty_usd(static_cast<double>(lane.tariff), static_cast<double>(grams) * 1e-3, value);
}

void Run::receive_return(std::uint32_t parcel_id) {
  const auto& parcel = state_.parcels[parcel_id];
  const auto lane_id = parcel.owner;
  auto& lane = state_.lanes[lane_id];
  const auto& set = set_of(lane.from);
  const auto goods = state_.parcels.elements(parcel_id);
  const auto held = elements_of(lane.from);
  auto& stock = state_.pools[lane.from.index()];
  if (!state_.lineages.empty()) {
    trace_arrival(parcel_id, set, lane.from);
  }
  for (std::size_t k = 0; k < goods.size(); ++k) {
    held[k] += goods[k];
    stock.held += goods[k];
    state_.in_transit[set.elements[k]] -= Mass{goods[k]};
  }
  stock.gross += parcel.gross;
  look_at_lineage_of(lane.from);
  state_.trades[lane.trade].in_transit -= parcel.gross;
  if (lane.contracted) {
    take_back_delivery(parcel_id);
  }
  if (!lane.push) {
    // The goods are owed again: the buyer's order stands.
    owe(lane_id, parcel.gross, parcel.since);
  }
  state_.parcels.release(parcel_id);
  if (stock.owed > 0) {
    request_settlement(lane.from);
  }
}

}  // namespace monazite
