#include <catch2/catch.hpp>
#include <cmath>

#include "models/scenario/compile.hpp"
#include "sim/run/run_limits.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

const Of cars = {.region = "BB", .sector = "cars"};

/// One mine and one plant, which uses a tonne a day of 10,000 USD.
Sketch tonne_a_day() {
  auto sketch = pipe(1, {}, 300);
  auto& value = sketch.scenario.values.emplace_back();
  value.id = "cars_BB";
  value.sectors = {"cars"};
  value.regions = {"BB"};
  value.usd_per_year = 3'652'500;
  return sketch;
}

DemandChangeSpec& ask(Sketch& sketch, int day, double scale, int ramp_days = 0) {
  auto& change = sketch.scenario.demand_changes.emplace_back();
  change.from = sketch.start() + day;
  change.scale = scale;
  change.ramp_days = ramp_days;
  return change;
}

void ban_from(Sketch& sketch, int day) {
  sketch.instrument("ban", "AA", BanSpec{}).from = sketch.start() + day;
}

double tonnes_used(const Outcome& outcome) {
  return static_cast<double>(outcome.observations.balance[index_of(Element::Nd)].consumed) * 1e-6;
}

std::int64_t rate_on(const Sketch& sketch, int day) {
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + day);
  return stepper.state().plants.front().normal_rate;
}

TEST_CASE("a step of demand is used from its day on, and nothing is lost by it") {
  auto sketch = tonne_a_day();
  ask(sketch, 100, 0.6);
  const auto outcome = run(sketch.scenario);
  CHECK(tonnes_used(outcome) == Approx(100 + 200 * 0.6).margin(0.001));
  CHECK(outcome.figure(Metric::lost_output_units, cars) == 0);
  CHECK(outcome.figure(Metric::lost_output_usd, cars) == 0);
  CHECK(outcome.figure(Metric::fill_rate, cars) == 1);
}

TEST_CASE("a ramp of demand is used along its line") {
  auto sketch = tonne_a_day();
  ask(sketch, 100, 0.6, 50);
  CHECK(tonnes_used(run(sketch.scenario)) == Approx(100 + 50 * 0.8 + 150 * 0.6).margin(0.001));
}

TEST_CASE("a stock for which less is asked lasts longer by as much") {
  const int ban = 20;
  auto sketch = tonne_a_day();
  ban_from(sketch, ban);
  const double before = run(sketch.scenario).figure(Metric::first_stop_date, cars) - ban;
  ask(sketch, ban, 0.5);
  const double after = run(sketch.scenario).figure(Metric::first_stop_date, cars) - ban;
  CHECK(before == 30);  // 10 days under way and 20 of cover
  CHECK(after == Approx(2 * before));
}

TEST_CASE("what a stopped plant is not asked for is not lost") {
  auto sketch = tonne_a_day();
  ban_from(sketch, 20);
  ask(sketch, 100, 0.6);
  const auto outcome = run(sketch.scenario);
  const double lost = (100 - 50) + 200 * 0.6;
  CHECK(outcome.figure(Metric::lost_output_units, cars) == Approx(lost));
  CHECK(outcome.figure(Metric::lost_output_usd, cars) == Approx(lost * 10'000));
  CHECK(outcome.figure(Metric::fill_rate, cars) == Approx(1 - lost / (100 + 200 * 0.6)));
}

TEST_CASE("where nothing is asked for, nothing is used, no line stands and no rate is filled") {
  auto sketch = tonne_a_day();
  ask(sketch, 100, 0);
  ask(sketch, 130, 1);
  const auto outcome = run(sketch.scenario);
  CHECK(tonnes_used(outcome) == Approx(270).margin(0.001));
  CHECK(outcome.figure(Metric::line_stop_days, cars) == 0);
  const auto fill = outcome.series(Metric::fill_rate, cars);
  CHECK(fill[99] == 1);
  CHECK(std::isnan(fill[110]));
  CHECK(fill[130] == 1);
}

TEST_CASE("a stopped plant goes on when what it has does for what it is asked for") {
  auto sketch = tonne_a_day();
  sketch.scenario.sectors.front().stop_cover_days = 5;
  ban_from(sketch, 20);
  // Stops on day 45 with 5 t. Half of its use would stop at 2.5 t, and may begin with 3.
  ask(sketch, 100, 0.5);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.figure(Metric::first_stop_date, cars) == 45);
  CHECK(outcome.figure(Metric::line_stop_days, cars) == Approx((100 - 45) + (300 - 105)));
}

TEST_CASE("buyers learn of a step by what is used") {
  auto sketch = tonne_a_day();
  sketch.scenario.behaviour.front().forecast_days = 28;
  ask(sketch, 100, 0.6);
  Stepper stepper(sketch.scenario);
  const auto expected = [&] {
    return stepper.input("plant", "crude_metal").forecast.per_day / 1e6;
  };
  stepper.run_to(sketch.start() + 101);
  CHECK(expected() == Approx(1));
  // Nine reviews have seen a day of the new use.
  stepper.run_to(sketch.start() + 110);
  CHECK(expected() == Approx(0.6 + 0.4 * std::exp(-9 / 28.0)));
}

TEST_CASE("shares of sectors, regions and plants multiply, with holidays, growth and scale") {
  auto sketch = tonne_a_day();
  auto& scenario = sketch.scenario;
  ask(sketch, 50, 0.5).sector = "cars";
  ask(sketch, 60, 0.8).region = "BB";
  ask(sketch, 60, 3).region = "AA";  // no plant stands there
  auto& plant = ask(sketch, 70, 0);
  plant.facility = "plant";
  plant.scale.reset();
  plant.rate_tonnes_per_year = per_year(1.5);
  CHECK(rate_on(sketch, 50) == 1'000'000);
  CHECK(rate_on(sketch, 55) == 500'000);
  CHECK(rate_on(sketch, 65) == 400'000);
  CHECK(rate_on(sketch, 75) == 600'000);
  scenario.switches.growth = true;
  scenario.sectors.front().growth_per_year = 0.21;
  scenario.sectors.front().growth_from = sketch.start() + 70 - 731;
  // Growth is looked up on the day of the change: two years of 365.25 days and half a day.
  CHECK(rate_on(sketch, 75) == Approx(600'000 * std::pow(1.21, 731 / 365.25)).epsilon(1e-5));
  scenario.switches.growth = false;
  scenario.switches.holidays = true;
  scenario.regions.back().holidays.push_back(
      {sketch.start() + 72, sketch.start() + 80, 0.5, Place{}});
  const double everyday = 1 / (1 - 9 * 0.5 / 365.25);
  CHECK(rate_on(sketch, 75) == Approx(600'000 * everyday * 0.5).epsilon(1e-5));
}

TEST_CASE("what is in force on the first day is a step of that day") {
  auto sketch = tonne_a_day();
  ask(sketch, -4000, 0.6);
  const auto outcome = run(sketch.scenario);
  CHECK(rate_on(sketch, -199) == 600'000);
  CHECK(tonnes_used(outcome) == Approx(180).margin(0.001));
  CHECK(outcome.figure(Metric::lost_output_units, cars) == 0);
}

TEST_CASE("demand costs an event a step, and is in the estimate of events") {
  auto sketch = tonne_a_day();
  const auto before = run(sketch.scenario).observations.events;
  const double expected = expected_events(*compiled(sketch.scenario));
  ask(sketch, 100, 1);
  CHECK(run(sketch.scenario).observations.events == before + 1);
  ask(sketch, 120, 1, 10);
  CHECK(run(sketch.scenario).observations.events == before + 1 + 11);
  CHECK(expected_events(*compiled(sketch.scenario)) == Approx(expected + 1 + 11));
  ask(sketch, 5000, 1);  // after the end
  CHECK(run(sketch.scenario).observations.events == before + 1 + 11);
}

TEST_CASE("a change of what uses nothing is refused, one of no plant warned of") {
  auto sketch = tonne_a_day();
  ask(sketch, 10, 0.5).facility = "mine";
  const auto of_mine = compile(sketch.scenario);
  REQUIRE(of_mine.errors.size() == 1);
  CHECK(of_mine.errors.front().message == "a change of demand of 'mine', which uses nothing up");
  sketch.scenario.demand_changes.front().facility.clear();
  sketch.scenario.demand_changes.front().region = "AA";
  const auto of_none = compile(sketch.scenario);
  CHECK(of_none.errors.empty());
  REQUIRE(of_none.warnings.size() == 1);
  CHECK(of_none.warnings.front().message == "a change of demand of no plant: all sectors in AA");
}

TEST_CASE("a rate of a plant without use in the base year is refused") {
  auto sketch = tonne_a_day();
  sketch.scenario.demand.front().rate_tonnes_per_year = 0;
  auto& change = ask(sketch, 10, 0);
  change.facility = "plant";
  change.scale.reset();
  change.rate_tonnes_per_year = 5;
  const auto compiled_once = compile(sketch.scenario);
  REQUIRE(compiled_once.errors.size() == 1);
  CHECK(compiled_once.errors.front().message ==
        "a 'rate' of 'plant', which uses nothing in the base year");
}

}  // namespace
}  // namespace monazite::small_worlds
