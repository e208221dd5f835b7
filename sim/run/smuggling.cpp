#include "models/behaviour/smuggling.hpp"

#include <algorithm>
#include <cmath>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// What goes round is judged over four weeks.
constexpr double traffic_days = 28;

constexpr double days_a_year = 365.25;

}  // namespace

void Run::reset_smuggling() {
  const auto lanes = world_.smuggling.empty() ? 0
                                              : world_.smuggling.back().first_claim +
                                                    world_.smuggling.back().lanes.size();
  state_.smuggling.assign(world_.smuggling.size(), {});
  state_.contraband.assign(world_.contraband.size(), {});
  state_.smuggled_claims.assign(lanes, 0.0);
  state_.smuggling_draws.assign(lanes, {});
  state_.blacklisted_until.assign(world_.smuggling.empty() ? 0 : world_.facilities.size(),
                                  std::numeric_limits<std::int64_t>::min());
}

void Run::look_for_gain_at(std::uint32_t route, std::int64_t seconds) {
  loop_.schedule({seconds}, Phase::orders, entity_of_clock(),
                 static_cast<std::uint8_t>(EventKind::smuggling), route);
}

void Run::on_smuggling(std::uint32_t number) {
  loop_.require_phase(Phase::orders);
  const auto& route = world_.smuggling[number];
  auto& state = state_.smuggling[number];
  const double days = route.review_days;
  state.tonnes_a_year += -std::expm1(-days / traffic_days) *
                         (Mass{state.sent}.tonnes() / days * days_a_year - state.tonnes_a_year);
  state.sent = 0;
  const double chance = seizure_chance(route.rules, detection_now(route), state.tonnes_a_year);
  for (std::size_t k = 0; k < route.lanes.size(); ++k) {
    const auto lane = route.lanes[k];
    if (state_.lanes[lane].owed == 0 || is_blacklisted(seller_of(lane))) {
      state_.smuggled_claims[route.first_claim + k] = 0;
      continue;
    }
    const double share = smuggled_share(route.rules, gain_from_going_round(lane), chance);
    auto& claim = state_.smuggled_claims[route.first_claim + k];
    const auto& buyer = state_.pools[world_.lanes[lane].to.index()];
    claim += share * buyer.forecast.per_day * static_cast<double>(world_.lanes[lane].share) * days;
    const auto grams = std::min({nearest_whole(claim), most_going_round(lane),
                                 state_.pools[world_.lanes[lane].from.index()].gross});
    const auto lot =
        world_.materials[world_.trades[world_.lanes[lane].trade].material.index()].lot.grams;
    if (grams >= std::max<std::int64_t>(1, lot)) {
      claim -= static_cast<double>(grams);
      send_round(number, k, grams, chance);
    }
    // A need that waits for ever grows no larger than what is owed.
    claim = std::min(claim, static_cast<double>(most_going_round(lane)));
  }
  look_for_gain_at(number, now() + std::int64_t{route.review_days} * engine::seconds_per_day);
}

double Run::detection_now(const SmugglingRoute& route) const {
  double detection = 0;
  for (const auto& level : route.enforcement) {
    if (level.on <= today()) {
      detection = level.detection;
    }
  }
  return detection;
}

FacilityId Run::seller_of(std::uint32_t lane) const {
  return world_.pools[world_.lanes[lane].from.index()].facility;
}

double Run::gain_from_going_round(std::uint32_t lane_id) const {
  const auto& lane = state_.lanes[lane_id];
  const auto freight = static_cast<double>(world_.lane_details[lane_id].freight);
  if (lane.owed > sendable(lane_id)) {
    return price_of(lane.to) - price_of(lane.from) - freight;
  }
  return price_of(lane.from) * static_cast<double>(lane.tariff) * (1 + freight);
}

std::int64_t Run::most_going_round(std::uint32_t lane) const {
  const auto owed = state_.lanes[lane].owed;
  const auto stuck = owed - sendable(lane);
  return stuck > 0 ? stuck : owed;
}

void Run::send_round(std::uint32_t number, std::size_t place, std::int64_t grams, double chance) {
  const auto& route = world_.smuggling[number];
  const auto lane_id = route.lanes[place];
  auto& lane = state_.lanes[lane_id];
  auto& seller = state_.pools[lane.from.index()];
  auto& tally = state_.contraband[route.contraband[place]];
  const bool evades_control = lane.owed > sendable(lane_id);
  if (evades_control) {
    // Nobody made more for what might not leave; now there is a way.
    seller.period_flow += grams;
  }
  const auto since = lane.owed_since;
  change_permit(lane_id, [&] { lane.owed -= grams; });
  seller.owed -= grams;
  state_.pools[lane.to.index()].owing -= lane.owed == 0 ? 1 : 0;
  if (lane.licensed) {
    auto& unseen = state_.licensed_lanes[world_.licence_of_lane[lane_id]].unseen;
    unseen = std::min(unseen, lane.owed);
  }
  const auto parcel_id = load(lane_id, grams);
  auto& draws = state_.smuggling_draws[route.first_claim + place];
  const auto next = [&] {
    return draws.uniform([&] {
      auto key = stream(Purpose::smuggling, key_of_lane(state_.lanes[lane_id]) ^ route.key);
      if (!world_.switches.noise) {
        // Who is caught is luck; without noise it is the same in every run.
        key.master_seed = 0;
        key.replication = 0;
      }
      return key;
    });
  };
  const bool is_caught = next() < chance;
  const auto& sampler = memory_.durations[route.detour];
  const auto detour = sampler.is_constant() ? sampler.constant_seconds() : sampler(next());
  const auto usual = time_under_way(lane_id);
  auto& parcel = state_.parcels[parcel_id];
  parcel.since = since;
  parcel.departed = since_origin();
  parcel.contraband = static_cast<std::uint8_t>(number + 1) & 0x7f;
  parcel.evades_control = evades_control;
  parcel.status = is_caught ? ParcelStatus::to_be_seized : ParcelStatus::smuggled;
  // What is found is found half way.
  put_under_way(parcel_id, is_caught ? (usual + detour) / 2 : usual + detour);
  if (lane.contracted) {
    deliver_under_contract(parcel_id);
  }
  state_.smuggling[number].sent += grams;
  tally.sent += grams;
}

void Run::catch_smuggled(std::uint32_t parcel_id) {
  const auto& parcel = state_.parcels[parcel_id];
  const auto lane = parcel.owner;
  const auto& route = world_.smuggling[parcel.contraband - 1U];
  auto& tally = contraband_of(parcel);
  tally.seized += parcel.gross;
  // The goods are a part of the fine, and are not paid for.
  const double value = usd_of_base(lane, parcel.gross);
  (parcel.evades_control ? tally.fine_of_exporter_usd : tally.fine_of_importer_usd) +=
      std::max(0.0, route.rules.fine - 1) * value;
  state_.blacklisted_until[seller_of(lane).index()] =
      now() + std::int64_t{route.blacklist_days} * engine::seconds_per_day;
  seize(parcel_id);
}

void Run::pay_smugglers(std::uint32_t parcel_id) {
  const auto& parcel = state_.parcels[parcel_id];
  const auto& route = world_.smuggling[parcel.contraband - 1U];
  contraband_of(parcel).markup_usd += route.rules.markup * usd_of_base(parcel.owner, parcel.gross);
}

ContrabandTally& Run::contraband_of(const Parcel& parcel) {
  const auto& route = world_.smuggling[parcel.contraband - 1U];
  const auto place = std::lower_bound(route.lanes.begin(), route.lanes.end(), parcel.owner);
  return state_.contraband[route.contraband[static_cast<std::size_t>(place - route.lanes.begin())]];
}

}  // namespace monazite
