#include "sim/run/licences.hpp"

#include <algorithm>

#include "sim/run/applicants.hpp"
#include "sim/run/goods.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/licence_desks.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

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

void reset_licences(Simulation& sim) {
  auto& s = sim.state;
  s.licensed_lanes.assign(sim.world.licensed_lanes.size(), {});
  s.licence_tallies.assign(sim.world.plan.licence_cells.size(), {});
  s.licence_decisions.assign(sim.world.plan.licence_cells.size(), {});
  s.applications.clear();
  s.free_applications.clear();
  s.licences.clear();
  s.free_licences.clear();
  s.regimes.resize(sim.world.instruments.size());
  for (std::size_t i = 0; i < sim.world.instruments.size(); ++i) {
    const auto* regime = std::get_if<LicenceRegime>(&sim.world.instruments[i].kind);
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
    state.records.assign(sim.world.facilities.size(), {});
    state.holidays.clear();
    if (regime->working_region != LicenceRegime::no_region) {
      mark_holidays(sim.world.regions[regime->working_region], sim.world.origin, state.holidays);
    }
    state.decisions = 0;
    state.granted_share = 1;
    // Days at work and weekends.
    state.expected_wait_days = regime->habits.statutory_workdays * 7 / 5;
  }
}

void apply(Simulation& sim, std::uint32_t instrument, const LicenceRegime& regime,
           InstrumentState to, std::string_view action) {
  const auto old_level = standing_level(sim.state.instruments[instrument]);
  sim.state.instruments[instrument] = to;
  // An action may let go of a regime that has not begun by itself.
  const auto& level = regime.levels[static_cast<std::size_t>(std::max(0, standing_level(to)))];
  const bool in_force = level.in_force && standing_level(to) >= 0;
  const auto first = regime.lanes.empty() ? 0 : sim.world.licence_of_lane[regime.lanes.front()];
  std::uint32_t licensed = 0;
  auto& newly_licensed = sim.state.newly_licensed;
  auto& newly_covered = sim.state.newly_covered;
  newly_licensed.clear();
  newly_covered.clear();
  for (std::uint32_t k = 0; k < regime.lanes.size(); ++k) {
    const bool is_covered = in_force && level.is_general[k] == 0;
    const bool needed = is_covered && bears_on(sim, regime.lineage, regime.lanes[k]);
    if (is_covered && !was_covered(regime, old_level, k)) {
      newly_covered.push_back(regime.lanes[k]);
    }
    licensed += needed ? 1 : 0;
    if (needed && !sim.state.lanes[regime.lanes[k]].licensed) {
      newly_licensed.push_back(regime.lanes[k]);
    }
    set_licensed(sim, regime.lanes[k], needed);
    check_end_use(sim, regime.lanes[k], needed ? level.end_use_check : 0);
    const bool is_eased =
        old_level < 0 || level.approval[k].both() >
                             regime.levels[static_cast<std::size_t>(old_level)].approval[k].both();
    if (is_eased) {
      sim.state.licensed_lanes[first + k].refused_until = 0;
    }
  }
  const bool acts = in_force && (licensed > 0 || regime.lineage != Lineage::none);
  note(sim, instrument, action, "lanes_licensed", licensed, acts);
  note(sim, instrument, action, "officers", level.ministry.officers, acts);
  if (!newly_licensed.empty()) {
    call_back_from_customs(sim, newly_licensed);
  }
  if (!newly_covered.empty() && regime.in_transit != InTransitRule::grandfather) {
    stop_goods_under_way(sim, newly_covered, regime.in_transit, regime.lineage);
  }
  if (regime.in_transit == InTransitRule::hold) {
    look_at_customs(sim);
  }
  if (!in_force) {
    drop_applications(sim, instrument);
  } else {
    auto& desks = sim.state.regimes[instrument];
    for (auto& desk : desks.provinces) {
      serve(sim, desk, level.province, instrument);
    }
    serve(sim, desks.ministry, level.ministry, instrument);
    apply_at_once(sim, newly_licensed);
  }
}

void set_licensed(Simulation& sim, std::uint32_t lane_id, bool licensed) {
  auto& lane = sim.state.lanes[lane_id];
  if (lane.licensed == licensed) {
    return;
  }
  change_permit(sim, lane_id, [&] { lane.licensed = licensed; });
  const auto& regime = regime_of(sim, sim.world.licensed_lanes[sim.world.licence_of_lane[lane_id]]);
  const bool holds = regime.in_transit == InTransitRule::hold && regime.lineage == Lineage::none;
  if (licensed) {
    if (holds) {
      ++lane.holding;
    }
    sim.state.pools[lane.to.index()].disturbed += 1;
    return;
  }
  if (holds) {
    --lane.holding;
  }
  auto& unseen = sim.state.licensed_lanes[sim.world.licence_of_lane[lane_id]].unseen;
  sim.state.pools[lane.from.index()].period_flow += unseen;
  unseen = 0;
  calm(sim, lane_id);
}

void call_back_from_customs(Simulation& sim, std::span<const std::uint32_t> lanes) {
  for (std::uint32_t id = 0; id < sim.state.parcels.size(); ++id) {
    auto& parcel = sim.state.parcels[id];
    const bool is_kept = parcel.status == ParcelStatus::kept_from_leaving;
    if ((parcel.status == ParcelStatus::leaving || is_kept) &&
        std::binary_search(lanes.begin(), lanes.end(), parcel.owner)) {
      parcel.status = ParcelStatus::returning;
      if (is_kept) {
        put_under_way(sim, id, engine::seconds_per_day);
      }
    }
  }
}

const LicenceLevel& level_of(const Simulation& sim, const LicensedLane& lane) {
  const auto level = standing_level(sim.state.instruments[lane.instrument]);
  return regime_of(sim, lane).levels[static_cast<std::size_t>(level)];
}

void grant(Simulation& sim, std::uint32_t licensed, std::int64_t grams, int validity_days) {
  if (grams <= 0) {
    return;
  }
  const auto lane_id = sim.world.licensed_lanes[licensed].lane;
  auto& state = sim.state.licensed_lanes[licensed];
  std::uint32_t id = 0;
  if (sim.state.free_licences.empty()) {
    id = static_cast<std::uint32_t>(sim.state.licences.size());
    sim.state.licences.emplace_back();
  } else {
    id = sim.state.free_licences.back();
    sim.state.free_licences.pop_back();
  }
  const auto expires = sim.now() + std::int64_t{validity_days} * engine::seconds_per_day;
  auto* place = &state.first;
  while (*place != LicensedLaneState::none && sim.state.licences[*place].expires <= expires) {
    place = &sim.state.licences[*place].next;
  }
  sim.state.licences[id] = {grams, expires, licensed, *place};
  *place = id;
  const auto before = sendable(sim, lane_id);
  change_permit(sim, lane_id, [&] { state.left += grams; });
  const auto more = sendable(sim, lane_id) - before;
  if (more > 0) {
    const auto supplier = sim.state.lanes[lane_id].from;
    const auto seen = std::min(more, state.unseen);
    sim.state.pools[supplier.index()].period_flow += seen;
    state.unseen -= seen;
    request_settlement(sim, supplier);
  }
  sim.loop.schedule({expires}, Phase::licences,
                    sim.entity_of_instrument(sim.world.licensed_lanes[licensed].instrument),
                    static_cast<std::uint8_t>(EventKind::licence_expiry), id);
}

void use_licences(Simulation& sim, std::uint32_t licensed, std::int64_t grams) {
  auto& state = sim.state.licensed_lanes[licensed];
  state.left -= grams;
  state.sent += grams;
  while (grams > 0) {
    auto& licence = sim.state.licences[state.first];
    const auto part = std::min(grams, licence.left);
    licence.left -= part;
    grams -= part;
    if (licence.left == 0) {
      state.first = licence.next;
    }
  }
}

void on_licence_expiry(Simulation& sim, std::uint32_t id) {
  sim.loop.require_phase(Phase::licences);
  const auto licence = sim.state.licences[id];
  const auto& lane = sim.world.licensed_lanes[licence.licensed_lane];
  auto& state = sim.state.licensed_lanes[licence.licensed_lane];
  if (licence.left > 0) {
    auto* place = &state.first;
    while (*place != id) {
      place = &sim.state.licences[*place].next;
    }
    *place = licence.next;
    change_permit(sim, lane.lane, [&] { state.left -= licence.left; });
  }
  sim.state.licences[id] = {};
  sim.state.free_licences.push_back(id);
}

void record_application(Simulation& sim, std::uint32_t id, ApplicationOutcome outcome,
                        std::int64_t granted) {
  if (!sim.world.plan.applications || sim.replication != 0) {
    return;
  }
  const auto& application = sim.state.applications[id];
  const auto& lane = sim.world.licensed_lanes[application.licensed_lane];
  const auto date_of_second = [](std::int64_t second) {
    return Date{static_cast<std::int32_t>(second / engine::seconds_per_day)};
  };
  constexpr double grams_per_tonne = 1e6;
  sim.observations.applications.push_back(
      {date_of_second(application.filed), sim.today(), lane.instrument,
       sim.world.lane_labels[lane.lane], outcome,
       static_cast<double>(application.grams) / grams_per_tonne,
       static_cast<double>(granted) / grams_per_tonne,
       outcome == ApplicationOutcome::approved ? level_of(sim, lane).validity_days : 0});
}

void record_pending(Simulation& sim) {
  for (std::uint32_t id = 0; id < sim.state.applications.size(); ++id) {
    const auto stage = sim.state.applications[id].stage;
    if (stage != ApplicationStage::free && stage != ApplicationStage::dropped) {
      record_application(sim, id, ApplicationOutcome::pending, 0);
    }
  }
}

void report_licences(Simulation& sim, std::uint32_t month) {
  for (std::uint32_t cell = 0; cell < sim.state.licence_tallies.size(); ++cell) {
    auto& tally = sim.state.licence_tallies[cell];
    if (tally.applied + tally.approved + tally.refused + tally.expired + tally.pending > 0) {
      sim.observations.licences.push_back({month, cell, tally.applied, tally.approved,
                                           tally.refused, tally.expired, tally.pending});
    }
    tally = {.pending = tally.pending};
  }
}

}  // namespace monazite
