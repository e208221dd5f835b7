#include <algorithm>

#include "models/quantity/working_time.hpp"
#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Weight of one decision in what applicants expect of the next, once there have been many.
constexpr double least_learning = 0.05;

}  // namespace

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
  while (desk.busy < rules.officers && !desk.waiting.empty()) {
    const auto id = desk.waiting.pop();
    desk.busy += 1;
    if (!rules.takes_time) {
      leave_desk(desk, id);
      continue;
    }
    const auto seconds = licence_duration(state_.applications[id].licensed_lane, rules.service);
    schedule_application(id, after_work(instrument, seconds));
  }
}

void Run::leave_desk(DeskState& desk, std::uint32_t id) {
  const auto application = state_.applications[id];
  const auto& level = level_of(world_.licensed_lanes[application.licensed_lane]);
  desk.busy -= 1;
  const double draw = licence_draw(application.licensed_lane);
  if (application.stage == ApplicationStage::at_province) {
    if (draw < level.incomplete) {
      wait_for_answer(id, ApplicationStage::answering_province);
    } else {
      send_to_ministry(id);
    }
  } else if (draw < level.request_for_information) {
    wait_for_answer(id, ApplicationStage::answering_ministry);
  } else {
    decide(id);
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
      leave_desk(desk, id);
      return serve(desk, level.province, lane.instrument);
    }
    case ApplicationStage::at_ministry:
      leave_desk(regime.ministry, id);
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
  const bool approved = licence_draw(licensed) < chance && !is_blacklisted(seller);
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
  // The wait that the law allows counts as much as the first decision.
  regime.decisions += 1;
  const double learning = std::max(least_learning, 1.0 / (regime.decisions + 1.0));
  regime.expected_wait_days += learning * (days - regime.expected_wait_days);
  regime.granted_share += learning * ((approved ? level.granted_share : 0) - regime.granted_share);
  auto& state = state_.licensed_lanes[licensed];
  state.pending -= application.grams;
  const auto granted =
      approved ? nearest_whole(static_cast<double>(application.grams) * level.granted_share) : 0;
  record_application(id, approved ? ApplicationOutcome::approved : ApplicationOutcome::refused,
                     granted);
  free_application(id);
  if (approved) {
    grant(licensed, granted, level.validity_days);
  } else {
    state.refused_until = now() + std::int64_t{rules.habits.reapply_days} * engine::seconds_per_day;
  }
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
    auto& tally = state_.licence_tallies[regime_of(lane).cells[lane.place]];
    tally.pending -= 1;
    tally.expired += 1;
    record_application(id, ApplicationOutcome::expired, 0);
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

void Run::schedule_application(std::uint32_t id, std::int64_t instant) {
  auto& application = state_.applications[id];
  application.due = std::max(instant, now() + 1);
  loop_.schedule({application.due}, Phase::licences,
                 entity_of_instrument(world_.licensed_lanes[application.licensed_lane].instrument),
                 static_cast<std::uint8_t>(EventKind::application), id);
}

std::int64_t Run::after_work(std::uint32_t instrument, std::int64_t seconds) const {
  const auto& holidays = state_.regimes[instrument].holidays;
  const auto is_holiday = [&](Date date) {
    const auto day = static_cast<std::size_t>(date - world_.origin);
    return day < holidays.size() && holidays[day] != 0;
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

}  // namespace monazite
