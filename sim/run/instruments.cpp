#include "sim/run/instruments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "sim/run/contracts.hpp"
#include "sim/run/front_loading.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/panic.hpp"
#include "sim/run/price_floors.hpp"
#include "sim/run/production.hpp"
#include "sim/run/quotas.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Whether actions of talks, truces and reactions can move it.
template <class Kind>
constexpr bool is_moved_by_actions =
    std::is_same_v<Kind, Ban> || std::is_same_v<Kind, Tariff> ||
    std::is_same_v<Kind, LicenceRegime> || std::is_same_v<Kind, Friction> ||
    std::is_same_v<Kind, PriceFloor>;
/// The same of a quota, whose plan goes on beneath what an action sets.
template <class Kind>
constexpr bool is_quota =
    std::is_same_v<Kind, ProductionQuota> || std::is_same_v<Kind, ExportQuota>;

/// Steps an instrument along its own dated course.
template <class Kind>
void follow_course(Simulation& sim, std::uint32_t instrument, const Kind& kind) {
  if constexpr (is_moved_by_actions<Kind>) {
    auto& state = sim.state.instruments[instrument];
    const auto to = level_on(kind.levels, state, sim.today());
    if (to.level == state.level) {
      return;  // its date has been put off
    }
    if (to.set >= 0) {
      state = to;  // what an action has set holds on
    } else {
      const auto& level = kind.levels[static_cast<std::size_t>(to.level)];
      apply(sim, instrument, kind, to, level.action);
    }
    wake_at(sim, instrument, next_wake(kind.levels, to));
  } else if constexpr (!std::is_same_v<Kind, Outage>) {  // that has times of its own
    apply(sim, instrument, kind);
  }
}

void send_back(Simulation& sim, std::uint32_t parcel_id) {
  auto& parcel = sim.state.parcels[parcel_id];
  // As long as it has come: up to now, or to the border where it stands.
  const auto until = std::min(sim.now(), parcel.due);
  parcel.status = ParcelStatus::returning;
  put_under_way(sim, parcel_id, until - sim.seconds_at(sim.world.origin) - parcel.departed);
}

}  // namespace

void note(Simulation& sim, std::uint32_t instrument, std::string_view action,
          std::string_view parameter, double value, bool acts) {
  // What happened before the reported span belongs to its first day, as far as it still holds.
  const Date date = std::max(sim.today(), sim.world.start);
  const bool is_over = sim.today() < sim.world.start && !acts;
  if (date == sim.world.start) {
    std::erase_if(sim.observations.policy, [&](const PolicyRow& row) {
      return row.instrument == instrument && (is_over || row.parameter == parameter);
    });
  }
  if (is_over) {
    return;
  }
  sim.observations.policy.push_back(
      {date, instrument, std::string(action), std::string(parameter), value});
}

void wake_at(Simulation& sim, std::uint32_t instrument, std::optional<Date> date) {
  if (date && *date <= sim.world.end) {
    sim.loop.schedule({std::max(sim.seconds_at(*date), sim.now())}, Phase::policy,
                      sim.entity_of_instrument(instrument),
                      static_cast<std::uint8_t>(EventKind::instrument_step), instrument);
  }
}

void on_news(Simulation& sim, std::uint32_t instrument) {
  sim.loop.require_phase(Phase::policy);
  for (const auto& step : sim.world.instruments[instrument].pipeline) {
    if (step.on == sim.today()) {
      note(sim, instrument, pipeline_stage_names[static_cast<std::size_t>(step.stage)], "", 0,
           step.stage != PipelineStage::shelve);
      if (const auto* tariff = std::get_if<Tariff>(&sim.world.instruments[instrument].kind)) {
        expect(sim, instrument, *tariff,
               step.stage == PipelineStage::announce || step.stage == PipelineStage::revive);
      }
      if (step.stage == PipelineStage::announce || step.stage == PipelineStage::revive) {
        alarm(sim, instrument);
      }
    }
  }
}

void on_instrument(Simulation& sim, std::uint32_t instrument) {
  sim.loop.require_phase(Phase::policy);
  const bool is_new = standing_level(sim.state.instruments[instrument]) < 0;
  std::visit([&](const auto& kind) { follow_course(sim, instrument, kind); },
             sim.world.instruments[instrument].kind);
  if (is_new && standing_level(sim.state.instruments[instrument]) >= 0) {
    alarm(sim, instrument);
  }
  open_routes(sim);
}

void move(Simulation& sim, std::uint32_t instrument, InstrumentState to, std::string_view action) {
  std::visit(
      [&](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (is_moved_by_actions<Kind> || is_quota<Kind>) {
          if (to.delay_days != sim.state.instruments[instrument].delay_days) {
            wake_at(sim, instrument, next_wake(kind.levels, to));
          }
          if (standing_level(to) == standing_level(sim.state.instruments[instrument])) {
            sim.state.instruments[instrument] = to;
            return;
          }
          apply(sim, instrument, kind, to, action);
          if (action == "impose" || action == "tighten" || action == "resume" ||
              action == "snap_back") {
            alarm(sim, instrument);
          }
        }
      },
      sim.world.instruments[instrument].kind);
  open_routes(sim);
}

void block_lane(Simulation& sim, std::uint32_t lane, InTransitRule rule) {
  auto& state = sim.state.lanes[lane];
  if (rule == InTransitRule::hold) {
    ++state.holding;
  }
  change_permit(sim, lane, [&] { ++state.blocked; });
  if (state.blocked == 1) {
    sim.state.lane_banned_on[lane] = sim.today().days_since_epoch;
    sim.state.pools[state.to.index()].disturbed += 1;
  }
}

void release_lane(Simulation& sim, std::uint32_t lane, InTransitRule rule) {
  auto& state = sim.state.lanes[lane];
  if (rule == InTransitRule::hold) {
    --state.holding;
  }
  change_permit(sim, lane, [&] { --state.blocked; });
  if (state.blocked == 0) {
    calm(sim, lane);
  }
}

void calm(Simulation& sim, std::uint32_t lane) {
  // One more tilt brings the shares back; `disturbed` falls when the next order has used it.
  const auto& world_lane = sim.world.lanes[lane];
  auto& buyer = sim.state.pools[world_lane.to.index()];
  buyer.disturbed -= 1;
  if (buyer.disturbed == 0) {
    tilt_suppliers(
        sim, world_lane.to,
        sim.world
            .profiles[sim.world.facilities[sim.world.pools[world_lane.to.index()].facility.index()]
                          .profile]);
  }
  if (sendable(sim, lane) > 0) {
    request_settlement(sim, world_lane.from);
  }
}

void apply(Simulation& sim, std::uint32_t instrument, const Ban& ban, InstrumentState to,
           std::string_view action) {
  const auto change = monazite::change(ban, sim.state.instruments[instrument], to);
  sim.state.instruments[instrument] = to;
  // What a rule on lineage holds is told by the goods, not by their lane: see is_held.
  const auto rule = ban.lineage == Lineage::none ? ban.in_transit : InTransitRule::grandfather;
  std::uint32_t blocked = 0;
  // Block before releasing, so that a lane in both sets never opens.
  for (const auto lane : change.blocked) {
    if (bears_on(sim, ban.lineage, lane)) {
      block_lane(sim, lane, rule);
      ++blocked;
    }
  }
  for (const auto lane : change.released) {
    if (bears_on(sim, ban.lineage, lane)) {
      release_lane(sim, lane, rule);
    }
  }
  note(sim, instrument, action, "lanes_blocked", blocked,
       !change.blocked.empty() || change.wake.has_value());
  const bool widened = !std::includes(change.released.begin(), change.released.end(),
                                      change.blocked.begin(), change.blocked.end());
  if (widened && ban.in_transit != InTransitRule::grandfather) {
    stop_goods_under_way(sim, change.blocked, ban.in_transit, ban.lineage);
  }
  if (!change.released.empty()) {
    look_at_customs(sim);
  }
}

void stop_goods_under_way(Simulation& sim, std::span<const std::uint32_t> lanes, InTransitRule rule,
                          std::uint32_t lineage) {
  for (std::uint32_t id = 0; id < sim.state.parcels.size(); ++id) {
    auto& parcel = sim.state.parcels[id];
    // What another ban holds already falls under this one too.
    const bool comes = parcel.status == ParcelStatus::in_transit ||
                       parcel.status == ParcelStatus::to_be_held ||
                       parcel.status == ParcelStatus::at_customs;
    if (!comes || !std::binary_search(lanes.begin(), lanes.end(), parcel.owner) ||
        (lineage != Lineage::none && !is_reached(sim, lineage, id))) {
      continue;
    }
    switch (rule) {
      case InTransitRule::hold:
        if (parcel.status == ParcelStatus::in_transit) {
          parcel.status = ParcelStatus::to_be_held;
        }
        break;
      case InTransitRule::return_to_origin:
        send_back(sim, id);
        break;
      case InTransitRule::seize:
        seize(sim, id);
        break;
      case InTransitRule::grandfather:
        break;
    }
  }
}

void seize(Simulation& sim, std::uint32_t parcel_id) {
  auto& parcel = sim.state.parcels[parcel_id];
  const auto& lane = sim.world.lanes[parcel.owner];
  const auto& set = sim.set_of(lane.from);
  const auto goods = sim.state.parcels.elements(parcel_id);
  for (std::size_t k = 0; k < goods.size(); ++k) {
    sim.state.ledger.seized[set.elements[k]] += Mass{goods[k]};
    sim.state.in_transit[set.elements[k]] -= Mass{goods[k]};
    goods[k] = 0;
  }
  sim.state.trades[lane.trade].in_transit -= parcel.gross;
  if (sim.state.lanes[parcel.owner].contracted) {
    take_back_call(sim, parcel.owner, take_back_delivery(sim, parcel_id));
  }
  if (!lane.push) {
    sim.state.pools[lane.to.index()].on_order -= parcel.gross;
  }
  parcel.gross = 0;
  sim.state.parcels.release(parcel_id);
}

void look_at_customs(Simulation& sim) {
  // When all of the day's instruments have had their say.
  sim.loop.schedule({sim.now()}, Phase::policy, sim.entity_of_clock(),
                    static_cast<std::uint8_t>(EventKind::customs));
}

void clear_customs(Simulation& sim) {
  for (std::uint32_t id = 0; id < sim.state.parcels.size(); ++id) {
    auto& parcel = sim.state.parcels[id];
    if (parcel.status == ParcelStatus::kept_from_leaving && !is_banned(sim, parcel.owner)) {
      parcel.status = ParcelStatus::leaving;
      if (sim.state.lanes[parcel.owner].contracted) {
        const auto contracted = deliver_under_contract(sim, id);
        if (sim.state.markets.is_any_scarce) {
          agree_on_rent(sim, id, parcel.gross - contracted);
        }
      }
      put_under_way(sim, id, engine::seconds_per_day);
      continue;
    }
    const bool is_held =
        parcel.status == ParcelStatus::to_be_held || parcel.status == ParcelStatus::at_customs;
    if (!is_held || sim.state.lanes[parcel.owner].holding > 0 || is_held_by_lineage(sim, id)) {
      continue;
    }
    if (parcel.status == ParcelStatus::at_customs) {
      // It stood at the border, which is no travel; clearing it takes a day.
      if (parcel.departed > 0) {
        parcel.departed += static_cast<std::uint32_t>(sim.now() - parcel.due);
      }
      put_under_way(sim, id, engine::seconds_per_day);
    }
    parcel.status = ParcelStatus::in_transit;
  }
}

void apply(Simulation& sim, std::uint32_t instrument, const Tariff& tariff, InstrumentState to,
           std::string_view action) {
  const auto change = monazite::change(tariff, sim.state.instruments[instrument], to);
  sim.state.instruments[instrument] = to;
  for (const auto lane : tariff.lanes) {
    auto& buyer = sim.state.pools[sim.world.lanes[lane].to.index()];
    const auto old_rate = static_cast<double>(sim.state.lanes[lane].tariff);
    const bool had = old_rate > 0;
    const double rate = old_rate + change.rate - change.old_rate;
    // Rates are sums of parts per million at most; what is below is rounding.
    sim.state.lanes[lane].tariff = rate < 1e-6 ? 0.0F : static_cast<float>(rate);
    const bool has = sim.state.lanes[lane].tariff > 0;
    change_duty(sim, lane, old_rate, static_cast<double>(sim.state.lanes[lane].tariff));
    buyer.disturbed += static_cast<std::uint32_t>(has) - static_cast<std::uint32_t>(had);
    if (had && !has && buyer.disturbed == 0) {
      const auto pool = sim.world.lanes[lane].to;
      tilt_suppliers(
          sim, pool,
          sim.world.profiles[sim.world.facilities[sim.world.pools[pool.index()].facility.index()]
                                 .profile]);
    }
  }
  expect(sim, instrument, tariff, true);
  note(sim, instrument, action, "rate", change.rate, change.rate > 0 || change.wake.has_value());
}

void apply(Simulation& sim, std::uint32_t instrument, const Friction& friction, InstrumentState to,
           std::string_view action) {
  const auto change = standing_at(friction.levels, to);
  sim.state.instruments[instrument] = to;
  auto& frictions = sim.state.frictions;
  std::erase(frictions, instrument);
  if (change.is_in_force) {
    frictions.insert(std::lower_bound(frictions.begin(), frictions.end(), instrument), instrument);
  }
  for (const auto lane : friction.lanes) {
    sim.state.lanes[lane].slowed =
        std::any_of(frictions.begin(), frictions.end(), [&](std::uint32_t other) {
          const auto& lanes = std::get<Friction>(sim.world.instruments[other].kind).lanes;
          return std::binary_search(lanes.begin(), lanes.end(), lane);
        });
  }
  const auto standing = standing_level(to);
  note(sim, instrument, action, "share_held",
       standing < 0 ? 0 : friction.levels[static_cast<std::size_t>(standing)].hold_probability,
       change.is_in_force || change.wake.has_value());
}

}  // namespace monazite
