#include "sim/run/licence_desks.hpp"

#include <algorithm>

#include "models/quantity/working_time.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/simulation.hpp"
#include "sim/run/smuggling.hpp"

namespace monazite {

namespace {

/// Weight of one decision in what applicants expect of the next, once there have been many.
constexpr double least_learning = 0.05;

void send_to_ministry(Simulation& sim, std::uint32_t id) {
  auto& application = sim.state.applications[id];
  const auto& lane = sim.world.licensed_lanes[application.licensed_lane];
  application.stage = ApplicationStage::at_ministry;
  application.due = -1;
  auto& desk = sim.state.regimes[lane.instrument].ministry;
  desk.waiting.push(id);
  serve(sim, desk, level_of(sim, lane).ministry, lane.instrument);
}

void schedule_application(Simulation& sim, std::uint32_t id, std::int64_t instant) {
  auto& application = sim.state.applications[id];
  application.due = std::max(instant, sim.now() + 1);
  sim.loop.schedule(
      {application.due}, Phase::licences,
      sim.entity_of_instrument(sim.world.licensed_lanes[application.licensed_lane].instrument),
      static_cast<std::uint8_t>(EventKind::application), id);
}

std::int64_t licence_duration(Simulation& sim, std::uint32_t licensed, std::uint32_t duration) {
  const auto& sampler = sim.memory.durations[duration];
  return sampler.is_constant() ? sampler.constant_seconds() : sampler(licence_draw(sim, licensed));
}

void wait_for_answer(Simulation& sim, std::uint32_t id, ApplicationStage stage) {
  auto& application = sim.state.applications[id];
  const auto& level = level_of(sim, sim.world.licensed_lanes[application.licensed_lane]);
  application.stage = stage;
  schedule_application(sim, id,
                       sim.now() + licence_duration(sim, application.licensed_lane, level.answer));
}

void free_application(Simulation& sim, std::uint32_t id) {
  sim.state.applications[id] = {};
  sim.state.free_applications.push_back(id);
}

void decide(Simulation& sim, std::uint32_t id) {
  const auto application = sim.state.applications[id];
  const auto licensed = application.licensed_lane;
  const auto& lane = sim.world.licensed_lanes[licensed];
  const auto& rules = regime_of(sim, lane);
  const auto& level = level_of(sim, lane);
  auto& regime = sim.state.regimes[lane.instrument];
  const auto seller = sim.world.pools[sim.world.lanes[lane.lane].from.index()].facility;
  auto& record = regime.records[seller.index()];
  const double chance =
      approval_chance(level.approval[lane.place].both(), rules.record_weight, record);
  const bool approved = licence_draw(sim, licensed) < chance && !is_blacklisted(sim, seller);
  const double days = static_cast<double>(sim.now() - application.filed) / engine::seconds_per_day;
  const auto cell = rules.cells[lane.place];
  auto& tally = sim.state.licence_tallies[cell];
  auto& decisions = sim.state.licence_decisions[cell];
  tally.pending -= 1;
  (approved ? tally.approved : tally.refused) += 1;
  (approved ? record.approved : record.refused) += 1;
  decisions.approved += approved ? 1 : 0;
  decisions.decided += 1;
  decisions.wait_days += days;
  if (sim.is_reporting) {
    const auto month = month_number(sim.today()) - month_number(sim.world.start);
    sim.observations.licence_waits.push_back({static_cast<std::uint32_t>(month), cell, days});
  }
  // The wait that the law allows counts as much as the first decision.
  regime.decisions += 1;
  const double learning = std::max(least_learning, 1.0 / (regime.decisions + 1.0));
  regime.expected_wait_days += learning * (days - regime.expected_wait_days);
  regime.granted_share += learning * ((approved ? level.granted_share : 0) - regime.granted_share);
  auto& state = sim.state.licensed_lanes[licensed];
  state.pending -= application.grams;
  const auto granted =
      approved ? nearest_whole(static_cast<double>(application.grams) * level.granted_share) : 0;
  record_application(sim, id, approved ? ApplicationOutcome::approved : ApplicationOutcome::refused,
                     granted);
  free_application(sim, id);
  if (approved) {
    grant(sim, licensed, granted, level.validity_days);
  } else {
    state.refused_until =
        sim.now() + std::int64_t{rules.habits.reapply_days} * engine::seconds_per_day;
  }
}

/// An officer has done with an application: it goes on, or back, or is decided on.
void leave_desk(Simulation& sim, DeskState& desk, std::uint32_t id) {
  const auto application = sim.state.applications[id];
  const auto& level = level_of(sim, sim.world.licensed_lanes[application.licensed_lane]);
  desk.busy -= 1;
  const double draw = licence_draw(sim, application.licensed_lane);
  if (application.stage == ApplicationStage::at_province) {
    if (draw < level.incomplete) {
      wait_for_answer(sim, id, ApplicationStage::answering_province);
    } else {
      send_to_ministry(sim, id);
    }
  } else if (draw < level.request_for_information) {
    wait_for_answer(sim, id, ApplicationStage::answering_ministry);
  } else {
    decide(sim, id);
  }
}

/// When the officers of a regime have worked for so many seconds from now on.
std::int64_t after_work(const Simulation& sim, std::uint32_t instrument, std::int64_t seconds) {
  const auto& holidays = sim.state.regimes[instrument].holidays;
  const auto is_holiday = [&](Date date) {
    const auto day = static_cast<std::size_t>(date - sim.world.origin);
    return day < holidays.size() && holidays[day] != 0;
  };
  return after_working_time(sim.now(), seconds, is_holiday);
}

}  // namespace

void send_to_province(Simulation& sim, std::uint32_t id) {
  auto& application = sim.state.applications[id];
  const auto& lane = sim.world.licensed_lanes[application.licensed_lane];
  const auto& level = level_of(sim, lane);
  if (level.province.officers == 0) {
    return send_to_ministry(sim, id);
  }
  application.stage = ApplicationStage::at_province;
  application.due = -1;
  auto& desk =
      sim.state.regimes[lane.instrument].provinces[regime_of(sim, lane).province_of[lane.place]];
  desk.waiting.push(id);
  serve(sim, desk, level.province, lane.instrument);
}

void serve(Simulation& sim, DeskState& desk, const ReviewDesk& rules, std::uint32_t instrument) {
  while (desk.busy < rules.officers && !desk.waiting.empty()) {
    const auto id = desk.waiting.pop();
    desk.busy += 1;
    if (!rules.takes_time) {
      leave_desk(sim, desk, id);
      continue;
    }
    const auto seconds =
        licence_duration(sim, sim.state.applications[id].licensed_lane, rules.service);
    schedule_application(sim, id, after_work(sim, instrument, seconds));
  }
}

void on_application(Simulation& sim, std::uint32_t id) {
  const auto application = sim.state.applications[id];
  if (application.stage == ApplicationStage::dropped) {
    return free_application(sim, id);
  }
  const auto& lane = sim.world.licensed_lanes[application.licensed_lane];
  auto& regime = sim.state.regimes[lane.instrument];
  const auto& level = level_of(sim, lane);
  switch (application.stage) {
    case ApplicationStage::at_province: {
      auto& desk = regime.provinces[regime_of(sim, lane).province_of[lane.place]];
      leave_desk(sim, desk, id);
      return serve(sim, desk, level.province, lane.instrument);
    }
    case ApplicationStage::at_ministry:
      leave_desk(sim, regime.ministry, id);
      return serve(sim, regime.ministry, level.ministry, lane.instrument);
    case ApplicationStage::answering_province:
      return send_to_province(sim, id);
    case ApplicationStage::answering_ministry:
      return send_to_ministry(sim, id);
    case ApplicationStage::free:
    case ApplicationStage::dropped:
      return;
  }
}

void drop_applications(Simulation& sim, std::uint32_t instrument) {
  for (std::uint32_t id = 0; id < sim.state.applications.size(); ++id) {
    auto& application = sim.state.applications[id];
    if (application.stage == ApplicationStage::free ||
        application.stage == ApplicationStage::dropped ||
        sim.world.licensed_lanes[application.licensed_lane].instrument != instrument) {
      continue;
    }
    const auto& lane = sim.world.licensed_lanes[application.licensed_lane];
    sim.state.licensed_lanes[application.licensed_lane].pending -= application.grams;
    auto& tally = sim.state.licence_tallies[regime_of(sim, lane).cells[lane.place]];
    tally.pending -= 1;
    tally.expired += 1;
    record_application(sim, id, ApplicationOutcome::expired, 0);
    if (application.due < 0) {
      free_application(sim, id);
    } else {
      // Its event must not find another application in its place.
      application.stage = ApplicationStage::dropped;
    }
  }
  auto& regime = sim.state.regimes[instrument];
  for (auto& desk : regime.provinces) {
    desk.busy = 0;
    desk.waiting.clear();
  }
  regime.ministry.busy = 0;
  regime.ministry.waiting.clear();
}

double licence_draw(Simulation& sim, std::uint32_t licensed) {
  return sim.state.licensed_lanes[licensed].draws.uniform([&] {
    const auto& lane = sim.world.lanes[sim.world.licensed_lanes[licensed].lane];
    return sim.stream(Purpose::licence, lane_key(sim.world.pools[lane.from.index()].key,
                                                 sim.world.pools[lane.to.index()].key));
  });
}

}  // namespace monazite
