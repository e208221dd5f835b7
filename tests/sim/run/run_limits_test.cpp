#include "sim/run/run_limits.hpp"

#include <catch2/catch.hpp>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("the events expected are an upper bound that is not far off") {
  for (const auto& sketch : {pipe(1), pipe(3), diamond(), coproduct(), market()}) {
    const auto outcome = run(sketch.scenario);
    const double expected = expected_events(*outcome.world);
    const auto executed = static_cast<double>(outcome.observations.events);
    CHECK(executed <= expected);
    CHECK(executed >= expected / 50);
  }
}

TEST_CASE("the events expected follow the days, the reviews and the lots") {
  const double once = expected_events(*compiled(pipe(2, {}, 300).scenario));
  CHECK(expected_events(*compiled(pipe(2, {}, 800).scenario)) == Approx(2 * once));
  auto seldom = pipe(2);
  seldom.scenario.behaviour.front().review_days = 28;
  CHECK(expected_events(*compiled(seldom.scenario)) < once);
  auto tiny_lots = pipe(2);
  tiny_lots.scenario.lines.front().lot_days = 0.01;
  CHECK(expected_events(*compiled(tiny_lots.scenario)) > 5 * once);
}

TEST_CASE("lots of a rate over capacity are counted, which are in process at the opening") {
  auto sketch = pipe(1);
  auto& line = sketch.scenario.lines.front();
  line.capacity_tonnes_per_year = line.rate_tonnes_per_year / 1e4;
  line.lead_time = constant_days(10);
  const auto outcome = run(sketch.scenario);
  CHECK(static_cast<double>(outcome.observations.events) <= expected_events(*outcome.world));
  line.capacity_tonnes_per_year = line.rate_tonnes_per_year / 1e6;
  line.lead_time = constant_days(36'000);
  const auto world = compiled(sketch.scenario);
  CHECK_FALSE(excess_of_events(*world).empty());
  CHECK_FALSE(excess_of_memory(*world, 1, 1).empty());
}

TEST_CASE("without limits of its own a scenario has those of its size") {
  auto sketch = pipe(2);
  const auto small = run_budget(*compiled(sketch.scenario));
  CHECK(small.max_events() == 10'000'000);
  CHECK(small.max_wall_seconds() == 600);
  sketch.scenario.lines.front().lot_days = 0.001;
  const auto world = compiled(sketch.scenario);
  CHECK(static_cast<double>(run_budget(*world).max_events()) ==
        Approx(100 * expected_events(*world)));
}

TEST_CASE("a scenario's own limits win") {
  auto sketch = pipe(2);
  sketch.scenario.runs.max_events = 77;
  sketch.scenario.runs.max_seconds = 3;
  const auto own = run_budget(*compiled(sketch.scenario));
  CHECK(own.max_events() == 77);
  CHECK(own.max_wall_seconds() == 3);
}

TEST_CASE("a run out of its budget says which one and on what date") {
  auto sketch = pipe(2);
  sketch.scenario.runs.max_events = 500;
  CHECK_THROWS_WITH(run(sketch.scenario),
                    Catch::Matches("the event budget ran out: max_events = 500 on "
                                   "2024-[0-9]{2}-[0-9]{2}"));
  sketch.scenario.runs.max_events = 500'000;
  CHECK_NOTHROW(run(sketch.scenario));
}

}  // namespace
}  // namespace monazite::small_worlds
