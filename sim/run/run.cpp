#include "sim/run/run.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "sim/run/run_limits.hpp"

namespace monazite {

Run::Run(const World& world, std::uint64_t seed, std::uint32_t replication,
         Workspace::Memory& memory)
    : world_(world),
      seed_(seed),
      replication_(replication),
      state_(memory.state),
      loop_(memory.loop),
      memory_(memory),
      budget_(run_budget(world)),
      has_terms_(!world.contracts.empty() || !world.prices.lanes.empty()) {}

Observations Run::complete() {
  open();
  advance_to(world_.end + 1);
  return finish();
}

void Run::advance_to_second(std::int64_t second) {
  // The loop of a run without a trace does not ask whether there is one.
  const auto end = trace_ == nullptr
                       ? loop_.run_until(
                             engine::Instant{second},
                             [this](const engine::Event& event) { dispatch(event); }, budget_)
                       : loop_.run_until(
                             engine::Instant{second},
                             [this](const engine::Event& event) {
                               (*trace_)(trace_row(event));
                               dispatch(event);
                             },
                             budget_);
  if (end == engine::RunEnd::event_budget || end == engine::RunEnd::wall_budget) {
    throw RunFailure(fmt::format("{} on {}", budget_.describe(end), to_iso(today())));
  }
}

Observations Run::finish() {
  book_all_use();
  book_support();
  book_goods();
  record_pending();
  close_balance();
  observations_.run_values.reserve(world_.run_figures.size());
  for (const auto& figure : world_.run_figures) {
    observations_.run_values.push_back(value_of(figure));
  }
  observations_.leaf = state_.leaf;
  observations_.events = loop_.executed_events();
  // Room for the next run, so that its event loop allocates nothing.
  state_.most_waits = std::max(state_.most_waits, observations_.licence_waits.size());
  state_.most_applications = std::max(state_.most_applications, observations_.applications.size());
  return std::move(observations_);
}

void Run::dispatch(const engine::Event& event) {
  const auto slot = event.slot();
  switch (static_cast<EventKind>(event.kind())) {
    case EventKind::instrument_step:
      return on_instrument(slot);
    case EventKind::instrument_news:
      return on_news(slot);
    case EventKind::calendar:
      return on_calendar(slot);
    case EventKind::arrival:
      if (state_.parcels.arrives(slot, event.instant().seconds)) {
        on_arrival(slot);
      }
      return;
    case EventKind::lot_done:
      return on_lot_done(slot);
    case EventKind::line_ready:
      return on_line_ready(LineId{slot});
    case EventKind::plant_stop:
      return on_plant_stop(world_.facilities[event.entity()].plant, slot);
    case EventKind::plant_restart:
      return on_plant_restart(world_.facilities[event.entity()].plant, slot);
    case EventKind::plant_pace:
      return on_plant_pace(world_.facilities[event.entity()].plant, slot);
    case EventKind::review:
      return on_review(FacilityId{slot});
    case EventKind::settle:
      return on_settle(PoolId{slot});
    case EventKind::customs:
      return clear_customs();
    case EventKind::application:
      if (state_.applications[slot].due == event.instant().seconds) {
        on_application(slot);
      }
      return;
    case EventKind::licence_expiry:
      return on_licence_expiry(slot);
    case EventKind::prices:
      return on_prices();
    case EventKind::stockpile:
      return on_stockpile(slot);
    case EventKind::round:
      return on_round(slot);
    case EventKind::breakdown:
      return on_breakdown(slot);
    case EventKind::hazard:
      return on_hazard(slot);
    case EventKind::command:
      return on_command(slot);
    case EventKind::truce_begin:
      return begin_truce(slot);
    case EventKind::truce_end:
      return on_truce_end(slot);
    case EventKind::promise_mark:
      return on_promise_mark(slot);
    case EventKind::promise_check:
      return on_promise_check(slot);
    case EventKind::smuggling:
      return on_smuggling(slot);
    case EventKind::lineage:
      return on_lineage(slot);
    case EventKind::contract:
      return on_contract(slot);
    case EventKind::report_begin:
      return begin_report();
    case EventKind::interval_end:
      return on_interval_end(slot);
    case EventKind::month_end:
      return on_month_end(slot);
    case EventKind::track:
      return on_track(slot);
  }
}

}  // namespace monazite
