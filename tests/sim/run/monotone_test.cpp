#include <algorithm>
#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>
#include <utility>

#include "sim/run/replication.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// What must not get worse when something gets better: worlds with one source, base-stock ordering
/// and nothing random.
namespace monazite::small_worlds {
namespace {

constexpr int reported_days = 250;

PipeDays any_days() {
  PipeDays days;
  days.lead = *rc::gen::inRange(1, 10);
  days.output_cover = *rc::gen::inRange(1, 10);
  days.input_cover = *rc::gen::inRange(1, 10);
  days.transit = *rc::gen::inRange(1, 20);
  days.plant_cover = *rc::gen::inRange(2, 60);
  return days;
}

Outcome after_outage(int lines, const PipeDays& days, int outage_days) {
  auto sketch = pipe(lines, days, reported_days);
  sketch.outage("outage", "mine", sketch.start() + 10, outage_days);
  return run(sketch.scenario);
}

double lost(const Outcome& outcome) {
  return outcome.figure(Metric::lost_output_units, {.sector = "cars"});
}

/// The day of the first stop, or the first day after the run.
double first_stop(const Outcome& outcome) {
  const double day = outcome.figure(Metric::first_stop_date, {.sector = "cars"});
  return day >= 0 ? day : reported_days;
}

TEST_CASE("a longer outage never costs less") {
  rc::prop("lost output grows with the days of the outage", [] {
    const auto lines = *rc::gen::inRange(1, 4);
    const auto days = any_days();
    const auto shorter = *rc::gen::inRange(1, 90);
    const auto longer = shorter + *rc::gen::inRange(1, 60);
    RC_ASSERT(lost(after_outage(lines, days, longer)) >=
              lost(after_outage(lines, days, shorter)) - 1e-9);
  });
}

TEST_CASE("more cover never brings the first stop forward") {
  rc::prop("the first stop comes later with more cover at the plant", [] {
    const auto lines = *rc::gen::inRange(1, 4);
    auto days = any_days();
    const auto outage = *rc::gen::inRange(1, 90);
    const double with_less = first_stop(after_outage(lines, days, outage));
    days.plant_cover += *rc::gen::inRange(1, 30);
    RC_ASSERT(first_stop(after_outage(lines, days, outage)) >= with_less - 1e-9);
  });
}

/// The mean days to a decision at a desk that nine lanes share.
double wait_at_desk(int officers, double workdays) {
  auto sketch = market(150);
  LicenceSpec licence;
  licence.review.officers = officers;
  licence.review.service = Distribution(Constant{workdays});
  licence.consignment_days = 200;
  licence.validity_days = 300;
  sketch.instrument("desk", "AA", licence).from = date_of(2025, 3, 3);
  return run(sketch.scenario)
      .figure(Metric::licence_wait_days, {.region = "AA", .facility = "desk"});
}

TEST_CASE("more officers never make applicants wait longer") {
  rc::prop("the mean wait falls with the officers", [] {
    const auto officers = *rc::gen::inRange(1, 9);
    const auto more = officers + *rc::gen::inRange(1, 9);
    const auto workdays = *rc::gen::inRange(1, 10);
    RC_ASSERT(wait_at_desk(more, workdays) <= wait_at_desk(officers, workdays) + 1e-9);
  });
}

/// Tonnes that reach near_cars under a ban that is eased for cars on a day, or never.
double deliveries(Date from, std::optional<Date> eased) {
  auto sketch = market(200);
  BanSpec ban;
  ban.covers.origins = {"AA"};
  if (eased) {
    auto& change = ban.changes.emplace_back();
    change.on = *eased;
    change.exempt.emplace().emplace_back().end_uses = {"cars"};
  }
  sketch.instrument("ban", "AA", ban).from = from;
  const auto outcome = run(sketch.scenario);
  double tonnes = 0;
  for (std::uint32_t month = 0; month < outcome.world->plan.months.size(); ++month) {
    tonnes += outcome.flow("mine", "near_cars", "nd_oxide", month);
  }
  return tonnes;
}

TEST_CASE("an easing never lowers deliveries to whom it is for, nor does an earlier one") {
  rc::prop("deliveries grow with the days since the easing", [] {
    const Date from = date_of(2025, 1, 20) + *rc::gen::inRange(0, 40);
    const Date earlier = from + *rc::gen::inRange(1, 40);
    const Date later = earlier + *rc::gen::inRange(1, 40);
    const double never = deliveries(from, std::nullopt);
    RC_ASSERT(deliveries(from, later) >= never - 1e-9);
    RC_ASSERT(deliveries(from, earlier) >= deliveries(from, later) - 1e-9);
  });
}

/// What a plant under a ban gets on each way through talks that may suspend it on a day.
std::pair<double, double> received_after_talks(int lines, const PipeDays& days, Date banned,
                                               Date held) {
  auto sketch = pipe(lines, days, reported_days);
  sketch.instrument("stop", "AA", BanSpec{}).from = banned;
  auto& round = sketch.scenario.talks.emplace_back();
  round.id = "round";
  round.date = held;
  BranchSpec eased;
  eased.id = "eased";
  eased.probability = 0.5;
  ActionSpec suspend;
  suspend.instrument = "stop";
  suspend.verb = ActionVerb::suspend;
  eased.actions = {suspend};
  BranchSpec kept;
  kept.id = "kept";
  round.branches = {eased, kept};
  const auto world = compiled(sketch.scenario);
  Workspace workspace;
  const auto received = [&](std::uint32_t way) {
    const Outcome outcome{world, run_replication(*world, 1, 0, workspace, way)};
    return outcome.figure(Metric::imports, {.region = "BB", .material = "metal"});
  };
  return {received(0), received(1)};
}

TEST_CASE("an easing that talks bring never lowers deliveries to the eased buyer") {
  rc::prop("the eased way brings as much as the other, or more", [] {
    const auto lines = *rc::gen::inRange(1, 4);
    const auto days = any_days();
    const Date start = Sketch(reported_days).start();
    const Date banned = start + *rc::gen::inRange(1, 100);
    const Date held = banned + *rc::gen::inRange(1, 100);
    const auto [eased, kept] = received_after_talks(lines, days, banned, held);
    RC_ASSERT(eased >= kept);
  });
}

}  // namespace
}  // namespace monazite::small_worlds
