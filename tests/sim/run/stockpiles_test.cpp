#include <catch2/catch.hpp>

#include "models/policy/stockpile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int days = 200;

/// The pipe of a tonne a day, shut from day 20 to day 119, and a stockpile of its user's state.
Sketch pipe_with_stockpile() {
  auto sketch = pipe(1, {}, days);
  BanSpec ban;
  ban.covers.origins = {"AA"};
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = sketch.start() + 20;
  row.until = sketch.start() + 119;
  auto& stockpile = sketch.scenario.stockpiles.emplace_back();
  stockpile.id = "reserve";
  stockpile.owner = "BB";
  auto& held = stockpile.contents.emplace_back();
  held.material = "crude_metal";
  held.tonnes = 50;
  held.least_tonnes = 5;
  held.most_release_tonnes_per_day = 2;
  stockpile.release.instruments = {"ban"};
  stockpile.release.rule.after_days = 12;
  sketch.scenario.routes.push_back({"AA", "BB", "", constant_days(10), 0, {}, {}});
  sketch.scenario.outputs.interval = Interval::day;
  sketch.scenario.outputs.series = {"stockpiled", "released", "exports"};
  return sketch;
}

const Of of_reserve = {.region = "BB", .material = "crude_metal", .facility = "reserve"};
const Of of_plant = {.region = "BB", .sector = "cars", .facility = "plant"};

TEST_CASE("a stockpile's rule waits, holds on and ends") {
  ReleaseRule rule;
  rule.price_multiple = 2;
  rule.after_days = 3;
  rule.ends_after_days = 5;
  StockpileState state;
  const Date day = date_of(2025, 1, 1);
  const auto see = [&](int on, double quoted) {
    StockpileView view;
    view.quoted = quoted;
    state = step(rule, state, view, day + on);
    return state.is_releasing;
  };
  CHECK_FALSE(see(0, 1));
  CHECK_FALSE(see(1, 2.5));
  CHECK_FALSE(see(2, 1.9));  // it begins to wait anew
  CHECK_FALSE(see(3, 2.5));
  CHECK_FALSE(see(5, 2.5));
  CHECK(see(6, 2.5));
  CHECK(see(7, 1));
  CHECK(see(11, 1));
  CHECK_FALSE(see(12, 1));
}

TEST_CASE("a price at the multiple, a fill at the bound and no instrument call for nothing") {
  ReleaseRule rule;
  rule.price_multiple = 2;
  rule.fill_below = 0.9;
  StockpileView view;
  view.quoted = 2;
  view.fill = 0.9;
  view.is_instrument_in_force = true;
  CHECK_FALSE(calls_for_release(rule, view));
  rule.on_instruments = true;
  CHECK(calls_for_release(rule, view));
}

TEST_CASE("a stockpile releases from the day computed by hand what suppliers owe") {
  const auto outcome = run(pipe_with_stockpile().scenario);
  const auto released = outcome.series(Metric::released, of_reserve);
  const auto held = outcome.series(Metric::stockpiled, of_reserve);
  // Thirteen orders of a tonne are owed by day 32: two tonnes a day clear them by day 43, an order
  // a day coming in; then there is one a day.
  CHECK(released.at(31) == 0);
  for (int day = 32; day < 44; ++day) {
    CHECK(released.at(static_cast<std::size_t>(day)) == Approx(2));
  }
  CHECK(released.at(50) == Approx(1));
  double sum = 0;
  for (const double tonnes : released) {
    sum += tonnes;
  }
  CHECK(sum == Approx(45));
  CHECK(held.back() == Approx(5));
  CHECK(outcome.figure(Metric::released, of_reserve) == Approx(45));
}

TEST_CASE("each tonne released is a tonne of use that is not lost") {
  auto sketch = pipe_with_stockpile();
  const auto with = run(sketch.scenario);
  sketch.scenario.stockpiles.clear();
  const auto without = run(sketch.scenario);
  const Of of_cars = {.region = "BB", .sector = "cars"};
  CHECK(without.figure(Metric::lost_output_units, of_cars) -
            with.figure(Metric::lost_output_units, of_cars) ==
        Approx(45).margin(1e-3));
  CHECK(with.figure(Metric::first_stop_date, of_plant) -
            without.figure(Metric::first_stop_date, of_plant) ==
        Approx(45).margin(1e-3));
}

TEST_CASE("a stockpile that is never called changes no lot of anybody") {
  auto sketch = pipe_with_stockpile();
  sketch.scenario.stockpiles.front().release.rule.after_days = 3000;
  const auto with = run(sketch.scenario);
  sketch.scenario.stockpiles.clear();
  const auto without = run(sketch.scenario);
  CHECK(with.series(Metric::exports, {.region = "AA", .material = "metal"}) ==
        without.series(Metric::exports, {.region = "AA", .material = "metal"}));
  CHECK(with.figure(Metric::line_stop_days, of_plant) ==
        without.figure(Metric::line_stop_days, of_plant));
}

TEST_CASE("a stockpile buys again when the shortage is over, at its own pace") {
  auto sketch = pipe_with_stockpile();
  sketch.scenario.calendar.end = sketch.start() + 399;
  sketch.scenario.stockpiles.front().contents.front().refill_tonnes_per_day = 0.5;
  sketch.scenario.stockpiles.front().release.rule.ends_after_days = 7;
  const auto held = run(sketch.scenario).series(Metric::stockpiled, of_reserve);
  CHECK(held.at(120 + 7) == Approx(5));
  CHECK(held.back() == Approx(50));
  for (std::size_t day = 121; day < held.size(); ++day) {
    CHECK(held[day] <= 50 + 1e-9);
  }
}

TEST_CASE("who comes first is served first") {
  auto sketch = market(200);
  BanSpec ban;
  ban.covers.origins = {"AA"};
  ban.covers.destinations = {"BB"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 20;
  auto& stockpile = sketch.scenario.stockpiles.emplace_back();
  stockpile.id = "reserve";
  stockpile.owner = "BB";
  auto& held = stockpile.contents.emplace_back();
  held.material = "nd_oxide";
  held.tonnes = 1000;
  held.most_release_tonnes_per_day = 0.2;
  stockpile.release.instruments = {"ban"};
  sketch.scenario.routes.push_back({"AA", "BB", "", constant_days(10), 0, {}, {}});
  const auto sent = [&](const char* first) {
    sketch.scenario.stockpiles.front().priority = {first};
    const auto outcome = run(sketch.scenario);
    return std::pair(outcome.flow("reserve", "near_cars", "nd_oxide", 3),
                     outcome.flow("reserve", "near_glass", "nd_oxide", 3));
  };
  const auto [cars_first, glass_then] = sent("cars");
  CHECK(cars_first > 4 * glass_then);
  const auto [cars_then, glass_first] = sent("glass");
  CHECK(glass_first > 4 * cars_then);
}

}  // namespace
}  // namespace monazite::small_worlds
