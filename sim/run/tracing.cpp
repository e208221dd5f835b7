#include <array>
#include <string_view>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 31> event_names = {
    "instrument_step", "instrument_news", "calendar",     "arrival",
    "lot_done",        "line_ready",      "plant_stop",   "plant_restart",
    "plant_pace",      "review",          "settle",       "customs",
    "application",     "licence_expiry",  "prices",       "stockpile",
    "truce_begin",     "truce_end",       "round",        "breakdown",
    "hazard",          "command",         "promise_mark", "promise_check",
    "smuggling",       "contract",        "lineage",      "report_begin",
    "interval_end",    "month_end",       "track"};
static_assert(event_names.size() == static_cast<std::size_t>(EventKind::track) + 1);

constexpr std::int64_t seconds_a_day = 86400;

}  // namespace

const std::string& Run::subject_of(const PolicyCommand& command) const {
  const bool is_of_instrument = command.move == Move::set || command.move == Move::let_go ||
                                command.move == Move::put_off || command.move == Move::relent;
  return is_of_instrument ? world_.instruments[command.target].id
                          : world_.truces[command.target].id;
}

TraceRow Run::trace_row(const engine::Event& event) const {
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
    const LaneLabel& label = world_.plan.lanes[world_.lane_labels[lane]];
    row.subject = label.destination_facility;
    row.partner = label.origin_facility;
    row.material = label.material;
  };
  switch (static_cast<EventKind>(event.kind())) {
    case EventKind::instrument_step:
    case EventKind::instrument_news:
      row.subject = world_.plan.instruments[slot].id;
      break;
    case EventKind::arrival:
      if (state_.parcels[slot].status != ParcelStatus::free &&
          state_.parcels[slot].status != ParcelStatus::in_process) {
        name_lane(state_.parcels[slot].owner);
        row.kilograms = static_cast<double>(state_.parcels[slot].gross) / 1000;
      }
      break;
    case EventKind::lot_done:
      row.subject = world_.facilities[world_.lines[state_.parcels[slot].owner].facility.index()].id;
      row.kilograms = static_cast<double>(state_.parcels[slot].gross) / 1000;
      break;
    case EventKind::line_ready:
      row.subject = world_.facilities[world_.lines[slot].facility.index()].id;
      break;
    case EventKind::plant_stop:
    case EventKind::plant_restart:
    case EventKind::plant_pace:
      row.subject = world_.facilities[event.entity()].id;
      break;
    case EventKind::review:
      row.subject = world_.facilities[slot].id;
      break;
    case EventKind::settle:
      row.subject = world_.facilities[world_.pools[slot].facility.index()].id;
      row.material = world_.materials[world_.pools[slot].material.index()].id;
      break;
    case EventKind::application:
      name_lane(world_.licensed_lanes[state_.applications[slot].licensed_lane].lane);
      row.kilograms = static_cast<double>(state_.applications[slot].grams) / 1000;
      break;
    case EventKind::stockpile:
      row.subject = world_.stockpiles[slot].id;
      break;
    case EventKind::round:
    case EventKind::breakdown:
    case EventKind::hazard:
      row.subject = world_.talks.rounds[world_.talks.nodes[slot].round].id;
      break;
    case EventKind::command:
      row.subject = subject_of(world_.commands[slot]);
      break;
    case EventKind::truce_begin:
    case EventKind::truce_end:
      row.subject = world_.truces[slot].id;
      break;
    case EventKind::promise_mark:
    case EventKind::promise_check:
      row.subject = world_.promises[slot].id;
      break;
    case EventKind::smuggling:
      row.subject = world_.smuggling[slot].id;
      break;
    case EventKind::lineage:
      row.subject = world_.instruments[world_.lineages[slot].instrument].id;
      break;
    case EventKind::contract:
      row.subject = world_.contracts[slot].id;
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
