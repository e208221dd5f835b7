#include "sim/run/tracing.hpp"

#include <array>
#include <string_view>

#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 33> event_names = {
    "instrument_step", "instrument_news", "outage",     "demand_change", "calendar",
    "arrival",         "lot_done",        "line_ready", "plant_stop",    "plant_restart",
    "plant_pace",      "review",          "settle",     "customs",       "application",
    "licence_expiry",  "prices",          "stockpile",  "truce_begin",   "truce_end",
    "round",           "breakdown",       "hazard",     "command",       "promise_mark",
    "promise_check",   "smuggling",       "contract",   "lineage",       "report_begin",
    "interval_end",    "month_end",       "track"};
static_assert(event_names.size() == static_cast<std::size_t>(EventKind::track) + 1);

constexpr std::int64_t seconds_a_day = 86400;

/// The id of the instrument or truce that a command moves.
const std::string& subject_of(const Simulation& sim, const PolicyCommand& command) {
  const bool is_of_instrument = command.move == Move::set || command.move == Move::let_go ||
                                command.move == Move::put_off || command.move == Move::relent;
  return is_of_instrument ? sim.world.instruments[command.target].id
                          : sim.world.truces[command.target].id;
}

}  // namespace

TraceRow trace_row(const Simulation& sim, const engine::Event& event) {
  const auto slot = event.slot();
  const std::int64_t second = event.instant().seconds;
  const std::int64_t day =
      second >= 0 ? second / seconds_a_day : -((seconds_a_day - 1 - second) / seconds_a_day);
  TraceRow row;
  row.date = Date{static_cast<std::int32_t>(day)};
  row.second_of_day = second - day * seconds_a_day;
  row.phase = event.phase();
  row.event = event_names[event.kind()];
  const auto name_lane = [&](std::uint32_t lane) {
    const LaneLabel& label = sim.world.plan.lanes[sim.world.lane_labels[lane]];
    row.subject = label.destination_facility;
    row.partner = label.origin_facility;
    row.material = label.material;
  };
  switch (static_cast<EventKind>(event.kind())) {
    case EventKind::instrument_step:
    case EventKind::instrument_news:
      row.subject = sim.world.plan.instruments[slot].id;
      break;
    case EventKind::outage:
      row.subject = sim.world.plan.instruments[sim.world.outage_sites[slot].label].id;
      break;
    case EventKind::arrival:
      if (sim.state.parcels[slot].status != ParcelStatus::free &&
          sim.state.parcels[slot].status != ParcelStatus::in_process) {
        name_lane(sim.state.parcels[slot].owner);
        row.kilograms = static_cast<double>(sim.state.parcels[slot].gross) / 1000;
      }
      break;
    case EventKind::lot_done:
      row.subject = sim.world.facilities[event.entity()].id;
      if (sim.state.parcels[slot].due == event.instant().seconds) {
        row.kilograms = static_cast<double>(sim.state.parcels[slot].gross) / 1000;
      }
      break;
    case EventKind::line_ready:
      row.subject = sim.world.facilities[sim.world.lines[slot].facility.index()].id;
      break;
    case EventKind::plant_stop:
    case EventKind::plant_restart:
    case EventKind::plant_pace:
      row.subject = sim.world.facilities[event.entity()].id;
      break;
    case EventKind::review:
      row.subject = sim.world.facilities[slot].id;
      break;
    case EventKind::settle:
      row.subject = sim.world.facilities[sim.world.pools[slot].facility.index()].id;
      row.material = sim.world.materials[sim.world.pools[slot].material.index()].id;
      break;
    case EventKind::application:
      name_lane(sim.world.licensed_lanes[sim.state.applications[slot].licensed_lane].lane);
      row.kilograms = static_cast<double>(sim.state.applications[slot].grams) / 1000;
      break;
    case EventKind::stockpile:
      row.subject = sim.world.stockpiles[slot].id;
      break;
    case EventKind::round:
    case EventKind::breakdown:
    case EventKind::hazard:
      row.subject = sim.world.talks.rounds[sim.world.talks.nodes[slot].round].id;
      break;
    case EventKind::command:
      row.subject = subject_of(sim, sim.world.commands[slot]);
      break;
    case EventKind::truce_begin:
    case EventKind::truce_end:
      row.subject = sim.world.truces[slot].id;
      break;
    case EventKind::promise_mark:
    case EventKind::promise_check:
      row.subject = sim.world.promises[slot].id;
      break;
    case EventKind::smuggling:
      row.subject = sim.world.smuggling[slot].id;
      break;
    case EventKind::lineage:
      row.subject = sim.world.instruments[sim.world.lineages[slot].instrument].id;
      break;
    case EventKind::contract:
      row.subject = sim.world.contracts[slot].id;
      break;
    case EventKind::demand_change:
      row.subject = sim.world.demand_courses[slot].id;
      break;
    case EventKind::calendar:
    case EventKind::customs:
    case EventKind::licence_expiry:
    case EventKind::prices:
    case EventKind::report_begin:
    case EventKind::interval_end:
    case EventKind::month_end:
    case EventKind::track:
      break;
  }
  return row;
}

}  // namespace monazite
