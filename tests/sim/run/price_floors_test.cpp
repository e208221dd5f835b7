#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "models/policy/price_floor.hpp"
#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int days = 100;

/// A mine that makes a tonne a day of metal at 10 USD/kg, under a floor.
Sketch supported_pipe(double usd_per_kg, double upside_share) {
  auto sketch = pipe(1, {}, days);
  PriceFloorSpec floor;
  floor.facilities = {"mine"};
  floor.materials = {"crude_metal"};
  floor.usd_per_kg = usd_per_kg;
  floor.upside_share = upside_share;
  auto& instrument = sketch.instrument("floor", "AA", floor);
  instrument.from = sketch.start() + 20;
  instrument.until = sketch.start() + 59;
  return sketch;
}

const Of floor_of_AA = {.region = "AA", .facility = "floor"};

double paid(const Sketch& sketch) {
  return run(sketch.scenario).figure(Metric::support_paid_usd, floor_of_AA);
}

TEST_CASE("a floor pays what the price is below it and takes a share of what it is above") {
  FloorLevel floor;
  floor.usd_per_kg = 110;
  floor.upside_share = 0.3;
  CHECK(support_usd_per_kg(floor, 60) == 50);
  CHECK(support_usd_per_kg(floor, 110) == 0);
  CHECK(support_usd_per_kg(floor, 150) == Approx(-12));
}

TEST_CASE("a floor is paid on each kilogram made while it is in force") {
  CHECK(paid(supported_pipe(12, 0)) == Approx(40 * 1000 * 2));
  CHECK(paid(supported_pipe(8, 0)) == 0);
  CHECK(paid(supported_pipe(8, 0.3)) == Approx(-40 * 1000 * 2 * 0.3));
}

TEST_CASE("a floor follows the price of the producer's market") {
  auto sketch = supported_pipe(12, 0);
  for (const char* region : {"AA", "BB"}) {
    auto& market = sketch.scenario.markets.emplace_back();
    market.id = std::string("market_") + region;
    market.regions = {region};
  }
  sketch.scenario.prices.step_days = 1;
  sketch.scenario.outputs.interval = Interval::day;
  sketch.scenario.outputs.series = {"price_traded", "produced", "support_paid_usd"};
  sketch.scenario.switches.noise = true;
  sketch.scenario.prices.rules.noise_per_root_day = 0.02;
  const auto outcome = run(sketch.scenario);
  const auto prices =
      outcome.series(Metric::price_traded, {.region = "market_AA", .material = "crude_metal"});
  const auto made = outcome.series(Metric::produced, {.region = "AA", .material = "metal"});
  const auto support = outcome.series(Metric::support_paid_usd, floor_of_AA);
  double sum = 0;
  for (std::size_t day = 20; day < 60; ++day) {
    // A lot is done at midnight, before the price of the new day.
    CHECK(support.at(day) ==
          Approx(made.at(day) * 1000 * std::max(0.0, 12 - prices.at(day - 1))).margin(1e-6));
    sum += support.at(day);
  }
  CHECK(sum > 0);
  CHECK(prices.at(30) != prices.at(31));
  CHECK(outcome.figure(Metric::support_paid_usd, floor_of_AA) == Approx(sum));
}

TEST_CASE("a floor goes by the price of another market when it says so") {
  auto sketch = supported_pipe(10, 0);
  auto& floor = std::get<PriceFloorSpec>(sketch.scenario.instruments.back().kind);
  floor.market = "market_BB";
  CHECK(compile(sketch.scenario).errors.size() == 1);
  for (const char* region : {"AA", "BB"}) {
    auto& market = sketch.scenario.markets.emplace_back();
    market.id = std::string("market_") + region;
    market.regions = {region};
  }
  CHECK(compile(sketch.scenario).errors.empty());
  const double at_rest = paid(sketch);
  CHECK(at_rest == Approx(0).margin(1));
  TariffSpec tariff;
  auto& step = tariff.schedule.emplace_back();
  step.from = sketch.start() + 10;
  step.rate = 1;
  sketch.instrument("tariff", "BB", tariff);
  std::get<PriceFloorSpec>(sketch.scenario.instruments.front().kind).upside_share = 0.5;
  // The duty lifts the price abroad and not at home: the producer pays.
  CHECK(paid(sketch) < -40 * 1000 * 1);
}

TEST_CASE("a floor of what nobody makes is refused") {
  auto sketch = supported_pipe(12, 0);
  std::get<PriceFloorSpec>(sketch.scenario.instruments.back().kind).facilities = {"plant"};
  const auto compiled = compile(sketch.scenario);
  REQUIRE(compiled.errors.size() == 1);
  CHECK(compiled.errors.front().message ==
        "none of the facilities of price floor 'floor' makes its materials");
}

TEST_CASE("a floor under two products of a region is paid once for each") {
  auto sketch = pipe(2, {}, days);
  PriceFloorSpec floor;
  floor.facilities = {"mine", "separator"};
  floor.materials = {"crude_metal", "pure_metal"};
  floor.usd_per_kg = 12;
  auto& instrument = sketch.instrument("floor", "AA", floor);
  instrument.from = sketch.start() + 20;
  instrument.until = sketch.start() + 59;
  CHECK(paid(sketch) == Approx(2 * 40 * 1000 * 2));
}

}  // namespace
}  // namespace monazite::small_worlds
