#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

const Of ordered = {.region = "BB", .material = "metal"};
const Of cars = {.region = "BB", .sector = "cars"};

/// 100 t a day, two days under way and two of cover: a level of 500 t, reviewed every day.
Sketch hundred_a_day() {
  Sketch sketch(60, 60);
  sketch.region("AA");
  sketch.region("BB");
  sketch.sector("cars");
  sketch.material("metal", Form::metal, {Element::Nd});
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "metal");
  sketch.process("build");
  sketch.input("build", "metal");
  sketch.facility("mine", Stage::mine, "AA");
  auto& line = sketch.line("mine", "dig", 100 * oxide_per_element[index_of(Element::Nd)]);
  line.lot_days = 0.05;
  line.lead_time = constant_days(0);
  line.output_cover_days = 60;
  sketch.facility("plant", Stage::end_use, "BB");
  sketch.demand("plant", "cars", "build", 100).cover_days = 2;
  sketch.lane("mine", "plant", "metal", 100, 2);
  sketch.scenario.outputs.series = {"orders"};
  return sketch;
}

/// Orders by day, tonnes.
std::vector<double> orders_of(const Sketch& sketch) {
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.figure(Metric::fill_rate, cars) == 1);
  return outcome.series(Metric::orders, ordered);
}

/// Whether orders of one size come every so many days, and nothing on the days between.
bool comes_every(const std::vector<double>& orders, std::size_t days, double tonnes) {
  const auto is_order = [&](double order) { return std::abs(order - tonnes) < 0.001; };
  const auto first = std::find_if(orders.begin(), orders.end(), is_order) - orders.begin();
  for (std::size_t day = 0; day < orders.size(); ++day) {
    const bool is_due = day % days == static_cast<std::size_t>(first) % days;
    if (is_due ? !is_order(orders[day]) : orders[day] != 0) {
      return false;
    }
  }
  return !orders.empty();
}

TEST_CASE("without a batch a day's use is ordered every day") {
  CHECK(comes_every(orders_of(hundred_a_day()), 1, 100));
}

TEST_CASE("a smallest order of three days' use is placed every third day, whoever names it") {
  auto sketch = hundred_a_day();
  SECTION("the lane") { sketch.scenario.lanes.front().least_order_tonnes = 300; }
  SECTION("the material") { sketch.scenario.materials.front().lot_tonnes = 300; }
  SECTION("the habits") { sketch.scenario.behaviour.front().least_order_days = 3; }
  SECTION("a lot of the lane") { sketch.scenario.lanes.front().order_lot_tonnes = 300; }
  SECTION("a lot of the habits") { sketch.scenario.behaviour.front().order_lot_days = 3; }
  CHECK(comes_every(orders_of(sketch), 3, 300));
}

TEST_CASE("(s, S) orders the gap between both, (r, Q) its quantity") {
  auto sketch = hundred_a_day();
  auto& habits = sketch.scenario.behaviour.front();
  habits.reorder_days = 3;  // a review's use and what is used on the way
  SECTION("S 500 t, s 300 t") {
    habits.ordering = Ordering::up_to_level;
    CHECK(comes_every(orders_of(sketch), 2, 200));
  }
  SECTION("S 900 t, s 300 t") {
    habits.ordering = Ordering::up_to_level;
    sketch.scenario.demand.front().cover_days = 6;
    CHECK(comes_every(orders_of(sketch), 6, 600));
  }
  SECTION("r 300 t, Q 400 t") {
    habits.ordering = Ordering::fixed_quantity;
    habits.fixed_order_days = 4;
    CHECK(comes_every(orders_of(sketch), 4, 400));
  }
  SECTION("r 300 t, Q 700 t by the lane") {
    habits.ordering = Ordering::fixed_quantity;
    habits.fixed_order_days = 4;
    sketch.scenario.lanes.front().order_lot_tonnes = 700;
    CHECK(comes_every(orders_of(sketch), 7, 700));
  }
}

TEST_CASE("no batch starves a plant, however large it is beside the level") {
  for (const double days : {2.0, 5.0, 10.0, 29.0}) {
    CAPTURE(days);
    auto sketch = hundred_a_day();
    sketch.scenario.lanes.front().least_order_tonnes = 100 * days;
    SECTION("with two days of cover") {}
    SECTION("without cover") { sketch.scenario.demand.front().cover_days = 0; }
    SECTION("smoothed") { sketch.scenario.behaviour.front().ordering = Ordering::smoothed; }
    const auto outcome = run(sketch.scenario);
    // The mine makes twice the use, and a smoothed rule finds its cover in time.
    CHECK(outcome.figure(Metric::fill_rate, cars) >
          (sketch.scenario.behaviour.front().ordering == Ordering::smoothed ? 0.95 : 0.999999));
    CHECK(outcome.figure(Metric::orders, ordered) == Approx(6000).margin(100 * days + 1));
  }
}

TEST_CASE("each of two suppliers gets orders of its own size, in turn, and its share") {
  auto sketch = diamond(0.75, 360);
  auto& lanes = sketch.scenario.lanes;
  for (auto& lane : lanes) {
    if (lane.to == "plant") {
      lane.least_order_tonnes = lane.from == "north" ? 6 : 10;
    }
  }
  Stepper stepper(sketch.scenario);
  const auto north = lane_number(stepper.world(), "north", "plant", "oxide");
  const auto south = lane_number(stepper.world(), "south", "plant", "oxide");
  stepper.run_to(sketch.start() + 300);
  CHECK(stepper.world().lane_batches[north] == OrderBatch{6e6, 0});
  CHECK(stepper.world().lane_batches[south] == OrderBatch{10e6, 0});
  const auto outcome = stepper.finish();
  CHECK(outcome.figure(Metric::fill_rate, {.region = "DD", .sector = "cars"}) == 1);
  double from_north = 0;
  double from_south = 0;
  for (std::uint32_t month = 0; month < 11; ++month) {
    from_north += outcome.flow("north", "plant", "oxide", month);
    from_south += outcome.flow("south", "plant", "oxide", month);
  }
  CHECK(from_north / (from_north + from_south) == Approx(0.75).margin(0.03));
}

TEST_CASE("buyers in batches open between two orders, not all before one") {
  // Forty plants that order for 20 days at a time: what they order together is near their use from
  // the first days on, and not a wave.
  Sketch sketch(20, 0);
  sketch.region("AA");
  sketch.region("BB");
  sketch.sector("cars");
  sketch.material("metal", Form::metal, {Element::Nd});
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "metal");
  sketch.process("build");
  sketch.input("build", "metal");
  sketch.facility("mine", Stage::mine, "AA");
  sketch.line("mine", "dig", 40 * oxide_per_element[index_of(Element::Nd)]).output_cover_days = 60;
  constexpr int plants = 40;
  for (int k = 0; k < plants; ++k) {
    const auto id = "plant" + std::to_string(k);
    sketch.facility(id, Stage::end_use, "BB");
    sketch.demand(id, "cars", "build", 1).cover_days = 40;
    sketch.lane("mine", id, "metal", 1, 5);
  }
  sketch.scenario.behaviour.front().least_order_days = 20;
  sketch.scenario.outputs.series = {"orders"};
  const auto orders = run(sketch.scenario).series(Metric::orders, ordered);
  double first_half = 0;
  double second_half = 0;
  for (std::size_t day = 0; day < 20; ++day) {
    (day < 10 ? first_half : second_half) += orders[day];
  }
  CHECK(first_half == Approx(10 * plants).epsilon(0.3));
  CHECK(second_half == Approx(10 * plants).epsilon(0.3));
}

}  // namespace
}  // namespace monazite::small_worlds
