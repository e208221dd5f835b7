#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/run/run.hpp"

namespace monazite {

void Run::note(std::uint32_t instrument, std::string_view action, std::string_view parameter,
               double value, bool acts) {
  // What happened before the reported span belongs to its first day, as far as it still holds.
  const Date date = std::max(today(), world_.start);
  const bool is_over = today() < world_.start && !acts;
  if (date == world_.start) {
    std::erase_if(observations_.policy, [&](const PolicyRow& row) {
      return row.instrument == instrument && (is_over || row.parameter == parameter);
    });
  }
  if (is_over) {
    return;
  }
  observations_.policy.push_back(
      {date, instrument, std::string(action), std::string(parameter), value});
}

void Run::wake_at(std::uint32_t instrument, std::optional<Date> date) {
  if (date && *date <= world_.end) {
    loop_.schedule({std::max(seconds_at(*date), now())}, Phase::policy,
                   entity_of_instrument(instrument),
                   static_cast<std::uint8_t>(EventKind::instrument_step), instrument);
  }
}

void Run::on_news(std::uint32_t instrument) {
  loop_.require_phase(Phase::policy);
  for (const auto& step : world_.instruments[instrument].pipeline) {
    if (step.on == today()) {
      note(instrument, pipeline_stage_names[static_cast<std::size_t>(step.stage)], "", 0,
           step.stage != PipelineStage::shelve);
      if (const auto* tariff = std::get_if<Tariff>(&world_.instruments[instrument].kind)) {
        expect(instrument, *tariff,
               step.stage == PipelineStage::announce || step.stage == PipelineStage::revive);
      }
      if (step.stage == PipelineStage::announce || step.stage == PipelineStage::revive) {
        alarm(instrument);
      }
    }
  }
}

void Run::on_instrument(std::uint32_t instrument) {
  loop_.require_phase(Phase::policy);
  const bool is_new = standing_level(state_.instruments[instrument]) < 0;
  std::visit([&](const auto& kind) { follow_course(instrument, kind); },
             world_.instruments[instrument].kind);
  if (is_new && standing_level(state_.instruments[instrument]) >= 0) {
    alarm(instrument);
  }
  open_routes();
}

template <class Kind>
void Run::follow_course(std::uint32_t instrument, const Kind& kind) {
  if constexpr (is_moved_by_actions<Kind>) {
    auto& state = state_.instruments[instrument];
    const auto to = level_on(kind.levels, state, today());
    if (to.level == state.level) {
      return;  // its date has been put off
    }
    if (to.set >= 0) {
      state = to;  // what an action has set holds on
    } else {
      const auto& level = kind.levels[static_cast<std::size_t>(to.level)];
      apply(instrument, kind, to, level.action);
    }
    wake_at(instrument, next_wake(kind.levels, to));
  } else {
    apply(instrument, kind);
  }
}

void Run::move(std::uint32_t instrument, InstrumentState to, std::string_view action) {
  std::visit(
      [&](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (is_moved_by_actions<Kind> || is_quota<Kind>) {
          if (to.delay_days != state_.instruments[instrument].delay_days) {
            wake_at(instrument, next_wake(kind.levels, to));
          }
          if (standing_level(to) == standing_level(state_.instruments[instrument])) {
            state_.instruments[instrument] = to;
            return;
          }
          apply(instrument, kind, to, action);
          if (action == "impose" || action == "tighten" || action == "resume" ||
              action == "snap_back") {
            alarm(instrument);
          }
        }
      },
      world_.instruments[instrument].kind);
  open_routes();
}

void Run::block_lane(std::uint32_t lane, InTransitRule rule) {
  auto& state = state_.lanes[lane];
  if (rule == InTransitRule::hold) {
    ++state.holding;
  }
  change_permit(lane, [&] { ++state.blocked; });
  if (state.blocked == 1) {
    state_.lane_banned_on[lane] = today().days_since_epoch;
    state_.pools[state.to.index()].disturbed += 1;
  }
}

void Run::release_lane(std::uint32_t lane, InTransitRule rule) {
  auto& state = state_.lanes[lane];
  if (rule == InTransitRule::hold) {
    --state.holding;
  }
  change_permit(lane, [&] { --state.blocked; });
  if (state.blocked == 0) {
    calm(lane);
  }
}

void Run::calm(std::uint32_t lane) {
  // One more tilt brings the shares back; `disturbed` falls when the next order has used it.
  const auto& world_lane = world_.lanes[lane];
  auto& buyer = state_.pools[world_lane.to.index()];
  buyer.disturbed -= 1;
  if (buyer.disturbed == 0) {
    tilt_suppliers(
        world_lane.to,
        world_.profiles[world_.facilities[world_.pools[world_lane.to.index()].facility.index()]
                            .profile]);
  }
  if (sendable(lane) > 0) {
    request_settlement(world_lane.from);
  }
}

void Run::apply(std::uint32_t instrument, const Ban& ban, InstrumentState to,
                std::string_view action) {
  const auto change = monazite::change(ban, state_.instruments[instrument], to);
  state_.instruments[instrument] = to;
  // What a rule on lineage holds is told by the goods, not by their lane: see is_held.
  const auto rule = ban.lineage == Lineage::none ? ban.in_transit : InTransitRule::grandfather;
  std::uint32_t blocked = 0;
  // Block before releasing, so that a lane in both sets never opens.
  for (const auto lane : change.blocked) {
    if (bears_on(ban.lineage, lane)) {
      block_lane(lane, rule);
      ++blocked;
    }
  }
  for (const auto lane : change.released) {
    if (bears_on(ban.lineage, lane)) {
      release_lane(lane, rule);
    }
  }
  note(instrument, action, "lanes_blocked", blocked,
       !change.blocked.empty() || change.wake.has_value());
  const bool widened = !std::includes(change.released.begin(), change.released.end(),
                                      change.blocked.begin(), change.blocked.end());
  if (widened && ban.in_transit != InTransitRule::grandfather) {
    stop_goods_under_way(change.blocked, ban.in_transit, ban.lineage);
  }
  if (!change.released.empty()) {
    look_at_customs();
  }
}

void Run::stop_goods_under_way(std::span<const std::uint32_t> lanes, InTransitRule rule,
                               std::uint32_t lineage) {
  for (std::uint32_t id = 0; id < state_.parcels.size(); ++id) {
    auto& parcel = state_.parcels[id];
    // What another ban holds already falls under this one too.
    const bool comes = parcel.status == ParcelStatus::in_transit ||
                       parcel.status == ParcelStatus::to_be_held ||
                       parcel.status == ParcelStatus::at_customs;
    if (!comes || !std::binary_search(lanes.begin(), lanes.end(), parcel.owner) ||
        (lineage != Lineage::none && !is_reached(lineage, id))) {
      continue;
    }
    switch (rule) {
      case InTransitRule::hold:
        if (parcel.status == ParcelStatus::in_transit) {
          parcel.status = ParcelStatus::to_be_held;
        }
        break;
      case InTransitRule::return_to_origin:
        send_back(id);
        break;
      case InTransitRule::seize:
        seize(id);
        break;
      case InTransitRule::grandfather:
        break;
    }
  }
}

void Run::send_back(std::uint32_t parcel_id) {
  auto& parcel = state_.parcels[parcel_id];
  // As long as it has come: up to now, or to the border where it stands.
  const auto until = std::min(now(), parcel.due);
  parcel.status = ParcelStatus::returning;
  put_under_way(parcel_id, until - seconds_at(world_.origin) - parcel.departed);
}

void Run::seize(std::uint32_t parcel_id) {
  auto& parcel = state_.parcels[parcel_id];
  const auto& lane = world_.lanes[parcel.owner];
  const auto& set = set_of(lane.from);
  const auto goods = state_.parcels.elements(parcel_id);
  for (std::size_t k = 0; k < goods.size(); ++k) {
    state_.ledger.seized[set.elements[k]] += Mass{goods[k]};
    state_.in_transit[set.elements[k]] -= Mass{goods[k]};
    goods[k] = 0;
  }
  state_.trades[lane.trade].in_transit -= parcel.gross;
  if (state_.lanes[parcel.owner].contracted) {
    take_back_call(parcel.owner, take_back_delivery(parcel_id));
  }
  if (!lane.push) {
    state_.pools[lane.to.index()].on_order -= parcel.gross;
  }
  parcel.gross = 0;
  state_.parcels.release(parcel_id);
}

void Run::look_at_customs() {
  // When all of the day's instruments have had their say.
  loop_.schedule({now()}, Phase::policy, entity_of_clock(),
                 static_cast<std::uint8_t>(EventKind::customs));
}

void Run::clear_customs() {
  for (std::uint32_t id = 0; id < state_.parcels.size(); ++id) {
    auto& parcel = state_.parcels[id];
    if (parcel.status == ParcelStatus::kept_from_leaving && !is_banned(parcel.owner)) {
      parcel.status = ParcelStatus::leaving;
      put_under_way(id, engine::seconds_per_day);
      continue;
    }
    const bool is_held =
        parcel.status == ParcelStatus::to_be_held || parcel.status == ParcelStatus::at_customs;
    if (!is_held || state_.lanes[parcel.owner].holding > 0 || is_held_by_lineage(id)) {
      continue;
    }
    if (parcel.status == ParcelStatus::at_customs) {
      // It stood at the border, which is no travel; clearing it takes a day.
      if (parcel.departed > 0) {
        parcel.departed += static_cast<std::uint32_t>(now() - parcel.due);
      }
      put_under_way(id, engine::seconds_per_day);
    }
    parcel.status = ParcelStatus::in_transit;
  }
}

void Run::apply(std::uint32_t instrument, const Tariff& tariff, InstrumentState to,
                std::string_view action) {
  const auto change = monazite::change(tariff, state_.instruments[instrument], to);
  state_.instruments[instrument] = to;
  for (const auto lane : tariff.lanes) {
    auto& buyer = state_.pools[world_.lanes[lane].to.index()];
    const auto old_rate = static_cast<double>(state_.lanes[lane].tariff);
    const bool had = old_rate > 0;
    const double rate = old_rate + change.rate - change.old_rate;
    // Rates are sums of parts per million at most; what is below is rounding.
    state_.lanes[lane].tariff = rate < 1e-6 ? 0.0F : static_cast<float>(rate);
    const bool has = state_.lanes[lane].tariff > 0;
    change_duty(lane, old_rate, static_cast<double>(state_.lanes[lane].tariff));
    buyer.disturbed += static_cast<std::uint32_t>(has) - static_cast<std::uint32_t>(had);
    if (had && !has && buyer.disturbed == 0) {
      const auto pool = world_.lanes[lane].to;
      tilt_suppliers(
          pool,
          world_.profiles[world_.facilities[world_.pools[pool.index()].facility.index()].profile]);
    }
  }
  expect(instrument, tariff, true);
  note(instrument, action, "rate", change.rate, change.rate > 0 || change.wake.has_value());
}

void Run::apply(std::uint32_t instrument, const Friction& friction, InstrumentState to,
                std::string_view action) {
  const auto change = standing_at(friction.levels, to);
  state_.instruments[instrument] = to;
  auto& frictions = state_.frictions;
  std::erase(frictions, instrument);
  if (change.is_in_force) {
    frictions.insert(std::lower_bound(frictions.begin(), frictions.end(), instrument), instrument);
  }
  for (const auto lane : friction.lanes) {
    state_.lanes[lane].slowed =
        std::any_of(frictions.begin(), frictions.end(), [&](std::uint32_t other) {
          const auto& lanes = std::get<Friction>(world_.instruments[other].kind).lanes;
          return std::binary_search(lanes.begin(), lanes.end(), lane);
        });
  }
  const auto standing = standing_level(to);
  note(instrument, action, "share_held",
       standing < 0 ? 0 : friction.levels[static_cast<std::size_t>(standing)].hold_probability,
       change.is_in_force || change.wake.has_value());
}

void Run::apply(std::uint32_t instrument, const Outage& outage) {
  auto& state = state_.instruments[instrument];
  state = level_on(outage.levels, state, today());
  const auto& level = outage.levels[static_cast<std::size_t>(state.level)];
  for (const auto& window : world_.outages) {
    if (window.instrument == instrument) {
      for (const auto line : window.lines) {
        try_start(line);
      }
    }
  }
  const double share = available_share(
      outage, static_cast<double>(std::max(today(), world_.start).days_since_epoch));
  note(instrument, level.action, "capacity", share, share < 1);
  wake_at(instrument, next_wake(outage.levels, state));
}

}  // namespace monazite
