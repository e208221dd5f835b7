#include <algorithm>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Marks the days on which a region does less than usual, from `origin` to the last of them.
void mark_holidays(const Region& region, Date origin, std::vector<std::uint8_t>& days) {
  for (const auto& holiday : region.holidays) {
    if (holiday.activity < 1 && holiday.until >= origin && holiday.until >= holiday.from) {
      const auto first = static_cast<std::size_t>(std::max(0, holiday.from - origin));
      const auto end = static_cast<std::size_t>(holiday.until - origin) + 1;
      days.resize(std::max(days.size(), end), 0);
      std::fill(days.begin() + static_cast<std::ptrdiff_t>(first),
                days.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{1});
    }
  }
}

/// Whether a lane of a regime, by its place there, needed licences at a level (-1: none) if what is
/// sent on it is reached.
bool was_covered(const LicenceRegime& regime, std::int32_t level, std::uint32_t place) {
  if (level < 0) {
    return false;
  }
  const auto& before = regime.levels[static_cast<std::size_t>(level)];
  return before.in_force && before.is_general[place] == 0;
}

}  // namespace

void Run::reset_licences() {
  auto& s = state_;
  s.licensed_lanes.assign(world_.licensed_lanes.size(), {});
  s.licence_tallies.assign(world_.plan.licence_cells.size(), {});
  s.licence_decisions.assign(world_.plan.licence_cells.size(), {});
  s.applications.clear();
  s.free_applications.clear();
  s.licences.clear();
  s.free_licences.clear();
  s.regimes.resize(world_.instruments.size());
  for (std::size_t i = 0; i < world_.instruments.size(); ++i) {
    const auto* regime = std::get_if<LicenceRegime>(&world_.instruments[i].kind);
    if (regime == nullptr) {
      continue;
    }
    auto& state = s.regimes[i];
    state.provinces.resize(regime->provinces);
    for (auto& desk : state.provinces) {
      desk.busy = 0;
      desk.waiting.clear();
    }
    state.ministry.busy = 0;
    state.ministry.waiting.clear();
    state.records.assign(world_.facilities.size(), {});
    state.holidays.clear();
    if (regime->working_region != LicenceRegime::no_region) {
      mark_holidays(world_.regions[regime->working_region], world_.origin, state.holidays);
    }
    state.decisions = 0;
    state.granted_share = 1;
    // Days at work and weekends.
    state.expected_wait_days = regime->habits.statutory_workdays * 7 / 5;
  }
}

void Run::apply(std::uint32_t instrument, const LicenceRegime& regime, InstrumentState to,
                std::string_view action) {
  const auto old_level = standing_level(state_.instruments[instrument]);
  state_.instruments[instrument] = to;
  // An action may let go of a regime that has not begun by itself.
  const auto& level = regime.levels[static_cast<std::size_t>(std::max(0, standing_level(to)))];
  const bool in_force = level.in_force && standing_level(to) >= 0;
  const auto first = regime.lanes.empty() ? 0 : world_.licence_of_lane[regime.lanes.front()];
  std::uint32_t licensed = 0;
  auto& newly_licensed = state_.newly_licensed;
  auto& newly_covered = state_.newly_covered;
  newly_licensed.clear();
  newly_covered.clear();
  for (std::uint32_t k = 0; k < regime.lanes.size(); ++k) {
    const bool is_covered = in_force && level.is_general[k] == 0;
    const bool needed = is_covered && bears_on(regime.lineage, regime.lanes[k]);
    if (is_covered && !was_covered(regime, old_level, k)) {
      newly_covered.push_back(regime.lanes[k]);
    }
    licensed += needed ? 1 : 0;
    if (needed && !state_.lanes[regime.lanes[k]].licensed) {
      newly_licensed.push_back(regime.lanes[k]);
    }
    set_licensed(regime.lanes[k], needed);
    check_end_use(regime.lanes[k], needed ? level.end_use_check : 0);
    const bool is_eased =
        old_level < 0 ||
        level.approval[k] > regime.levels[static_cast<std::size_t>(old_level)].approval[k];
    if (is_eased) {
      state_.licensed_lanes[first + k].refused_until = 0;
    }
  }
  const bool acts = in_force && (licensed > 0 || regime.lineage != Lineage::none);
  note(instrument, action, "lanes_licensed", licensed, acts);
  note(instrument, action, "officers", level.ministry.officers, acts);
  if (!newly_licensed.empty()) {
    call_back_from_customs(newly_licensed);
  }
  if (!newly_covered.empty() && regime.in_transit != InTransitRule::grandfather) {
    stop_goods_under_way(newly_covered, regime.in_transit, regime.lineage);
  }
  if (regime.in_transit == InTransitRule::hold) {
    look_at_customs();
  }
  if (!in_force) {
    drop_applications(instrument);
  } else {
    auto& desks = state_.regimes[instrument];
    for (auto& desk : desks.provinces) {
      serve(desk, level.province, instrument);
    }
    serve(desks.ministry, level.ministry, instrument);
    apply_at_once(newly_licensed);
  }
}

void Run::set_licensed(std::uint32_t lane_id, bool licensed) {
  auto& lane = state_.lanes[lane_id];
  if (lane.licensed == licensed) {
    return;
  }
  change_permit(lane_id, [&] { lane.licensed = licensed; });
  const auto& regime = regime_of(world_.licensed_lanes[world_.licence_of_lane[lane_id]]);
  const bool holds = regime.in_transit == InTransitRule::hold && regime.lineage == Lineage::none;
  if (licensed) {
    if (holds) {
      ++lane.holding;
    }
    state_.pools[lane.to.index()].disturbed += 1;
    return;
  }
  if (holds) {
    --lane.holding;
  }
  auto& unseen = state_.licensed_lanes[world_.licence_of_lane[lane_id]].unseen;
  state_.pools[lane.from.index()].period_flow += unseen;
  unseen = 0;
  calm(lane_id);
}

void Run::call_back_from_customs(std::span<const std::uint32_t> lanes) {
  for (std::uint32_t id = 0; id < state_.parcels.size(); ++id) {
    auto& parcel = state_.parcels[id];
    const bool is_kept = parcel.status == ParcelStatus::kept_from_leaving;
    if ((parcel.status == ParcelStatus::leaving || is_kept) &&
        std::binary_search(lanes.begin(), lanes.end(), parcel.owner)) {
      parcel.status = ParcelStatus::returning;
      if (is_kept) {
        put_under_way(id, engine::seconds_per_day);
      }
    }
  }
}

const LicenceLevel& Run::level_of(const LicensedLane& lane) const {
  const auto level = standing_level(state_.instruments[lane.instrument]);
  return regime_of(lane).levels[static_cast<std::size_t>(level)];
}

void Run::grant(std::uint32_t licensed, std::int64_t grams, int validity_days) {
  if (grams <= 0) {
    return;
  }
  const auto lane_id = world_.licensed_lanes[licensed].lane;
  auto& state = state_.licensed_lanes[licensed];
  std::uint32_t id = 0;
  if (state_.free_licences.empty()) {
    id = static_cast<std::uint32_t>(state_.licences.size());
    state_.licences.emplace_back();
  } else {
    id = state_.free_licences.back();
    state_.free_licences.pop_back();
  }
  const auto expires = now() + std::int64_t{validity_days} * engine::seconds_per_day;
  auto* place = &state.first;
  while (*place != LicensedLaneState::none && state_.licences[*place].expires <= expires) {
    place = &state_.licences[*place].next;
  }
  state_.licences[id] = {grams, expires, licensed, *place};
  *place = id;
  const auto before = sendable(lane_id);
  change_permit(lane_id, [&] { state.left += grams; });
  const auto more = sendable(lane_id) - before;
  if (more > 0) {
    const auto supplier = state_.lanes[lane_id].from;
    const auto seen = std::min(more, state.unseen);
    state_.pools[supplier.index()].period_flow += seen;
    state.unseen -= seen;
    request_settlement(supplier);
  }
  loop_.schedule({expires}, Phase::licences,
                 entity_of_instrument(world_.licensed_lanes[licensed].instrument),
                 static_cast<std::uint8_t>(EventKind::licence_expiry), id);
}

void Run::use_licences(std::uint32_t licensed, std::int64_t grams) {
  auto& state = state_.licensed_lanes[licensed];
  state.left -= grams;
  state.sent += grams;
  while (grams > 0) {
    auto& licence = state_.licences[state.first];
    const auto part = std::min(grams, licence.left);
    licence.left -= part;
    grams -= part;
    if (licence.left == 0) {
      state.first = licence.next;
    }
  }
}

void Run::on_licence_expiry(std::uint32_t id) {
  loop_.require_phase(Phase::licences);
  const auto licence = state_.licences[id];
  const auto& lane = world_.licensed_lanes[licence.licensed_lane];
  auto& state = state_.licensed_lanes[licence.licensed_lane];
  if (licence.left > 0) {
    auto* place = &state.first;
    while (*place != id) {
      place = &state_.licences[*place].next;
    }
    *place = licence.next;
    change_permit(lane.lane, [&] { state.left -= licence.left; });
  }
  state_.licences[id] = {};
  state_.free_licences.push_back(id);
}

void Run::record_application(std::uint32_t id, ApplicationOutcome outcome, std::int64_t granted) {
  if (!world_.plan.applications || replication_ != 0) {
    return;
  }
  const auto& application = state_.applications[id];
  const auto& lane = world_.licensed_lanes[application.licensed_lane];
  const auto date_of_second = [](std::int64_t second) {
    return Date{static_cast<std::int32_t>(second / engine::seconds_per_day)};
  };
  constexpr double grams_per_tonne = 1e6;
  observations_.applications.push_back(
      {date_of_second(application.filed), today(), lane.instrument, world_.lane_labels[lane.lane],
       outcome, static_cast<double>(application.grams) / grams_per_tonne,
       static_cast<double>(granted) / grams_per_tonne,
       outcome == ApplicationOutcome::approved ? level_of(lane).validity_days : 0});
}

void Run::record_pending() {
  for (std::uint32_t id = 0; id < state_.applications.size(); ++id) {
    const auto stage = state_.applications[id].stage;
    if (stage != ApplicationStage::free && stage != ApplicationStage::dropped) {
      record_application(id, ApplicationOutcome::pending, 0);
    }
  }
}

void Run::report_licences(std::uint32_t month) {
  for (std::uint32_t cell = 0; cell < state_.licence_tallies.size(); ++cell) {
    auto& tally = state_.licence_tallies[cell];
    if (tally.applied + tally.approved + tally.refused + tally.expired + tally.pending > 0) {
      observations_.licences.push_back({month, cell, tally.applied, tally.approved, tally.refused,
                                        tally.expired, tally.pending});
    }
    tally = {.pending = tally.pending};
  }
}

}  // namespace monazite
