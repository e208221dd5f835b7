#include "sim/analysis/erosion_arms.hpp"

#include <catch2/catch.hpp>
#include <variant>

#include "tests/sim/analysis/leverage_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// The pipe with a control of AA and one of BB, put on three times for 20 days, 10 days apart.
Sketch with_control(const decltype(InstrumentSpec::kind)& kind) {
  Sketch sketch = valued_pipe(400);
  auto& control = sketch.instrument("valve", "AA", kind);
  control.from = sketch.start() + control_day;
  add_ban(sketch, "other", ban_on("crude_metal", "BB", "AA"));
  add_leverage(sketch, {side("AA", {"valve"}), side("BB", {"other"})}).erosion =
      ErosionSpec{3, 20, 10, {}};
  return sketch;
}

LicenceSpec desk_with_change(Date on) {
  LicenceSpec licence;
  licence.covers.origins = {"AA"};
  licence.review.officers = 2;
  licence.review.service = Constant{5};
  licence.approval = {{"default", 0.5}};
  LicenceChange change;
  change.on = on;
  change.review.officers = 7;
  change.approval = {{"cars", 0.9}};
  licence.changes.push_back(change);
  return licence;
}

TEST_CASE("arms are without any control, and with more and more uses of each side's") {
  const auto sketch = with_control(ban_on("crude_metal", "AA", "BB"));
  const auto arms = erosion_arms(sketch.scenario);
  REQUIRE(arms.size() == 7);
  CHECK_FALSE(arms[0].side);
  CHECK(arms[0].scenario.instruments.empty());
  CHECK(arms[1].side == 0U);
  CHECK(arms[1].uses == 1);
  CHECK(arms[3].uses == 3);
  CHECK(arms[3].scenario.instruments.size() == 3);
  CHECK(arms[3].scenario.name == "small, 3 uses of the controls of AA");
  CHECK(arms[6].scenario.instruments.front().id == "other");
  CHECK(arms[0].scenario.leverage->horizons_days == std::vector<int>{30, 60, 90});
}

TEST_CASE("each use of a ban is the first one, so many days later") {
  auto sketch = with_control(ban_on("crude_metal", "AA", "BB"));
  auto& control = sketch.scenario.instruments.front();
  control.announced = *control.from - 4;
  std::get<BanSpec>(control.kind).grace_days = 3;
  auto& change = std::get<BanSpec>(control.kind).changes.emplace_back();
  change.on = *control.from + 8;
  change.in_force = false;
  const auto used = with_uses(sketch.scenario, 0, 3).instruments;
  REQUIRE(used.size() == 3);
  CHECK(used[0].id == "valve");
  CHECK(used[2].id == "valve (use 3)");
  for (int use = 0; use < 3; ++use) {
    const auto& row = used[static_cast<std::size_t>(use)];
    const Date begun = sketch.start() + control_day + 30 * use;
    CHECK(*row.from == begun + 3);
    CHECK(*row.until == begun + 19);
    CHECK(*row.announced == begun - 4);
    CHECK(std::get<BanSpec>(row.kind).changes.front().on == begun + 8);
  }
}

TEST_CASE("what began before the first use begins with it, and ends with it at the latest") {
  TariffSpec tariff;
  tariff.covers.origins = {"AA"};
  auto sketch = with_control(tariff);
  const Date from = sketch.scenario.leverage->from;
  auto& control = sketch.scenario.instruments.front();
  auto& schedule = std::get<TariffSpec>(control.kind).schedule;
  for (const auto& [days, rate] : {std::pair(-30, 0.1), std::pair(-10, 0.2), std::pair(5, 0.6)}) {
    auto& step = schedule.emplace_back();
    step.from = from + days;
    step.rate = rate;
  }
  control.from.reset();
  control.announced = from - 33;
  const auto used = with_uses(sketch.scenario, 0, 2);
  REQUIRE(used.instruments.size() == 2);
  CHECK(*used.instruments[1].announced == from + 30 - 3);
  const auto world = compiled(used);
  for (std::size_t use = 0; use < 2; ++use) {
    const auto& made = std::get<Tariff>(world->instruments[use].kind);
    const Date begun = from + static_cast<int>(use) * 30;
    REQUIRE(made.levels.size() == 3);
    CHECK(made.levels[0].on == begun);
    CHECK(made.levels[0].rate == 0.2);
    CHECK(made.levels[1].on == begun + 5);
    CHECK(made.levels[1].rate == 0.6);
    CHECK(made.levels[2].on == begun + 20);
    CHECK(made.levels[2].rate == 0);
  }
}

TEST_CASE("a licence is one regime that begins again as it began") {
  auto sketch = with_control(desk_with_change(Sketch().start() + control_day + 8));
  auto& control = sketch.scenario.instruments.front();
  control.announced = *control.from - 2;
  const auto used = with_uses(sketch.scenario, 0, 2);
  REQUIRE(used.instruments.size() == 1);
  const auto world = compiled(used);
  const auto& levels = std::get<LicenceRegime>(world->instruments.front().kind).levels;
  const Date from = sketch.scenario.leverage->from;
  REQUIRE(levels.size() == 6);
  const int days[] = {0, 8, 20, 30, 38, 50};
  const bool in_force[] = {true, true, false, true, true, false};
  for (std::size_t k = 0; k < levels.size(); ++k) {
    CAPTURE(k);
    CHECK(levels[k].on == from + days[k]);
    CHECK(levels[k].in_force == in_force[k]);
  }
  CHECK(levels[3].ministry.officers == 2);
  CHECK(levels[3].approval == levels[0].approval);
  CHECK(levels[4].ministry.officers == 7);
  CHECK(levels[4].approval == levels[1].approval);
  CHECK(levels[1].approval != levels[0].approval);
  // Two days ahead, and on the day, as the first time.
  int announced = 0;
  for (const auto& step : world->instruments.front().pipeline) {
    announced += step.stage == PipelineStage::announce ? 1 : 0;
  }
  CHECK(announced == 3);
}

TEST_CASE("a licence that has changed before the first use begins as it stands by then") {
  auto sketch = with_control(desk_with_change(Sketch().start() + control_day - 5));
  sketch.scenario.instruments.front().from = sketch.start() + control_day - 30;
  const auto world = compiled(with_uses(sketch.scenario, 0, 2));
  const auto& levels = std::get<LicenceRegime>(world->instruments.front().kind).levels;
  const Date from = sketch.scenario.leverage->from;
  CHECK(levels.front().on == from);
  CHECK(levels.front().ministry.officers == 7);
  const auto state = level_on(levels, InstrumentState{}, from + 30);
  const auto& again = levels[static_cast<std::size_t>(state.level)];
  CHECK(again.on == from + 30);
  CHECK(again.in_force);
  CHECK(again.ministry.officers == 7);
  CHECK(again.approval == levels.front().approval);
}

TEST_CASE("talks move no control, and stockpiles watch each of its uses") {
  auto sketch = with_control(ban_on("crude_metal", "AA", "BB"));
  auto& truce = sketch.scenario.truces.emplace_back();
  truce.id = "truce";
  for (const char* id : {"valve", "other"}) {
    truce.actions.emplace_back().instrument = id;
  }
  sketch.scenario.stockpiles.emplace_back().release.instruments = {"valve", "other"};
  const auto used = with_uses(sketch.scenario, 0, 2);
  CHECK(used.truces.front().actions.empty());
  CHECK(used.stockpiles.front().release.instruments ==
        std::vector<std::string>{"valve", "valve (use 2)"});
}

}  // namespace
}  // namespace monazite::small_worlds
