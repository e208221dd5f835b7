#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <utility>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// A pipe whose plant is the most fearful of all.
Sketch fearful_pipe(const HoardingRules& rules, int reported_days = 300) {
  auto sketch = pipe(1, {}, reported_days);
  sketch.scenario.behaviour.front().hoarding = rules;
  return sketch;
}

HoardingRules everyone_hoards() {
  HoardingRules rules;
  rules.mild_most = 2;
  rules.strong_most = 2;
  rules.phantom_orders = 0;
  return rules;
}

void ban_between(Sketch& sketch, int first, int last) {
  auto& ban = sketch.instrument("ban", "AA", BanSpec{});
  ban.from = sketch.start() + first;
  ban.until = sketch.start() + last;
}

double most_in_stock(const Outcome& outcome) {
  const auto stock = outcome.series(Metric::inventory, {.region = "BB", .material = "metal"});
  return *std::max_element(stock.begin(), stock.end());
}

TEST_CASE("without a cause fear changes no byte") {
  CHECK(bits(run(fearful_pipe(HoardingRules{}).scenario).observations) ==
        bits(run(pipe(1).scenario).observations));
}

TEST_CASE("after a shortage a fearful buyer holds more, and lets it go again") {
  auto sketch = fearful_pipe(everyone_hoards(), 900);
  sketch.scenario.outputs.series = {"inventory"};
  ban_between(sketch, 20, 34);
  const auto outcome = run(sketch.scenario);
  auto calm = pipe(1, {}, 900);
  calm.scenario.outputs.series = {"inventory"};
  ban_between(calm, 20, 34);
  const auto quiet = run(calm.scenario);
  // Twenty days of cover are wanted, more of them the more frightened the buyer is.
  CHECK(most_in_stock(outcome) > most_in_stock(quiet) + 2);
  const auto stock = outcome.series(Metric::inventory, {.region = "BB", .material = "metal"});
  CHECK(stock.back() ==
        Approx(quiet.series(Metric::inventory, {.region = "BB", .material = "metal"}).back())
            .margin(1));
  sketch.scenario.switches.hoarding = false;
  CHECK(most_in_stock(run(sketch.scenario)) == most_in_stock(quiet));
}

TEST_CASE("news alone frighten, and wear off") {
  auto rules = everyone_hoards();
  rules.news_weight = 1;
  auto sketch = fearful_pipe(rules);
  auto& ban = sketch.instrument("ban", "AA", BanSpec{});
  ban.announced = sketch.start() + 10;
  ban.from = sketch.start() + 250;
  Stepper stepper(sketch.scenario);
  const auto plant = input_number(stepper.world(), "plant", "crude_metal");
  const auto fear_on = [&](int day) {
    stepper.run_to(sketch.start() + day);
    return stepper.state().buyers[plant].fear;
  };
  CHECK(fear_on(10) == 0);
  CHECK(fear_on(12) == Approx(1).margin(0.1));
  CHECK(fear_on(41) == Approx(std::exp(-1)).margin(0.02));
  CHECK(fear_on(240) < 0.01);
}

TEST_CASE("phantom orders are placed while little is met and withdrawn when it is") {
  auto rules = everyone_hoards();
  rules.mild_most = rules.strong_most = 1;
  rules.phantom_orders = 1;
  auto sketch = fearful_pipe(rules);
  ban_between(sketch, 20, 60);
  Stepper stepper(sketch.scenario);
  const auto plant = input_number(stepper.world(), "plant", "crude_metal");
  auto& buyer = stepper.state().buyers[plant];
  auto& lane = stepper.lane("mine", "plant", "crude_metal");
  stepper.run_to(sketch.start() + 59);
  CHECK(buyer.phantom > 0);
  CHECK(buyer.phantom < lane.owed);
  // A tonne a day is wanted until the plant stops, 30 days after the ban, and as much again ordered
  // as of four weeks' use is overdue: the sum of 0 / 28 to 27 / 28, and of two whole ones.
  const double phantoms = 13.5 + 2;
  const double part = static_cast<double>(buyer.phantom) / static_cast<double>(lane.owed);
  CHECK(part == Approx(phantoms / (30 + phantoms)).margin(0.01));
  stepper.run_to(sketch.start() + 200);
  CHECK(buyer.phantom == 0);
  const auto outcome = stepper.finish();
  CHECK(outcome.observations.balance[index_of(Element::Nd)].residual() == 0);
  auto plain = pipe(1);
  ban_between(plain, 20, 60);
  const auto quiet = run(plain.scenario);
  const auto plant_figure = Of{.region = "BB", .sector = "cars", .facility = "plant"};
  CHECK(outcome.figure(Metric::line_stop_days, plant_figure) <=
        quiet.figure(Metric::line_stop_days, plant_figure) + 1);
}

TEST_CASE("orders are inflated as far as the sellers' rules reward it") {
  auto rules = everyone_hoards();
  rules.mild_most = rules.strong_most = 1;
  rules.phantom_orders = 1;
  // Half of the plant's oxide comes from each of two separators.
  const auto phantoms = [&](Allocation north, Allocation south) {
    auto sketch = diamond();
    auto& habits = sketch.scenario.behaviour;
    habits.front().hoarding = rules;
    for (const auto& [id, rule] : {std::pair("north", north), std::pair("south", south)}) {
      habits.push_back(habits.front());
      habits.back().id = id;
      habits.back().allocation = rule;
      for (auto& facility : sketch.scenario.facilities) {
        facility.behaviour = facility.id == id ? id : facility.behaviour;
      }
    }
    BanSpec ban_on_oxide;
    ban_on_oxide.covers.materials = {"oxide"};
    ban_on_oxide.covers.origins = {"BB", "CC"};
    auto& ban = sketch.instrument("ban", "BB", ban_on_oxide);
    ban.from = sketch.start() + 20;
    Stepper stepper(sketch.scenario);
    stepper.run_to(sketch.start() + 30);
    const auto plant = input_number(stepper.world(), "plant", "oxide");
    return static_cast<double>(stepper.state().buyers[plant].phantom);
  };
  const double full = phantoms(Allocation::pro_rata, Allocation::pro_rata);
  CHECK(full > 0);
  CHECK(phantoms(Allocation::priority, Allocation::reserve) == full);
  CHECK(phantoms(Allocation::pro_rata, Allocation::uniform) == Approx(full / 2).epsilon(0.01));
  CHECK(phantoms(Allocation::uniform, Allocation::uniform) == 0);
  CHECK(phantoms(Allocation::historical, Allocation::highest_bid) == 0);
}

// Phantoms on a closed lane were taken twice out of what is on order, and new orders went to that
// lane all the same when prices had left the open one: orders grew by half a day.
TEST_CASE("a frightened buyer of two sellers does not order without end while one is shut") {
  auto sketch = diamond(0.8, 400);
  for (const auto& region : sketch.scenario.regions) {
    auto& market = sketch.scenario.markets.emplace_back();
    market.id = "market_" + region.id;
    market.regions = {region.id};
  }
  for (auto& behaviour : sketch.scenario.behaviour) {
    behaviour.hoarding = HoardingRules{};
  }
  BanSpec ban;
  ban.covers.origins = {"BB"};
  auto& row = sketch.instrument("ban", "BB", ban);
  row.from = sketch.start() + 30;
  row.until = sketch.start() + 330;
  const auto outcome = run(sketch.scenario);
  const double ordered = outcome.figure(Metric::orders, {.region = "DD", .material = "oxide"});
  // Two tonnes a day are used.
  CHECK(ordered > 400);
  CHECK(ordered < 1.5 * 2 * 400);
}

}  // namespace
}  // namespace monazite::small_worlds
