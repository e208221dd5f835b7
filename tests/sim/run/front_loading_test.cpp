#include "models/behaviour/front_loading.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int announced_day = 40;
constexpr int rise_day = 120;

/// A pipe whose plant holds a twentieth of a per cent of value a day dear, under a duty that is
/// announced on day 40 for day 120.
Sketch expectant_pipe(double rate, double believed) {
  auto sketch = pipe(1, {}, 300);
  auto& habits = sketch.scenario.behaviour.front();
  habits.holding_cost_per_day = 0.0005;
  habits.most_front_loading_days = 30;
  TariffSpec tariff;
  auto& step = tariff.schedule.emplace_back();
  step.from = sketch.start() + rise_day;
  step.rate = rate;
  step.believed = believed;
  sketch.instrument("tariff", "BB", tariff).announced = sketch.start() + announced_day;
  sketch.scenario.outputs.series = {"inventory"};
  sketch.scenario.outputs.interval = Interval::day;
  return sketch;
}

std::vector<double> stock_of(const Sketch& sketch) {
  return run(sketch.scenario).series(Metric::inventory, {.region = "BB", .material = "metal"});
}

TEST_CASE("buyers order ahead what a duty saves over what holding costs, up to a limit") {
  CHECK(front_loading_days(0.02, 0.0005, 60) == Approx(40));
  CHECK(front_loading_days(0.2, 0.0005, 60) == 60);
  CHECK(front_loading_days(0, 0.0005, 60) == 0);
  CHECK(front_loading_days(-0.1, 0.0005, 60) == 0);
  CHECK(front_loading_days(0.01, 0, 60) == 60);
}

TEST_CASE("a believed rise fills the stock before its day and lets it fall after it") {
  // One per cent, half believed: ten days of holding at 0.05 % a day, a tonne each.
  const auto stock = stock_of(expectant_pipe(0.01, 0.5));
  const auto usual = stock.at(announced_day - 1);
  CHECK(stock.at(rise_day - 1) == Approx(usual + 10).margin(0.01));
  CHECK(stock.at(announced_day + 5) == Approx(usual).margin(0.01));
  CHECK(stock.at(299) == Approx(usual).margin(0.01));
  // A high duty is loaded ahead for the longest time that anybody holds, 30 days.
  const auto high = stock_of(expectant_pipe(0.5, 1));
  CHECK(high.at(rise_day - 1) == Approx(usual + 30).margin(0.01));
}

TEST_CASE("a rise that nobody believes in changes no stock") {
  const auto calm = stock_of(expectant_pipe(0.5, 0));
  CHECK(calm.at(rise_day - 1) == calm.at(announced_day - 1));
}

TEST_CASE("buyers run down what the fall of a duty saves over what cover is worth, up to a share") {
  CHECK(waiting_days(0.002, 0.0005, 20, 0.5) == Approx(4));
  CHECK(waiting_days(0.02, 0.0005, 20, 0.5) == Approx(10));
  CHECK(waiting_days(0, 0.0005, 20, 0.5) == 0);
  CHECK(waiting_days(-0.1, 0.0005, 20, 0.5) == 0);
  CHECK(waiting_days(0.01, 0, 20, 0.5) == Approx(10));
}

/// The pipe under a duty of a half that is announced on day 40 to fall on day 120.
Sketch waiting_pipe(double fall, double believed, double most_waiting) {
  auto sketch = expectant_pipe(0.5 - fall, believed);
  sketch.scenario.behaviour.front().most_waiting = most_waiting;
  auto& duty = sketch.scenario.instruments.back();
  auto& schedule = std::get<TariffSpec>(duty.kind).schedule;
  auto& before = *schedule.insert(schedule.begin(), schedule.front());
  before.from = sketch.start() + announced_day;
  before.rate = 0.5;
  before.believed = 0;
  return sketch;
}

TEST_CASE("a believed fall empties a part of the stock before its day, which fills after it") {
  // 0.4 per cent, half believed, over 0.05 % a day: four days, a tonne each.
  const auto stock = stock_of(waiting_pipe(0.004, 0.5, 0.5));
  const auto usual = stock.at(announced_day - 1);
  CHECK(stock.at(rise_day - 1) == Approx(usual - 4).margin(0.01));
  CHECK(stock.at(299) == Approx(usual).margin(0.01));
  // A tenth of the cover of 20 days is the most that this buyer does without.
  const auto careful = stock_of(waiting_pipe(0.4, 1, 0.1));
  CHECK(careful.at(rise_day - 1) == Approx(usual - 2).margin(0.01));
  CHECK(stock_of(waiting_pipe(0.4, 1, 0)).at(rise_day - 1) == Approx(usual).margin(0.01));
  CHECK(stock_of(waiting_pipe(0.4, 0, 0.5)).at(rise_day - 1) == Approx(usual).margin(0.01));
}

TEST_CASE("what is shelved was feared as long as it was announced, whether it comes back or not") {
  for (const bool is_revived : {false, true}) {
    auto sketch = expectant_pipe(0.5, 1);
    auto& pipeline = sketch.scenario.instruments.back().pipeline;
    pipeline.push_back({sketch.start() + announced_day + 20, PipelineStage::shelve, {}, {}});
    if (is_revived) {
      pipeline.push_back({sketch.start() + 5000, PipelineStage::revive, {}, {}});
    }
    const auto stock = stock_of(sketch);
    const auto usual = stock.at(announced_day - 1);
    CHECK(*std::max_element(stock.begin(), stock.end()) > usual + 5);
    CHECK(stock.at(299) == Approx(usual).margin(0.01));
  }
}

TEST_CASE("a rise that was announced long before the opening is expected from the first day") {
  auto sketch = expectant_pipe(0.01, 0.5);
  sketch.scenario.instruments.back().announced = sketch.start() - 3000;
  const auto stock = stock_of(sketch);
  CHECK(stock.at(5) == Approx(stock.at(299) + 10).margin(0.01));
}

TEST_CASE("at the end of a truce buyers load ahead for the rate that comes back") {
  auto sketch = expectant_pipe(0.5, 0);
  auto& tariff = std::get<TariffSpec>(sketch.scenario.instruments.back().kind);
  tariff.schedule.front().from = sketch.start() + announced_day;
  sketch.scenario.instruments.back().announced.reset();
  auto& truce = tariff.schedule.emplace_back();
  truce.from = sketch.start() + announced_day + 20;
  truce.rate = 0.1;
  truce.until = sketch.start() + rise_day - 1;
  truce.then = TariffStep::Then::snap_back;
  truce.then_believed = 0.02;
  // Two per cent of a rise by forty: 16 days.
  const auto stock = stock_of(sketch);
  CHECK(stock.at(rise_day - 1) == Approx(stock.at(announced_day - 1) + 16).margin(0.01));
  CHECK(stock.at(299) == Approx(stock.at(announced_day - 1)).margin(0.01));
}

}  // namespace
}  // namespace monazite::small_worlds
