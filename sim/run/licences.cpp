#include <algorithm>
#include <cmath>

#include "models/quantity/working_time.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Weight of one decision in what applicants expect of the next.
constexpr double learning = 0.05;

/// Nobody expects to wait for ever: so small a share granted counts as this.
constexpr double least_granted_share = 0.05;

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
    state.granted_share = 1;
    // Days at work and weekends.
    state.expected_wait_days = regime->habits.statutory_workdays * 7 / 5;
  }
}

void Run::apply(std::uint32_t instrument, const LicenceRegime& regime) {
  const auto change = step(regime, state_.instruments[instrument], today());
  state_.instruments[instrument] = change.state;
  const auto& level = regime.levels[static_cast<std::size_t>(change.state.level)];
  const auto first = regime.lanes.empty() ? 0 : world_.licence_of_lane[regime.lanes.front()];
  std::uint32_t licensed = 0;
  bool is_wider = false;
  for (std::uint32_t k = 0; k < regime.lanes.size(); ++k) {
    const bool needed = level.in_force && level.is_general[k] == 0;
    auto& lane = state_.lanes[regime.lanes[k]];
    licensed += needed ? 1 : 0;
    is_wider = is_wider || (needed && !lane.licensed);
    set_licensed(regime.lanes[k], needed);
    state_.licensed_lanes[first + k].refused_until = 0;
  }
  note(instrument, change.action, "lanes_licensed", licensed, licensed > 0);
  note(instrument, change.action, "officers", level.ministry.officers, licensed > 0);
  if (is_wider && regime.in_transit != InTransitRule::grandfather) {
    std::vector<std::uint32_t> lanes;
    std::copy_if(regime.lanes.begin(), regime.lanes.end(), std::back_inserter(lanes),
                 [&](std::uint32_t lane) { return state_.lanes[lane].licensed; });
    stop_goods_under_way(lanes, regime.in_transit);
  }
  if (regime.in_transit == InTransitRule::hold) {
    look_at_customs();
  }
  if (!level.in_force) {
    drop_applications(instrument);
  } else {
    auto& desks = state_.regimes[instrument];
    for (auto& desk : desks.provinces) {
      serve(desk, level.province, instrument);
    }
    serve(desks.ministry, level.ministry, instrument);
  }
  wake_at(instrument, change.wake);
}

void Run::set_licensed(std::uint32_t lane_id, bool licensed) {
  auto& lane = state_.lanes[lane_id];
  if (lane.licensed == licensed) {
    return;
  }
  change_permit(lane_id, [&] { lane.licensed = licensed; });
  const auto& regime = regime_of(world_.licensed_lanes[world_.licence_of_lane[lane_id]]);
  if (licensed) {
    if (regime.in_transit == InTransitRule::hold) {
      ++lane.holding;
    }
    state_.pools[lane.to.index()].disturbed += 1;
    return;
  }
  if (regime.in_transit == InTransitRule::hold) {
    --lane.holding;
  }
  calm(lane_id);
}

void Run::drop_applications(std::uint32_t instrument) {
  for (std::uint32_t id = 0; id < state_.applications.size(); ++id) {
    auto& application = state_.applications[id];
    if (application.stage == ApplicationStage::free ||
        application.stage == ApplicationStage::dropped ||
        world_.licensed_lanes[application.licensed_lane].instrument != instrument) {
      continue;
    }
    const auto& lane = world_.licensed_lanes[application.licensed_lane];
    state_.licensed_lanes[application.licensed_lane].pending -= application.grams;
    state_.licence_tallies[regime_of(lane).cells[lane.place]].pending -= 1;
    if (application.due < 0) {
      free_application(id);
    } else {
      // Its event must not find another application in its place.
      application.stage = ApplicationStage::dropped;
    }
  }
  auto& regime = state_.regimes[instrument];
  for (auto& desk : regime.provinces) {
    desk.busy = 0;
    desk.waiting.clear();
  }
  regime.ministry.busy = 0;
  regime.ministry.waiting.clear();
}

void Run::free_application(std::uint32_t id) {
  state_.applications[id] = {};
  state_.free_applications.push_back(id);
}

const LicenceLevel& Run::level_of(const LicensedLane& lane) const {
  const auto level = state_.instruments[lane.instrument].level;
  return regime_of(lane).levels[static_cast<std::size_t>(level)];
}

double Run::expected_wait(std::uint32_t lane_id) const {
  const auto& lane = state_.lanes[lane_id];
  const auto licensed = world_.licence_of_lane[lane_id];
  if (state_.licensed_lanes[licensed].left > lane.owed) {
    return 0;
  }
  const auto& regime = state_.regimes[world_.licensed_lanes[licensed].instrument];
  return regime.expected_wait_days / std::max(regime.granted_share, least_granted_share);
}

void Run::apply_for_licences(PoolId id, const Profile& profile) {
  const auto& pool = world_.pools[id.index()];
  const auto& stock = state_.pools[id.index()];
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane_id = pool.suppliers.first + k;
    const auto& lane = state_.lanes[lane_id];
    if (!lane.licensed) {
      continue;
    }
    const auto licensed = world_.licence_of_lane[lane_id];
    const auto& regime = regime_of(world_.licensed_lanes[licensed]);
    const auto& learnt = state_.regimes[world_.licensed_lanes[licensed].instrument];
    const auto& state = state_.licensed_lanes[licensed];
    if (now() < state.refused_until) {
      continue;
    }
    const double rate =
        stock.forecast.per_day * static_cast<double>(state_.accounts[lane_id].share);
    const double wanted =
        static_cast<double>(lane.owed) + rate * (learnt.expected_wait_days + profile.review_days);
    const double lacking = wanted - static_cast<double>(state.left + state.pending);
    if (lacking >= 1) {
      const double needed = std::max(lacking, rate * regime.habits.consignment_days);
      file(licensed, nearest_whole(asked_quantity(needed, learnt.granted_share,
                                                  regime.habits.most_inflation)));
    }
  }
}

void Run::file(std::uint32_t licensed, std::int64_t grams) {
  std::uint32_t id = 0;
  if (state_.free_applications.empty()) {
    id = static_cast<std::uint32_t>(state_.applications.size());
    state_.applications.emplace_back();
  } else {
    id = state_.free_applications.back();
    state_.free_applications.pop_back();
  }
  const auto& lane = world_.licensed_lanes[licensed];
  state_.applications[id] = {now(), -1, grams, licensed, ApplicationStage::at_province};
  state_.licensed_lanes[licensed].pending += grams;
  auto& tally = state_.licence_tallies[regime_of(lane).cells[lane.place]];
  tally.applied += 1;
  tally.pending += 1;
  send_to_province(id);
}

void Run::send_to_province(std::uint32_t id) {
  auto& application = state_.applications[id];
  const auto& lane = world_.licensed_lanes[application.licensed_lane];
  const auto& level = level_of(lane);
  if (level.province.officers == 0) {
    return send_to_ministry(id);
  }
  application.stage = ApplicationStage::at_province;
  application.due = -1;
  auto& desk = state_.regimes[lane.instrument].provinces[regime_of(lane).province_of[lane.place]];
  desk.waiting.push(id);
  serve(desk, level.province, lane.instrument);
}

void Run::send_to_ministry(std::uint32_t id) {
  auto& application = state_.applications[id];
  const auto& lane = world_.licensed_lanes[application.licensed_lane];
  application.stage = ApplicationStage::at_ministry;
  application.due = -1;
  auto& desk = state_.regimes[lane.instrument].ministry;
  desk.waiting.push(id);
  serve(desk, level_of(lane).ministry, lane.instrument);
}

void Run::serve(DeskState& desk, const ReviewDesk& rules, std::uint32_t instrument) {
  const auto& regime = std::get<LicenceRegime>(world_.instruments[instrument].kind);
  while (desk.busy < rules.officers && !desk.waiting.empty()) {
    const auto id = desk.waiting.pop();
    desk.busy += 1;
    const auto seconds = licence_duration(state_.applications[id].licensed_lane, rules.service);
    schedule_application(id, after_work(regime, seconds));
  }
}

void Run::on_application(std::uint32_t id) {
  const auto application = state_.applications[id];
  if (application.stage == ApplicationStage::dropped) {
    return free_application(id);
  }
  const auto& lane = world_.licensed_lanes[application.licensed_lane];
  auto& regime = state_.regimes[lane.instrument];
  const auto& level = level_of(lane);
  switch (application.stage) {
    case ApplicationStage::at_province: {
      auto& desk = regime.provinces[regime_of(lane).province_of[lane.place]];
      desk.busy -= 1;
      if (licence_draw(application.licensed_lane) < level.incomplete) {
        wait_for_answer(id, ApplicationStage::answering_province);
      } else {
        send_to_ministry(id);
      }
      return serve(desk, level.province, lane.instrument);
    }
    case ApplicationStage::at_ministry:
      regime.ministry.busy -= 1;
      if (licence_draw(application.licensed_lane) < level.request_for_information) {
        wait_for_answer(id, ApplicationStage::answering_ministry);
      } else {
        decide(id);
      }
      return serve(regime.ministry, level.ministry, lane.instrument);
    case ApplicationStage::answering_province:
      return send_to_province(id);
    case ApplicationStage::answering_ministry:
      return send_to_ministry(id);
    case ApplicationStage::free:
    case ApplicationStage::dropped:
      return;
  }
}

void Run::wait_for_answer(std::uint32_t id, ApplicationStage stage) {
  auto& application = state_.applications[id];
  const auto& level = level_of(world_.licensed_lanes[application.licensed_lane]);
  application.stage = stage;
  schedule_application(id, now() + licence_duration(application.licensed_lane, level.answer));
}

void Run::decide(std::uint32_t id) {
  const auto application = state_.applications[id];
  const auto licensed = application.licensed_lane;
  const auto& lane = world_.licensed_lanes[licensed];
  const auto& rules = regime_of(lane);
  const auto& level = level_of(lane);
  auto& regime = state_.regimes[lane.instrument];
  const auto seller = world_.pools[world_.lanes[lane.lane].from.index()].facility;
  auto& record = regime.records[seller.index()];
  const double chance =
      approval_chance(static_cast<double>(level.approval[lane.place]), rules.record_weight, record);
  const bool approved = licence_draw(licensed) < chance;
  const double days = static_cast<double>(now() - application.filed) / engine::seconds_per_day;
  const auto cell = rules.cells[lane.place];
  auto& tally = state_.licence_tallies[cell];
  auto& decisions = state_.licence_decisions[cell];
  tally.pending -= 1;
  (approved ? tally.approved : tally.refused) += 1;
  (approved ? record.approved : record.refused) += 1;
  decisions.approved += approved ? 1 : 0;
  decisions.decided += 1;
  decisions.wait_days += days;
  if (reporting_) {
    const auto month = month_number(today()) - month_number(world_.start);
    observations_.licence_waits.push_back({static_cast<std::uint32_t>(month), cell, days});
  }
  regime.expected_wait_days += learning * (days - regime.expected_wait_days);
  regime.granted_share += learning * ((approved ? level.granted_share : 0) - regime.granted_share);
  auto& state = state_.licensed_lanes[licensed];
  state.pending -= application.grams;
  free_application(id);
  if (approved) {
    grant(licensed, nearest_whole(static_cast<double>(application.grams) * level.granted_share),
          level.validity_days);
  } else {
    state.refused_until = now() + std::int64_t{rules.habits.reapply_days} * engine::seconds_per_day;
  }
}

void Run::grant(std::uint32_t licensed, std::int64_t grams, int validity_days) {
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
    state_.pools[supplier.index()].period_flow += more;
    request_settlement(supplier);
  }
  loop_.schedule({expires}, Phase::licences,
                 entity_of_instrument(world_.licensed_lanes[licensed].instrument),
                 static_cast<std::uint8_t>(EventKind::licence_expiry), id);
}

void Run::use_licences(std::uint32_t licensed, std::int64_t grams) {
  auto& state = state_.licensed_lanes[licensed];
  state.left -= grams;
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
    state_.licence_tallies[regime_of(lane).cells[lane.place]].expired += 1;
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

void Run::schedule_application(std::uint32_t id, std::int64_t instant) {
  auto& application = state_.applications[id];
  application.due = std::max(instant, now() + 1);
  loop_.schedule({application.due}, Phase::licences,
                 entity_of_instrument(world_.licensed_lanes[application.licensed_lane].instrument),
                 static_cast<std::uint8_t>(EventKind::application), id);
}

std::int64_t Run::after_work(const LicenceRegime& regime, std::int64_t seconds) const {
  const auto is_holiday = [&](Date date) {
    if (regime.working_region == LicenceRegime::no_region) {
      return false;
    }
    const auto& holidays = world_.regions[regime.working_region].holidays;
    return std::any_of(holidays.begin(), holidays.end(), [&](const HolidaySpec& holiday) {
      return holiday.activity < 1 && date >= holiday.from && date <= holiday.until;
    });
  };
  return after_working_time(now(), seconds, is_holiday);
}

double Run::licence_draw(std::uint32_t licensed) {
  return state_.licensed_lanes[licensed].draws.uniform([&] {
    const auto& lane = world_.lanes[world_.licensed_lanes[licensed].lane];
    return stream(Purpose::licence,
                  lane_key(world_.pools[lane.from.index()].key, world_.pools[lane.to.index()].key));
  });
}

std::int64_t Run::licence_duration(std::uint32_t licensed, std::uint32_t duration) {
  const auto& sampler = memory_.durations[duration];
  return sampler.is_constant() ? sampler.constant_seconds() : sampler(licence_draw(licensed));
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
