#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int ten_years = 3652;
constexpr int reported_days = ten_years + 60;

/// Whether the state of every `period`-th day of ten years is that of the first, to the gram.
bool repeats(const Scenario& scenario, int period) {
  Stepper stepper(scenario);
  // A first month, in which the daily reports round what plants use to the gram for the first time.
  const Date start = scenario.calendar.start + 30;
  stepper.run_to(start);
  const auto first = snapshot(stepper.world(), stepper.state(), start);
  for (int day = period; day <= ten_years; day += period) {
    stepper.run_to(start + day);
    if (snapshot(stepper.world(), stepper.state(), start + day) != first) {
      return false;
    }
  }
  return true;
}

TEST_CASE("a pipe repeats its state every day for ten years, to the gram", "[exact-check-6]") {
  CHECK(repeats(pipe(3, {}, reported_days).scenario, 1));
}

TEST_CASE("two suppliers of equal share repeat every day, of one and three quarters every other",
          "[exact-check-6]") {
  CHECK(repeats(diamond(0.5, reported_days).scenario, 1));
  CHECK(repeats(diamond(0.25, reported_days).scenario, 2));
  CHECK_FALSE(repeats(diamond(0.25, reported_days).scenario, 1));
}

TEST_CASE("coproducts, their surplus and a recycling loop repeat with the surplus's shipments",
          "[exact-check-6]") {
  CHECK(repeats(coproduct(reported_days).scenario, 10));
  CHECK_FALSE(repeats(coproduct(reported_days).scenario, 5));
}

TEST_CASE("an outage of a day is seen in the state, noise in every day") {
  auto hit = pipe(3, {}, reported_days);
  hit.outage("strike", "mine", hit.start() + 100, 1);
  CHECK_FALSE(repeats(hit.scenario, 1));
  auto noisy = pipe(3, {}, reported_days);
  noisy.scenario.switches.noise = true;
  noisy.scenario.lanes.front().transit = Lognormal{10 * 86400.0, 0.2};
  CHECK_FALSE(repeats(noisy.scenario, 1));
}

TEST_CASE("expected use stands still from the opening on, wherever the first review falls") {
  for (const int review_days : {1, 7, 14}) {
    for (const char* plant : {"plant", "works", "factory"}) {
      auto sketch = pipe(1);
      auto& scenario = sketch.scenario;
      scenario.behaviour.front().review_days = review_days;
      scenario.behaviour.front().forecast_days = 28;
      scenario.facilities.back().id = plant;
      scenario.demand.back().facility = plant;
      scenario.lanes.back().to = plant;
      Stepper stepper(scenario);
      double farthest = 0;
      for (int day = 0; day < 100; ++day) {
        stepper.run_to(stepper.world().origin + day);
        const double expected = stepper.input(plant, "crude_metal").forecast.per_day;
        farthest = std::max(farthest, std::abs(expected - 1e6));
      }
      CHECK(farthest < 1);
    }
  }
}

TEST_CASE("events do not grow with the horizon of a still world") {
  const auto one_year = run(pipe(3, {}, 365).scenario).observations.events;
  const auto two_years = run(pipe(3, {}, 730).scenario).observations.events;
  const auto three_years = run(pipe(3, {}, 1095).scenario).observations.events;
  CHECK(static_cast<double>(three_years - two_years) ==
        Approx(static_cast<double>(two_years - one_year)).epsilon(0.001));
}

}  // namespace
}  // namespace monazite::small_worlds
