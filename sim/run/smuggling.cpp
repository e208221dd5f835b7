#include "sim/run/smuggling.hpp"

#include <algorithm>
#include <cmath>

#include "models/behaviour/smuggling.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/money.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// What goes round is judged over four weeks.
constexpr double traffic_days = 28;

constexpr double days_a_year = 365.25;

double detection_now(const Simulation& sim, const SmugglingRoute& route) {
  double detection = 0;
  for (const auto& level : route.enforcement) {
    if (level.on <= sim.today()) {
      detection = level.detection;
    }
  }
  return detection;
}

FacilityId seller_of(const Simulation& sim, std::uint32_t lane) {
  return sim.world.pools[sim.world.lanes[lane].from.index()].facility;
}

/// What goods that go round fetch beyond the legal way, as a share of their value in the base
/// year: the gap of prices where they may not leave, else the duty.
double gain_from_going_round(const Simulation& sim, std::uint32_t lane_id) {
  const auto& lane = sim.state.lanes[lane_id];
  const auto freight = static_cast<double>(sim.world.lane_details[lane_id].freight);
  if (lane.owed > sendable(sim, lane_id)) {
    return price_of(sim, lane.to) - price_of(sim, lane.from) - freight;
  }
  return price_of(sim, lane.from) * static_cast<double>(lane.tariff) * (1 + freight);
}

/// Grams owed on a lane that may go round: those that may not leave, if there are any.
std::int64_t most_going_round(const Simulation& sim, std::uint32_t lane) {
  const auto owed = sim.state.lanes[lane].owed;
  const auto stuck = owed - sendable(sim, lane);
  return stuck > 0 ? stuck : owed;
}

void send_round(Simulation& sim, std::uint32_t number, std::size_t place, std::int64_t grams,
                double chance) {
  const auto& route = sim.world.smuggling[number];
  const auto lane_id = route.lanes[place];
  auto& lane = sim.state.lanes[lane_id];
  auto& seller = sim.state.pools[lane.from.index()];
  auto& tally = sim.state.contraband[route.contraband[place]];
  const bool evades_control = lane.owed > sendable(sim, lane_id);
  if (evades_control) {
    // Nobody made more for what might not leave; now there is a way.
    seller.period_flow += grams;
  }
  const auto since = lane.owed_since;
  change_permit(sim, lane_id, [&] { lane.owed -= grams; });
  seller.owed -= grams;
  sim.state.pools[lane.to.index()].owing -= lane.owed == 0 ? 1 : 0;
  if (lane.licensed) {
    auto& unseen = sim.state.licensed_lanes[sim.world.licence_of_lane[lane_id]].unseen;
    unseen = std::min(unseen, lane.owed);
  }
  const auto parcel_id = load(sim, lane_id, grams);
  auto& draws = sim.state.smuggling_draws[route.first_claim + place];
  const auto next = [&] {
    return draws.uniform([&] {
      auto key =
          sim.stream(Purpose::smuggling, key_of_lane(sim, sim.state.lanes[lane_id]) ^ route.key);
      if (!sim.world.switches.noise) {
        // Who is caught is luck; without noise it is the same in every run.
        key.master_seed = 0;
        key.replication = 0;
      }
      return key;
    });
  };
  const bool is_caught = next() < chance;
  const auto& sampler = sim.memory.durations[route.detour];
  const auto detour = sampler.is_constant() ? sampler.constant_seconds() : sampler(next());
  const auto usual = time_under_way(sim, lane_id);
  auto& parcel = sim.state.parcels[parcel_id];
  parcel.since = since;
  parcel.departed = sim.since_origin();
  parcel.contraband = static_cast<std::uint8_t>(number + 1) & 0x7f;
  parcel.evades_control = evades_control;
  parcel.status = is_caught ? ParcelStatus::to_be_seized : ParcelStatus::smuggled;
  // What is found is found half way.
  put_under_way(sim, parcel_id, is_caught ? (usual + detour) / 2 : usual + detour);
  if (lane.contracted) {
    deliver_under_contract(sim, parcel_id);
  }
  sim.state.smuggling[number].sent += grams;
  tally.sent += grams;
}

ContrabandTally& contraband_of(Simulation& sim, const Parcel& parcel) {
  const auto& route = sim.world.smuggling[parcel.contraband - 1U];
  const auto place = std::lower_bound(route.lanes.begin(), route.lanes.end(), parcel.owner);
  return sim.state
      .contraband[route.contraband[static_cast<std::size_t>(place - route.lanes.begin())]];
}

}  // namespace

void reset_smuggling(Simulation& sim) {
  const auto lanes = sim.world.smuggling.empty() ? 0
                                                 : sim.world.smuggling.back().first_claim +
                                                       sim.world.smuggling.back().lanes.size();
  sim.state.smuggling.assign(sim.world.smuggling.size(), {});
  sim.state.contraband.assign(sim.world.contraband.size(), {});
  sim.state.smuggled_claims.assign(lanes, 0.0);
  sim.state.smuggling_draws.assign(lanes, {});
  sim.state.blacklisted_until.assign(sim.world.smuggling.empty() ? 0 : sim.world.facilities.size(),
                                     std::numeric_limits<std::int64_t>::min());
}

void look_for_gain_at(Simulation& sim, std::uint32_t route, std::int64_t seconds) {
  sim.loop.schedule({seconds}, Phase::orders, sim.entity_of_clock(),
                    static_cast<std::uint8_t>(EventKind::smuggling), route);
}

void on_smuggling(Simulation& sim, std::uint32_t number) {
  sim.loop.require_phase(Phase::orders);
  const auto& route = sim.world.smuggling[number];
  auto& state = sim.state.smuggling[number];
  const double days = route.review_days;
  state.tonnes_a_year += -std::expm1(-days / traffic_days) *
                         (Mass{state.sent}.tonnes() / days * days_a_year - state.tonnes_a_year);
  state.sent = 0;
  const double chance = seizure_chance(route.rules, detection_now(sim, route), state.tonnes_a_year);
  for (std::size_t k = 0; k < route.lanes.size(); ++k) {
    const auto lane = route.lanes[k];
    if (sim.state.lanes[lane].owed == 0 || is_blacklisted(sim, seller_of(sim, lane))) {
      sim.state.smuggled_claims[route.first_claim + k] = 0;
      continue;
    }
    const double share = smuggled_share(route.rules, gain_from_going_round(sim, lane), chance);
    auto& claim = sim.state.smuggled_claims[route.first_claim + k];
    const auto& buyer = sim.state.pools[sim.world.lanes[lane].to.index()];
    claim +=
        share * buyer.forecast.per_day * static_cast<double>(sim.world.lanes[lane].share) * days;
    const auto grams = std::min({nearest_whole(claim), most_going_round(sim, lane),
                                 sim.state.pools[sim.world.lanes[lane].from.index()].gross});
    const auto lot =
        sim.world.materials[sim.world.trades[sim.world.lanes[lane].trade].material.index()]
            .lot.grams;
    if (grams >= std::max<std::int64_t>(1, lot)) {
      claim -= static_cast<double>(grams);
      send_round(sim, number, k, grams, chance);
    }
    // A need that waits for ever grows no larger than what is owed.
    claim = std::min(claim, static_cast<double>(most_going_round(sim, lane)));
  }
  look_for_gain_at(sim, number,
                   sim.now() + std::int64_t{route.review_days} * engine::seconds_per_day);
}

void catch_smuggled(Simulation& sim, std::uint32_t parcel_id) {
  const auto& parcel = sim.state.parcels[parcel_id];
  const auto lane = parcel.owner;
  const auto& route = sim.world.smuggling[parcel.contraband - 1U];
  auto& tally = contraband_of(sim, parcel);
  tally.seized += parcel.gross;
  // The goods are a part of the fine, and are not paid for.
  const double value = usd_of_base(sim, lane, parcel.gross);
  (parcel.evades_control ? tally.fine_of_exporter_usd : tally.fine_of_importer_usd) +=
      std::max(0.0, route.rules.fine - 1) * value;
  sim.state.blacklisted_until[seller_of(sim, lane).index()] =
      sim.now() + std::int64_t{route.blacklist_days} * engine::seconds_per_day;
  seize(sim, parcel_id);
}

void pay_smugglers(Simulation& sim, std::uint32_t parcel_id) {
  const auto& parcel = sim.state.parcels[parcel_id];
  const auto& route = sim.world.smuggling[parcel.contraband - 1U];
  contraband_of(sim, parcel).markup_usd +=
      route.rules.markup * usd_of_base(sim, parcel.owner, parcel.gross);
}

}  // namespace monazite
