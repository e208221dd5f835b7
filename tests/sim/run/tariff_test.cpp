#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// January and February of a pipe whose goods (10 USD/kg) arrive a tonne a day.
constexpr int two_months = 59;

double duty_paid(const Sketch& sketch) {
  return run(sketch.scenario).figure(Metric::tariff_paid_usd, {.region = "BB"});
}

TariffStep step_from(Date from, double rate) {
  TariffStep step;
  step.from = from;
  step.rate = rate;
  return step;
}

TEST_CASE("duty is rate times price times what enters from the first day of the tariff") {
  auto sketch = pipe(1, {}, two_months);
  TariffSpec tariff;
  tariff.schedule = {step_from(date_of(2025, 2, 1), 0.25)};
  CHECK(duty_paid(sketch) == 0);
  sketch.instrument("tariff", "BB", tariff);
  CHECK(duty_paid(sketch) == Approx(28 * 1000 * 10 * 0.25));
}

TEST_CASE("duty is paid on freight as well") {
  auto sketch = pipe(1, {}, two_months);
  TariffSpec tariff;
  tariff.schedule = {step_from(date_of(2025, 2, 1), 0.25)};
  sketch.instrument("tariff", "BB", tariff);
  auto& route = sketch.scenario.routes.emplace_back();
  route.from = "AA";
  route.to = "BB";
  route.transit = constant_days(1);
  route.freight_usd_per_kg = 2;
  CHECK(duty_paid(sketch) == Approx(28 * 1000 * 12 * 0.25));
}

TEST_CASE("rates follow the schedule to the day") {
  auto sketch = pipe(1, {}, two_months);
  TariffSpec tariff;
  tariff.schedule = {step_from(date_of(2025, 1, 1), 0.5), step_from(date_of(2025, 2, 1), 0.25)};
  auto& truce = tariff.schedule.back();
  truce.until = date_of(2025, 2, 10);
  SECTION("the last rate stays") {
    truce.then = TariffStep::Then::keep;
    sketch.instrument("tariff", "BB", tariff);
    CHECK(duty_paid(sketch) == Approx((31 * 0.5 + 28 * 0.25) * 10'000));
  }
  SECTION("the rate before it comes back") {
    truce.then = TariffStep::Then::snap_back;
    sketch.instrument("tariff", "BB", tariff);
    CHECK(duty_paid(sketch) == Approx((31 * 0.5 + 10 * 0.25 + 18 * 0.5) * 10'000));
  }
  SECTION("it lapses") {
    truce.then = TariffStep::Then::lapse;
    sketch.instrument("tariff", "BB", tariff);
    CHECK(duty_paid(sketch) == Approx((31 * 0.5 + 10 * 0.25) * 10'000));
  }
  SECTION("the instrument ends") {
    sketch.instrument("tariff", "BB", tariff).until = date_of(2025, 1, 20);
    CHECK(duty_paid(sketch) == Approx(20 * 0.5 * 10'000));
  }
}

TEST_CASE("two tariffs on the same goods add up") {
  auto sketch = pipe(1, {}, two_months);
  for (const auto& [id, rate] : {std::pair("old", 0.25), std::pair("new", 0.1)}) {
    TariffSpec tariff;
    tariff.schedule = {step_from(date_of(2025, 2, 1), rate)};
    sketch.instrument(id, "BB", tariff);
  }
  CHECK(duty_paid(sketch) == Approx(28 * 10'000 * 0.35));
}

TEST_CASE("what a tariff does not cover pays nothing") {
  auto sketch = market(two_months);
  TariffSpec tariff;
  tariff.covers.elements = {Element::Dy};
  tariff.schedule = {step_from(date_of(2025, 2, 1), 0.25)};
  sketch.instrument("tariff", "BB", tariff);
  const auto outcome = run(sketch.scenario);
  // Dysprosium oxide for near_cars and near_glass.
  CHECK(outcome.figure(Metric::tariff_paid_usd, {.region = "BB"}) ==
        Approx(2 * 28 * 10'000 * 0.25));
  CHECK(outcome.figure(Metric::tariff_paid_usd, {.region = "CC"}) == 0);
}

TEST_CASE("with one supplier a tariff changes what is paid, not what is bought") {
  auto sketch = pipe(2);
  const auto before = run(sketch.scenario);
  TariffSpec tariff;
  tariff.schedule = {step_from(sketch.start() + 20, 1.45)};
  sketch.instrument("tariff", "BB", tariff);
  const auto after = run(sketch.scenario);
  for (std::uint32_t month = 0; month < 9; ++month) {
    CHECK(after.flow("separator", "plant", "pure_metal", month) ==
          before.flow("separator", "plant", "pure_metal", month));
  }
  CHECK(after.figure(Metric::tariff_paid_usd, {.region = "BB"}) > 0);
}

TEST_CASE("orders move to the supplier without a tariff, and back when it lapses") {
  auto sketch = diamond(0.5, 365);
  sketch.scenario.behaviour.front().forecast_days = 28;
  TariffSpec tariff;
  tariff.covers.origins = {"BB"};
  tariff.schedule = {step_from(date_of(2025, 2, 1), 0.2)};
  tariff.schedule.back().until = date_of(2025, 7, 31);
  tariff.schedule.back().then = TariffStep::Then::lapse;
  sketch.instrument("tariff", "DD", tariff);
  const auto outcome = run(sketch.scenario);
  const auto share_of_north = [&](std::uint32_t month) {
    const double north = outcome.flow("north", "plant", "oxide", month);
    return north / (north + outcome.flow("south", "plant", "oxide", month));
  };
  CHECK(share_of_north(0) == Approx(0.5).epsilon(0.02));
  // A rise of 0.2 at a sensitivity of 0.1: a factor e^-2 against the other.
  const double tilted = std::exp(-2.0) / (1 + std::exp(-2.0));
  for (std::uint32_t month = 2; month < 7; ++month) {
    CHECK(share_of_north(month) == Approx(tilted).epsilon(0.1));
  }
  CHECK(share_of_north(10) == Approx(0.5).epsilon(0.02));
}

}  // namespace
}  // namespace monazite::small_worlds
