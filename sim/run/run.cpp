#include "sim/run/run.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "sim/run/applicants.hpp"
#include "sim/run/balance.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/licence_desks.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/lineages.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/money.hpp"
#include "sim/run/opening.hpp"
#include "sim/run/outages.hpp"
#include "sim/run/plants.hpp"
#include "sim/run/price_floors.hpp"
#include "sim/run/production.hpp"
#include "sim/run/promises.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/run_limits.hpp"
#include "sim/run/sampling.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/smuggling.hpp"
#include "sim/run/stockpiles.hpp"
#include "sim/run/talks.hpp"
#include "sim/run/tracing.hpp"
#include "sim/run/truces.hpp"

namespace monazite {

Run::Run(const World& world, std::uint64_t seed, std::uint32_t replication,
         Workspace::Memory& memory)
    : sim_(world, seed, replication, memory), budget_(run_budget(world)) {}

void Run::open() { open_world(sim_); }

void Run::apply_by_hand(std::uint32_t licensed_lane, std::int64_t grams) {
  file(sim_, licensed_lane, grams);
}

void Run::verify_balance() const { monazite::verify_balance(sim_); }

Observations Run::complete() {
  open();
  advance_to(sim_.world.end + 1);
  return finish();
}

void Run::advance_to_second(std::int64_t second) {
  // The loop of a run without a trace does not ask whether there is one.
  const auto end = trace_ == nullptr
                       ? sim_.loop.run_until(
                             engine::Instant{second},
                             [this](const engine::Event& event) { dispatch(event); }, budget_)
                       : sim_.loop.run_until(
                             engine::Instant{second},
                             [this](const engine::Event& event) {
                               (*trace_)(trace_row(sim_, event));
                               dispatch(event);
                             },
                             budget_);
  if (end == engine::RunEnd::event_budget || end == engine::RunEnd::wall_budget) {
    throw RunFailure(fmt::format("{} on {}", budget_.describe(end), to_iso(sim_.today())));
  }
}

Observations Run::finish() {
  book_all_use(sim_);
  book_support(sim_);
  book_goods(sim_);
  record_pending(sim_);
  close_balance(sim_);
  sim_.observations.run_values.reserve(sim_.world.run_figures.size());
  for (const auto& figure : sim_.world.run_figures) {
    sim_.observations.run_values.push_back(value_of(sim_, figure));
  }
  sim_.observations.leaf = sim_.state.leaf;
  sim_.observations.events = sim_.loop.executed_events();
  // Room for the next run, so that its event loop allocates nothing.
  sim_.state.most_waits = std::max(sim_.state.most_waits, sim_.observations.licence_waits.size());
  sim_.state.most_applications =
      std::max(sim_.state.most_applications, sim_.observations.applications.size());
  return std::move(sim_.observations);
}

void Run::dispatch(const engine::Event& event) {
  const auto slot = event.slot();
  switch (static_cast<EventKind>(event.kind())) {
    case EventKind::instrument_step:
      return on_instrument(sim_, slot);
    case EventKind::instrument_news:
      return on_news(sim_, slot);
    case EventKind::outage:
      return on_outage(sim_, slot);
    case EventKind::demand_change:
      return on_demand_change(sim_, slot);
    case EventKind::calendar:
      return on_calendar(sim_, slot);
    case EventKind::arrival:
      if (sim_.state.parcels.arrives(slot, event.instant().seconds)) {
        on_arrival(sim_, slot);
      }
      return;
    case EventKind::lot_done:
      return on_lot_done(sim_, slot);
    case EventKind::line_ready:
      return on_line_ready(sim_, LineId{slot});
    case EventKind::plant_stop:
      return on_plant_stop(sim_, sim_.world.facilities[event.entity()].plant, slot);
    case EventKind::plant_restart:
      return on_plant_restart(sim_, sim_.world.facilities[event.entity()].plant, slot);
    case EventKind::plant_pace:
      return on_plant_pace(sim_, sim_.world.facilities[event.entity()].plant, slot);
    case EventKind::review:
      return on_review(sim_, FacilityId{slot});
    case EventKind::settle:
      return on_settle(sim_, PoolId{slot});
    case EventKind::customs:
      return clear_customs(sim_);
    case EventKind::application:
      if (sim_.state.applications[slot].due == event.instant().seconds) {
        on_application(sim_, slot);
      }
      return;
    case EventKind::licence_expiry:
      return on_licence_expiry(sim_, slot);
    case EventKind::prices:
      return on_prices(sim_);
    case EventKind::stockpile:
      return on_stockpile(sim_, slot);
    case EventKind::round:
      return on_round(sim_, slot);
    case EventKind::breakdown:
      return on_breakdown(sim_, slot);
    case EventKind::hazard:
      return on_hazard(sim_, slot);
    case EventKind::command:
      return on_command(sim_, slot);
    case EventKind::truce_begin:
      return begin_truce(sim_, slot);
    case EventKind::truce_end:
      return on_truce_end(sim_, slot);
    case EventKind::promise_mark:
      return on_promise_mark(sim_, slot);
    case EventKind::promise_check:
      return on_promise_check(sim_, slot);
    case EventKind::smuggling:
      return on_smuggling(sim_, slot);
    case EventKind::lineage:
      return on_lineage(sim_, slot);
    case EventKind::contract:
      return on_contract(sim_, slot);
    case EventKind::report_begin:
      return begin_report(sim_);
    case EventKind::interval_end:
      return on_interval_end(sim_, slot);
    case EventKind::month_end:
      return on_month_end(sim_, slot);
    case EventKind::track:
      return on_track(sim_, slot);
  }
}

}  // namespace monazite
