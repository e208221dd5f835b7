#include <catch2/catch.hpp>
#include <string>

#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// A pipe whose plant adds 3,652,500 USD a year, so 10,000 a day, of which half is exposed.
Sketch valued_pipe() {
  auto sketch = pipe(1, {}, 300);
  auto& value = sketch.scenario.values.emplace_back();
  value.id = "cars_BB";
  value.sectors = {"cars"};
  value.regions = {"BB"};
  value.usd_per_year = 3'652'500;
  value.exposed_share = 0.5;
  sketch.scenario.sectors.front().recoverable_share = 0.5;
  sketch.scenario.sectors.front().overtime = 0.25;
  return sketch;
}

void ban_between(Sketch& sketch, int first, int last) {
  auto& ban = sketch.instrument("ban", "AA", BanSpec{});
  ban.from = sketch.start() + first;
  ban.until = sketch.start() + last;
}

const Of cars = {.region = "BB", .sector = "cars"};

TEST_CASE("a day without inputs costs a day of what is exposed, and half of it is made up") {
  auto sketch = valued_pipe();
  CHECK(run(sketch.scenario).figure(Metric::lost_output_usd, cars) == 0);
  ban_between(sketch, 20, 69);
  const auto outcome = run(sketch.scenario);
  const double days = outcome.figure(Metric::line_stop_days, cars);
  REQUIRE(days > 15);
  CHECK(outcome.figure(Metric::lost_output_usd, cars) == Approx(days * 5000));
  CHECK(outcome.figure(Metric::delayed_output_usd, cars) == Approx(days * 2500).epsilon(0.001));
}

TEST_CASE("what was lost before the report is not made up in it") {
  auto sketch = valued_pipe();
  ban_between(sketch, -110, -40);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.figure(Metric::delayed_output_usd, cars) <=
        outcome.figure(Metric::lost_output_usd, cars));
}

TEST_CASE("a value is shared by use, whatever the scale of demand") {
  auto sketch = valued_pipe();
  sketch.scenario.switches.demand_scale = 3;
  const auto world = compiled(sketch.scenario);
  const double tonne_a_day = 1e6;
  const double scale = world->plants.front().use_per_day / tonne_a_day;
  CHECK(world->plants.front().usd_per_gram * tonne_a_day == Approx(5000));
  CHECK((scale == Approx(1) || scale == Approx(3)));
}

TEST_CASE("a plant of two values is refused, a value of none warned of") {
  auto sketch = valued_pipe();
  auto twice = sketch.scenario.values.front();
  twice.id = "again";
  sketch.scenario.values.push_back(twice);
  const auto compiled_twice = compile(sketch.scenario);
  REQUIRE(compiled_twice.errors.size() == 1);
  CHECK(compiled_twice.errors.front().message ==
        "the values 'again' and 'cars_BB' both hold the plant 'plant'");
  sketch.scenario.values.back().regions = {"AA"};
  const auto of_none = compile(sketch.scenario);
  REQUIRE(of_none.warnings.size() == 1);
  CHECK(of_none.warnings.front().message == "the value 'again' is of no plant");
}

}  // namespace
}  // namespace monazite::small_worlds
