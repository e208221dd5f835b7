#include <catch2/catch.hpp>
#include <map>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr std::uint32_t june = 5;

/// The market with a mine that serves by a rule. Each of its four buyers wants 30 t in June.
Sketch market_with(Allocation rule, double home_reserve = 0) {
  auto sketch = market(365);
  auto& seller = sketch.scenario.behaviour.emplace_back(sketch.scenario.behaviour.front());
  seller.id = "sharing";
  seller.allocation = rule;
  seller.home_reserve = home_reserve;
  sketch.scenario.facilities.front().behaviour = "sharing";
  REQUIRE(sketch.scenario.facilities.front().id == "mine");
  return sketch;
}

/// Leaves the mine so many tonnes a day of each product from 11 January on; it can make ten.
void strike(Sketch& sketch, double tonnes_a_day) {
  sketch.outage("strike", "mine", sketch.start() + 10, 355).capacity_left = tonnes_a_day / 10;
}

double sold_in_june(const Outcome& outcome, const char* plant) {
  return outcome.flow("mine", plant, "nd_oxide", june);
}

TEST_CASE("in a shortage the highest bids are served, and the lowest not at all") {
  auto sketch = market_with(Allocation::highest_bid);
  strike(sketch, 2.5);
  const std::map<std::string, double> bids = {
      {"near_glass", 20}, {"near_cars", 15}, {"far_cars", 5}};
  for (auto& lane : sketch.scenario.lanes) {
    if (const auto bid = bids.find(lane.to); bid != bids.end()) {
      lane.bid_usd_per_kg = bid->second;
    }
  }
  // 75 t are made in June: 30, 30, and 15 for the one who offers the price of 10 USD/kg.
  const auto outcome = run(sketch.scenario);
  CHECK(sold_in_june(outcome, "near_glass") == Approx(30).margin(1.01));
  CHECK(sold_in_june(outcome, "near_cars") == Approx(30).margin(1.01));
  CHECK(sold_in_june(outcome, "home_cars") == Approx(15).margin(1.01));
  CHECK(sold_in_june(outcome, "far_cars") == 0);
}

TEST_CASE("in a shortage home lives on its reserve, and what it leaves of it stays in stock") {
  auto sketch = market_with(Allocation::reserve, 0.6);
  strike(sketch, 2);
  Stepper stepper(sketch.scenario);
  stepper.run_to(date_of(2025, 6, 1));
  const auto before = stepper.output("mine", "nd_oxide").gross;
  stepper.run_to(date_of(2025, 7, 1));
  const auto after = stepper.output("mine", "nd_oxide").gross;
  // Of the 60 t of June 36 are kept, of which home orders 30; three share the other 24.
  CHECK(static_cast<double>(after - before) * 1e-6 == Approx(6).margin(1.01));
  const auto outcome = stepper.finish();
  CHECK(sold_in_june(outcome, "home_cars") == Approx(30));
  for (const char* plant : {"near_cars", "near_glass", "far_cars"}) {
    CHECK(sold_in_june(outcome, plant) == Approx(8));
  }
}

TEST_CASE("a reserve beyond the part of home limits exports even where enough is made") {
  // Home buys a quarter: to keep so much for it changes nothing.
  const auto quarter = run(market_with(Allocation::reserve, 0.25).scenario);
  CHECK(sold_in_june(quarter, "home_cars") == Approx(30));
  CHECK(sold_in_june(quarter, "far_cars") == Approx(30));
  // Half of the 120 t of June are kept, and three share the rest.
  const auto half = run(market_with(Allocation::reserve, 0.5).scenario);
  CHECK(sold_in_june(half, "home_cars") == Approx(30));
  CHECK(sold_in_june(half, "near_cars") == Approx(20).margin(0.5));
  CHECK(sold_in_june(half, "far_cars") == Approx(20).margin(0.5));
}

}  // namespace
}  // namespace monazite::small_worlds
