#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int quarter = 90;

double mean_of_last(const std::vector<double>& values, int days) {
  double sum = 0;
  for (auto day = values.end() - days; day != values.end(); ++day) {
    sum += *day;
  }
  return sum / days;
}

/// Habits of the world's plants: they plan, learn, lose patience and order anew.
BehaviourSpec& live_like_the_world(Sketch& sketch) {
  auto& habits = sketch.scenario.behaviour.front();
  habits.ordering = Ordering::smoothed;
  habits.review_days = 14;
  habits.adjustment_days = 84;
  habits.production_days = 42;
  habits.lead_time_learning = 0.2;
  habits.patience_days = 28;
  habits.cancel_after_days = 56;
  return habits;
}

/// Mine, separator, refiner and plant, a tonne a day each, twice that at most; the mine is shut for
/// a time.
Sketch chain_after_outage(int outage_days, int reported_days) {
  auto sketch =
      pipe(3, {.lead = 5, .output_cover = 10, .input_cover = 20, .transit = 10}, reported_days);
  sketch.outage("shut", "mine", sketch.start() + quarter, outage_days);
  return sketch;
}

void check_back_to_base(const Outcome& outcome) {
  // A tonne a day of each of three metals.
  const Of metal{.region = "AA", .material = "metal"};
  CHECK(mean_of_last(outcome.series(Metric::produced, metal), 2 * quarter) ==
        Approx(3).epsilon(0.02));
  CHECK(mean_of_last(outcome.series(Metric::backlog, metal), quarter) < 1);
  CHECK(mean_of_last(outcome.series(Metric::fill_rate, {.sector = "cars"}), 2 * quarter) == 1);
}

TEST_CASE("every stage comes back to its base year after an outage, whatever the habits") {
  auto sketch = chain_after_outage(180, 1400);
  auto& habits = live_like_the_world(sketch);
  SECTION("orders are withdrawn when late") {}
  SECTION("orders stand until they are met") { habits.cancel_after_days = 0; }
  SECTION("nobody loses patience") {
    habits.patience_days = 0;
    habits.cancel_after_days = 0;
  }
  SECTION("pure base stock") { habits.ordering = Ordering::base_stock; }
  check_back_to_base(run(sketch.scenario));
}

TEST_CASE("a backlog that is served a little every day does not stretch the lead time for ever") {
  auto sketch = chain_after_outage(120, 1400);
  auto& habits = sketch.scenario.behaviour.front();
  habits.lead_time_learning = 0.2;
  Stepper before(sketch.scenario);
  before.run_to(sketch.start() + quarter);
  const auto usual = before.input("plant", "fine_metal");
  Stepper after(sketch.scenario);
  after.run_to(sketch.start() + 1400);
  const auto late = after.input("plant", "fine_metal");
  CHECK(late.lead_days == Approx(usual.lead_days).margin(2));
  CHECK(static_cast<double>(late.gross) == Approx(static_cast<double>(usual.gross)).margin(3e6));
}

TEST_CASE("what a lane owes is dated by the mean of its orders") {
  auto sketch = pipe(1, {.lead = 1, .output_cover = 10, .input_cover = 20, .transit = 10}, 400);
  sketch.outage("shut", "mine", sketch.start(), 400);
  Stepper stepper(sketch.scenario);
  constexpr int tonnes = 9;
  auto today = sketch.start();
  while (stepper.lane("mine", "plant", "crude_metal").owed < tonnes * std::int64_t{1'000'000}) {
    stepper.run_to(today = today + 1);
    REQUIRE(today < sketch.start() + quarter);
  }
  // A tonne was ordered on each of nine days and none was sent.
  const auto& lane = stepper.lane("mine", "plant", "crude_metal");
  const double age = (today - stepper.world().origin) - lane.owed_since / 86400.0;
  CHECK(age == Approx(tonnes / 2.0).margin(0.6));
}

/// A plant with two mines, either of which can feed it alone; what leaves the first is banned.
Sketch two_suppliers() {
  Sketch sketch(900);
  sketch.region("AA");
  sketch.region("BB");
  sketch.sector("cars");
  sketch.material("oxide", Form::oxide, {Element::Nd});
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "oxide");
  sketch.process("build");
  sketch.input("build", "oxide");
  sketch.facility("plant", Stage::end_use, "BB");
  sketch.demand("plant", "cars", "build", 2).cover_days = 30;
  for (const auto& [id, region] : {std::pair("near", "BB"), std::pair("far", "AA")}) {
    sketch.facility(id, Stage::mine, region);
    sketch.line(id, "dig", 1).capacity_tonnes_per_year = per_year(4);
    sketch.lane(id, "plant", "oxide", 1, 10);
  }
  sketch.instrument("ban", "AA", BanSpec{}).from = sketch.start() + quarter;
  return sketch;
}

TEST_CASE("a buyer with an open supplier does not rely on what a ban holds up") {
  auto sketch = two_suppliers();
  auto& habits = sketch.scenario.behaviour.front();
  SECTION("pure base stock") { habits.ordering = Ordering::base_stock; }
  SECTION("smoothed") {
    habits.ordering = Ordering::smoothed;
    habits.review_days = 7;
    habits.adjustment_days = 28;
  }
  const auto outcome = run(sketch.scenario);
  const auto stock =
      outcome.series(Metric::inventory, {.region = "BB", .sector = "cars", .material = "oxide"});
  CHECK(mean_of_last(stock, quarter) == Approx(stock.front()).epsilon(0.1));
  CHECK(mean_of_last(outcome.series(Metric::fill_rate, {.sector = "cars"}), quarter) == 1);
}

TEST_CASE("a maker does not make for orders that a ban holds up") {
  auto sketch = two_suppliers();
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + 2 * quarter);
  auto& stock = stepper.output("far", "oxide");
  CHECK(stock.owed == stock.stuck);
  CHECK(stock.in_process == 0);
  const auto held = stock.gross;
  stepper.run_to(sketch.start() + 3 * quarter);
  CHECK(stepper.output("far", "oxide").gross == held);
}

TEST_CASE("a supplier that could not send has no claim to the next orders") {
  auto sketch = two_suppliers();
  auto& habits = live_like_the_world(sketch);
  habits.orders_per_review = 3;
  // The near mine is small: it cannot make up for the far one, and owes more and more.
  sketch.scenario.lines.front().capacity_tonnes_per_year = per_year(1.2);
  sketch.scenario.instruments.front().until = sketch.start() + 4 * quarter;
  const auto outcome = run(sketch.scenario);
  double near = 0;
  double far = 0;
  for (std::uint32_t month = 24; month < 29; ++month) {
    near += outcome.flow("near", "plant", "oxide", month);
    far += outcome.flow("far", "plant", "oxide", month);
  }
  CHECK(far == Approx(near).epsilon(0.2));
  CHECK(mean_of_last(outcome.series(Metric::fill_rate, {.sector = "cars"}), quarter) == 1);
}

}  // namespace
}  // namespace monazite::small_worlds
