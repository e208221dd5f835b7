#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <string>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// Licences: one mine that sends a tonne a day to each of its plants abroad.
namespace monazite::small_worlds {
namespace {

/// Officers who take so many working days over each application, and approve all.
LicenceSpec desk(int officers, double workdays) {
  LicenceSpec licence;
  licence.review.officers = officers;
  licence.review.service = Distribution(Constant{workdays});
  licence.review.statutory_workdays = 5;
  licence.consignment_days = 30;
  return licence;
}

const Date monday = date_of(2025, 3, 3);

Sketch pipe_abroad(int reported_days = 150) {
  PipeDays days;
  days.transit = 5;
  days.plant_cover = 60;
  return pipe(1, days, reported_days);
}

struct Counts {
  std::uint32_t applied = 0;
  std::uint32_t approved = 0;
  std::uint32_t refused = 0;
  std::uint32_t expired = 0;
  std::uint32_t pending = 0;  ///< at the end
};

/// The licences of a run for one end use.
Counts counts(const Outcome& outcome, const std::string& end_use) {
  Counts sum;
  const auto& plan = outcome.world->plan;
  for (const auto& row : outcome.observations.licences) {
    if (plan.licence_cells[row.cell].end_use != end_use) {
      continue;
    }
    sum.applied += row.applied;
    sum.approved += row.approved;
    sum.refused += row.refused;
    sum.expired += row.expired;
    sum.pending = row.month + 1 == plan.months.size() ? row.pending : 0;
  }
  return sum;
}

TEST_CASE("nothing leaves before the first decision, then what has come together") {
  auto sketch = pipe_abroad();
  sketch.instrument("desk", "AA", desk(1, 9)).from = monday;
  const auto outcome = run(sketch.scenario);
  const auto sent = outcome.series(Metric::exports, {.region = "AA", .material = "crude_metal"});
  const auto first = static_cast<std::size_t>(monday - sketch.start());
  // Nine working days from the first review, on Monday, to Friday of the next week.
  for (std::size_t day = first; day < first + 11; ++day) {
    CHECK(sent[day] == 0);
  }
  // The mine has stood still meanwhile: its stock leaves and, after the lead time of the next lot,
  // what it makes at twice its rate.
  CHECK(sent[first + 11] > 3);
  CHECK(sent[first + 15] == Approx(2).margin(0.01));
  const auto seen = counts(outcome, "cars");
  CHECK(seen.refused == 0);
  CHECK(seen.applied == seen.approved + seen.pending);
  CHECK(outcome.figure(Metric::approval_rate, {.region = "AA", .facility = "desk"}) == 1);
  // One weekend lies in nine working days from a Monday, two from most others.
  CHECK(outcome.figure(Metric::licence_wait_days, {.region = "AA", .facility = "desk"}) ==
        Approx(12).margin(1.1));
}

TEST_CASE("what is refused does not leave, and is applied for again") {
  auto sketch = market(120);
  auto licence = desk(50, 2);
  licence.approval = {{"default", 1}, {"glass", 0}};
  licence.reapply_days = 20;
  sketch.instrument("desk", "AA", licence).from = monday;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "near_glass", "nd_oxide", 3) == 0);
  CHECK(outcome.flow("mine", "near_cars", "nd_oxide", 3) == Approx(30).margin(1.01));
  CHECK(outcome.flow("mine", "home_cars", "nd_oxide", 3) == Approx(30).margin(0.01));
  const auto glass = counts(outcome, "glass");
  CHECK(glass.approved == 0);
  // Three materials, once in 22 to 24 days of 58.
  CHECK(glass.refused >= 6);
  CHECK(counts(outcome, "cars").refused == 0);
  CHECK(outcome.figure(Metric::approval_rate,
                       {.region = "AA", .sector = "glass", .facility = "desk"}) == 0);
}

TEST_CASE("more applicants at one desk wait longer") {
  const auto wait = [](int officers) {
    auto sketch = market(150);
    sketch.instrument("desk", "AA", desk(officers, 3)).from = monday;
    return run(sketch.scenario)
        .figure(Metric::licence_wait_days, {.region = "AA", .facility = "desk"});
  };
  // Nine lanes apply at once: one officer takes 27 working days for the last of them.
  CHECK(wait(9) == Approx(3 * 7.0 / 5).margin(1.2));
  CHECK(wait(1) > 2 * wait(9));
  CHECK(wait(3) < wait(1));
}

TEST_CASE("a lane stops when its licence runs out, and goes on with the next one") {
  const auto days_without = [](int validity) {
    auto sketch = pipe_abroad();
    // Three weeks of work on an application, as everybody knows.
    auto licence = desk(1, 15);
    licence.review.statutory_workdays = 15;
    licence.validity_days = validity;
    sketch.instrument("desk", "AA", licence).from = monday;
    const auto outcome = run(sketch.scenario);
    CHECK(outcome.observations.balance[index_of(Element::Nd)].residual() == 0);
    const auto sent = outcome.series(Metric::exports, {.region = "AA", .material = "crude_metal"});
    // Of the last three weeks: what came together before the first decision is gone by then.
    return std::count(sent.end() - 21, sent.end(), 0.0);
  };
  CHECK(days_without(180) == 0);
  CHECK(days_without(5) > 10);
}

TEST_CASE("under a general licence goods leave as before") {
  auto sketch = pipe_abroad();
  auto licence = desk(1, 40);
  licence.general.emplace_back().destinations = {"BB"};
  sketch.instrument("desk", "AA", licence).from = monday;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "plant", "crude_metal", 2) == Approx(31));
  CHECK(counts(outcome, "cars").applied == 0);
}

TEST_CASE("a suspended regime lets goods go and forgets what is pending") {
  auto sketch = pipe_abroad(200);
  auto licence = desk(1, 200);
  licence.changes.emplace_back().on = date_of(2025, 4, 1);
  licence.changes.back().in_force = false;
  licence.changes.emplace_back().on = date_of(2025, 5, 1);
  licence.changes.back().in_force = true;
  sketch.instrument("desk", "AA", licence).from = monday;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "plant", "crude_metal", 2) == Approx(2).margin(0.01));
  CHECK(outcome.flow("mine", "plant", "crude_metal", 3) == Approx(29 + 30).margin(1.01));
  CHECK(outcome.flow("mine", "plant", "crude_metal", 4) == 0);
  const auto seen = counts(outcome, "cars");
  CHECK(seen.pending > 0);
  CHECK(seen.expired > 0);
  CHECK(seen.applied == seen.expired + seen.pending);
}

TEST_CASE("half of what is asked is granted, and applicants learn to ask for more") {
  const auto exports = [](double inflation) {
    auto sketch = pipe_abroad(300);
    auto licence = desk(1, 2);
    licence.granted_share = 0.5;
    licence.most_inflation = inflation;
    sketch.instrument("desk", "AA", licence).from = monday;
    const auto outcome = run(sketch.scenario);
    return counts(outcome, "cars").applied;
  };
  CHECK(exports(2) < exports(1));
}

TEST_CASE("officers keep the holidays of the issuer that slow its work, and no others") {
  auto sketch = pipe_abroad(300);
  const auto start = sketch.start();
  // One before the run, two that overlap, one that slows nothing, and one after the run.
  auto& holidays = sketch.scenario.regions.front().holidays;
  holidays = {{start - 500, start - 480, 0, {}},
              {start + 10, start + 20, 0.4, {}},
              {start + 15, start + 30, 0, {}},
              {start + 60, start + 70, 1, {}},
              {start + 900, start + 905, 0, {}}};
  sketch.scenario.switches.holidays = true;
  sketch.instrument("desk", "AA", desk(1, 3)).from = monday;
  Stepper stepper(sketch.scenario);
  const auto& kept = stepper.state().regimes.front().holidays;
  const auto origin = stepper.world().origin;
  for (Date date = origin; date < start + 1000; date = date + 1) {
    const bool expected = std::any_of(holidays.begin(), holidays.end(), [&](const auto& holiday) {
      return holiday.activity < 1 && date >= holiday.from && date <= holiday.until;
    });
    const auto day = static_cast<std::size_t>(date - origin);
    CHECK((day < kept.size() && kept[day] != 0) == expected);
  }
}

TEST_CASE("no licence allows more than was granted") {
  auto sketch = pipe_abroad(300);
  auto licence = desk(1, 3);
  licence.granted_share = 0.3;
  sketch.instrument("desk", "AA", licence).from = monday;
  Stepper stepper(sketch.scenario);
  for (Date day = monday; day < monday + 200; day = day + 1) {
    stepper.run_to(day);
    for (const auto& lane : stepper.state().licensed_lanes) {
      CHECK(lane.left >= 0);
      std::int64_t left = 0;
      for (auto id = lane.first; id != LicensedLaneState::none;
           id = stepper.state().licences[id].next) {
        CHECK(stepper.state().licences[id].left > 0);
        left += stepper.state().licences[id].left;
      }
      CHECK(left == lane.left);
    }
  }
}

TEST_CASE("what is sent is taken from the licence that expires first") {
  auto sketch = pipe_abroad(300);
  auto licence = desk(1, 3);
  licence.validity_days = 180;
  sketch.instrument("desk", "AA", licence).from = monday;
  Stepper stepper(sketch.scenario);
  using Held = std::vector<std::pair<std::int64_t, std::int64_t>>;
  const auto held = [&] {
    Held licences;
    for (auto id = stepper.state().licensed_lanes.front().first; id != LicensedLaneState::none;
         id = stepper.state().licences[id].next) {
      licences.emplace_back(stepper.state().licences[id].expires,
                            stepper.state().licences[id].left);
    }
    return licences;
  };
  int days_with_two = 0;
  Held before;
  for (Date day = monday; day < monday + 200; day = day + 1) {
    stepper.run_to(day);
    const auto now = held();
    CHECK(std::is_sorted(now.begin(), now.end()));
    // As long as the first of two lasts, nothing is taken from the other.
    if (before.size() == 2 && now.size() == 2 && now.front().first == before.front().first) {
      CHECK(now.front().second <= before.front().second);
      CHECK(now.back().second == before.back().second);
      ++days_with_two;
    }
    before = now;
  }
  CHECK(days_with_two >= 3);
}

TEST_CASE("customs that hold every shipment shift exports by the time they take") {
  auto sketch = pipe_abroad();
  FrictionSpec friction;
  friction.hold_probability = 1;
  friction.hold = constant_days(10);
  auto& row = sketch.instrument("slow", "AA", friction);
  row.from = monday;
  row.until = monday + 29;
  const auto outcome = run(sketch.scenario);
  const auto sent = outcome.series(Metric::exports, {.region = "AA", .material = "crude_metal"});
  const auto first = static_cast<std::size_t>(monday - sketch.start());
  for (std::size_t day = first; day < first + 10; ++day) {
    CHECK(sent[day] == 0);
  }
  for (std::size_t day = first + 10; day < first + 30; ++day) {
    CHECK(sent[day] == Approx(1).margin(1e-4));
  }
  // What is still held leaves beside what leaves at once.
  CHECK(sent[first + 35] == Approx(2).margin(1e-4));
  CHECK(outcome.observations.balance[index_of(Element::Nd)].residual() == 0);
}

TEST_CASE("a slower way takes its factor longer, and a ban keeps what customs hold") {
  auto sketch = pipe_abroad();
  FrictionSpec friction;
  friction.time_factor = 3;
  sketch.instrument("slow", "AA", friction).from = monday;
  const auto outcome = run(sketch.scenario);
  const auto under_way = outcome.series(Metric::in_transit, {.material = "metal"});
  CHECK(under_way[static_cast<std::size_t>(monday - sketch.start()) - 1] == Approx(5).margin(0.1));
  CHECK(under_way[static_cast<std::size_t>(monday - sketch.start()) + 30] == Approx(15).margin(2));

  auto held = pipe_abroad();
  friction = {};
  friction.hold_probability = 1;
  friction.hold = constant_days(10);
  held.instrument("slow", "AA", friction).from = monday;
  auto& ban = held.instrument("stop", "AA", BanSpec{});
  ban.from = monday + 5;
  ban.until = monday + 44;
  const auto kept = run(held.scenario);
  const auto sent = kept.series(Metric::exports, {.region = "AA", .material = "crude_metal"});
  const auto first = static_cast<std::size_t>(monday - held.start());
  for (std::size_t day = first; day < first + 46; ++day) {
    CHECK(sent[day] == 0);
  }
  CHECK(sent[first + 46] == Approx(5).margin(1e-4));
}

TEST_CASE("a licence for less than a gram is none") {
  auto sketch = pipe_abroad();
  auto licence = desk(3, 2);
  licence.granted_share = 1e-12;
  licence.validity_days = 10;
  sketch.instrument("desk", "AA", licence).from = monday;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "plant", "crude_metal", 3) == 0);
  CHECK(counts(outcome, "cars").approved > 0);
}

TEST_CASE("what customs still hold when a regime begins does not leave without a licence") {
  auto sketch = pipe_abroad();
  FrictionSpec friction;
  friction.hold_probability = 1;
  friction.hold = constant_days(20);
  sketch.instrument("slow", "AA", friction).from = monday - 28;
  auto licence = desk(1, 5);
  licence.approval = {{"default", 0}};
  sketch.instrument("desk", "AA", licence).from = monday;
  const auto outcome = run(sketch.scenario);
  const auto sent = outcome.series(Metric::exports, {.region = "AA", .material = "crude_metal"});
  for (auto day = static_cast<std::size_t>(monday - sketch.start()); day < sent.size(); ++day) {
    CHECK(sent[day] == 0);
  }
  CHECK(outcome.observations.balance[index_of(Element::Nd)].residual() == 0);
}

TEST_CASE("a refusal holds through a change that eases nothing") {
  const auto changed = [](const std::vector<NamedShare>& approval_later) {
    auto sketch = pipe_abroad();
    auto licence = desk(1, 2);
    licence.approval = {{"default", 0}};
    licence.reapply_days = 60;
    auto& change = licence.changes.emplace_back();
    change.on = monday + 21;
    change.validity_days = 90;
    change.approval = approval_later;
    sketch.instrument("desk", "AA", licence).from = monday;
    return run(sketch.scenario);
  };
  // Eased for sure, the next application is filed at once.
  const auto sent = changed({{"default", 1}})
                        .series(Metric::exports, {.region = "AA", .material = "crude_metal"});
  CHECK(std::accumulate(sent.begin() + 61 + 21, sent.begin() + 61 + 30, 0.0) > 0);
  CHECK(counts(changed({}), "cars").refused == 2);
}

TEST_CASE(
    "the first application is for the wait and a consignment, the next is a consignment later") {
  auto sketch = pipe_abroad();
  auto licence = desk(1, 5);
  licence.consignment_days = 30;
  sketch.instrument("desk", "AA", licence).from = monday;
  sketch.scenario.outputs.applications = true;
  const auto outcome = run(sketch.scenario);
  const auto& rows = outcome.observations.applications;
  REQUIRE(rows.size() >= 2);
  // A wait of seven days, a day of review and what is owed, beside thirty days.
  CHECK(rows[0].asked_tonnes == Approx(38).margin(1.01));
  CHECK(rows[1].filed - rows[0].filed >= 28);
}

TEST_CASE("what is pending when the report begins counts as applied") {
  auto sketch = pipe_abroad();
  sketch.instrument("desk", "AA", desk(1, 20)).from = sketch.start() - 10;
  const auto seen = counts(run(sketch.scenario), "cars");
  CHECK(seen.applied > 0);
  CHECK(seen.applied == seen.approved + seen.refused + seen.expired + seen.pending);
}

}  // namespace
}  // namespace monazite::small_worlds
