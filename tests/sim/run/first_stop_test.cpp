#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int outage_day = 30;
const Of cars = {.sector = "cars"};

Outcome with_outage(int lines, PipeDays days, int outage_days) {
  auto sketch = pipe(lines, days);
  sketch.outage("flood", "mine", sketch.start() + outage_day, outage_days);
  return run(sketch.scenario);
}

double first_stop(const Outcome& outcome) { return outcome.figure(Metric::first_stop_date, cars); }

/// Days of use that the stocks of the pipe hold.
int buffer(int lines, PipeDays days) {
  return lines * days.output_cover + (lines - 1) * days.input_cover + days.plant_cover;
}

TEST_CASE("a plant behind a dead mine stops on the day that covers, leads and transits add up to",
          "[exact-check-4]") {
  for (const int lines : {1, 2, 3}) {
    for (const auto& days : {PipeDays{}, PipeDays{1, 0, 0, 1, 5}, PipeDays{2, 9, 1, 30, 45}}) {
      CHECK(first_stop(with_outage(lines, days, 280)) == outage_day + days_to_stop(lines, days));
    }
  }
}

TEST_CASE("more cover of the plant moves its first stop by exactly as much", "[exact-check-4]") {
  const PipeDays days;
  auto careful = days;
  careful.plant_cover += 7;
  CHECK(first_stop(with_outage(3, careful, 280)) - first_stop(with_outage(3, days, 280)) == 7);
}

TEST_CASE("recovery takes from the first stop to the end of the last, and has no value without") {
  const PipeDays days;
  const int longer = 25;
  const auto outcome = with_outage(2, days, buffer(2, days) + longer);
  CHECK(outcome.figure(Metric::time_to_recover_days, cars) ==
        Approx(outcome.figure(Metric::line_stop_days, cars)));
  CHECK(outcome.figure(Metric::time_to_recover_days, cars) >= longer);
  CHECK(std::isnan(with_outage(2, days, 5).figure(Metric::time_to_recover_days, cars)));
  // Who still stands has waited until the end.
  const auto never = with_outage(2, days, 280);
  CHECK(never.figure(Metric::time_to_recover_days, cars) == Approx(300 - first_stop(never)));
}

TEST_CASE("a threshold of cover brings the stop forward by exactly as much") {
  auto sketch = pipe(2);
  sketch.outage("flood", "mine", sketch.start() + outage_day, 280);
  const double before = first_stop(run(sketch.scenario));
  sketch.scenario.sectors.front().stop_cover_days = 3;
  CHECK(before - first_stop(run(sketch.scenario)) == 3);
}

TEST_CASE("an outage as long as the stocks gives no stop, one day more gives one",
          "[exact-check-4]") {
  for (const int lines : {1, 2, 3}) {
    const PipeDays days;
    const auto just_enough = with_outage(lines, days, buffer(lines, days));
    CHECK(std::isnan(first_stop(just_enough)));
    CHECK(just_enough.figure(Metric::fill_rate, cars) == 1);
    const auto too_long = with_outage(lines, days, buffer(lines, days) + 1);
    CHECK(first_stop(too_long) == outage_day + days_to_stop(lines, days));
    CHECK(too_long.figure(Metric::lost_output_units, cars) > 0);
  }
}

TEST_CASE("without an outage nothing stops") {
  const auto outcome = run(pipe(3).scenario);
  CHECK(std::isnan(first_stop(outcome)));
  CHECK(outcome.figure(Metric::line_stop_days, cars) == 0);
}

TEST_CASE("a stop costs its days of use, and overtime makes up the recoverable part") {
  const PipeDays days;
  constexpr int outage_days = 60;
  auto sketch = pipe(1, days);
  sketch.outage("flood", "mine", sketch.start() + outage_day, outage_days);
  // The first delivery is of two days' use: the plant needs one day's to start again.
  const double stop_days = outage_days - buffer(1, days);
  const auto without_overtime = run(sketch.scenario);
  CHECK(without_overtime.figure(Metric::line_stop_days, cars) == Approx(stop_days).margin(1e-3));
  CHECK(without_overtime.figure(Metric::lost_output_units, cars) == Approx(stop_days).margin(1e-3));
  CHECK(without_overtime.figure(Metric::delayed_output_units, cars) == 0);
  sketch.scenario.sectors.front().recoverable_share = 0.5;
  sketch.scenario.sectors.front().overtime = 0.25;
  const auto with_overtime = run(sketch.scenario);
  CHECK(with_overtime.figure(Metric::delayed_output_units, cars) ==
        Approx(stop_days / 2).epsilon(0.01));
}

}  // namespace
}  // namespace monazite::small_worlds
