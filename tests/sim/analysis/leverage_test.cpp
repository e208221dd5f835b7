#include "models/metrics/leverage.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <utility>

#include "tests/sim/analysis/leverage_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("a ban takes from the other what its line does not make, and from its owner the sales") {
  Sketch sketch = valued_pipe();
  add_ban(sketch, "valve", ban_on("crude_metal", "AA", "BB"));
  auto& leverage = add_leverage(sketch, {side("AA", {"valve"}), side("BB")});
  leverage.sides[0].export_value_added = 0.8;
  const auto rows = rows_of(sketch.scenario);
  REQUIRE(rows.size() == 2);  // BB has no control, so it imposes nothing
  // What left before arrives for 10 days and the stock lasts 20 more: in 20 days nothing stops.
  CHECK(rows[0].horizon_days == 20);
  CHECK(rows[0].imposed_usd == 0);
  CHECK(rows[0].suffered_output_usd == 0);
  CHECK(rows[0].suffered_exports_usd == Approx(20 * 10'000 * 0.8));
  CHECK(rows[0].suffered_usd == rows[0].suffered_exports_usd);
  CHECK(rows[0].leverage == -1);
  CHECK_FALSE(rows[0].crossing);
  // After 30 days the line stands: 60 of 90.
  CHECK(rows[1].imposed_usd == Approx(60 * usd_a_day).epsilon(0.02));
  CHECK(rows[1].suffered_usd == Approx(90 * 10'000 * 0.8));
  CHECK(rows[1].leverage == Approx((60 - 0.72) / (60 + 0.72)).epsilon(0.001));
  // One run has no interval.
  CHECK(std::isnan(rows[1].ci95_low));
  // 0.248 million are lost in 31 days, less than a third of what the other loses on the 31st.
  REQUIRE(rows[1].crossing);
  CHECK(*rows[1].crossing - leverage.from >= 30);
  CHECK(*rows[1].crossing - leverage.from <= 32);
}

TEST_CASE("losses are discounted from the first day of the horizons") {
  Sketch sketch = valued_pipe();
  add_ban(sketch, "valve", ban_on("crude_metal", "AA", "BB"));
  add_leverage(sketch, {side("AA", {"valve"}), side("BB")});
  const auto plain = rows_of(sketch.scenario);
  sketch.scenario.leverage->discount_per_year = 1;
  const auto discounted = rows_of(sketch.scenario);
  double expected = 0;
  for (int day = 0; day < 90; ++day) {
    expected += 10'000 * std::pow(2.0, -(day + 0.5) / 365.25);
  }
  CHECK(discounted[1].suffered_usd == Approx(expected));
  CHECK(discounted[1].imposed_usd < plain[1].imposed_usd);
}

TEST_CASE("relative leverage sets each loss against a product") {
  Sketch sketch = valued_pipe();
  add_ban(sketch, "valve", ban_on("crude_metal", "AA", "BB"));
  auto& leverage = add_leverage(sketch, {side("AA", {"valve"}), side("BB")});
  const auto absolute = rows_of(sketch.scenario);
  leverage.relative = 1;
  for (const auto& [region, gdp] : {std::pair("AA", 1e9), std::pair("BB", 1e11)}) {
    auto& economy = sketch.scenario.economies.emplace_back();
    economy.region = region;
    economy.gdp_usd_per_year = gdp;
  }
  const auto relative = rows_of(sketch.scenario);
  CHECK(relative[1].imposed_usd == absolute[1].imposed_usd);
  const double imposed = relative[1].imposed_usd / 1e11;
  const double suffered = relative[1].suffered_usd / 1e9;
  CHECK(relative[1].leverage == Approx((imposed - suffered) / (imposed + suffered)));
}

/// Two chains, each the mirror of the other, and a ban of each on the other.
Sketch mirrored() {
  Sketch sketch = valued_pipe();
  sketch.facility("mine_bb", Stage::mine, "BB");
  LineSpec line = sketch.scenario.lines.front();
  line.facility = "mine_bb";
  sketch.scenario.lines.push_back(line);
  sketch.facility("plant_aa", Stage::end_use, "AA");
  DemandSpec demand = sketch.scenario.demand.front();
  demand.facility = "plant_aa";
  sketch.scenario.demand.push_back(demand);
  LaneSpec lane = sketch.scenario.lanes.front();
  lane.from = "mine_bb";
  lane.to = "plant_aa";
  sketch.scenario.lanes.push_back(lane);
  ValueSpec value = sketch.scenario.values.front();
  value.id = "cars_aa";
  value.regions = {"AA"};
  sketch.scenario.values.push_back(value);
  add_ban(sketch, "ban_aa", ban_on("crude_metal", "AA", "BB"));
  add_ban(sketch, "ban_bb", ban_on("crude_metal", "BB", "AA"));
  add_leverage(sketch, {side("AA", {"ban_aa"}), side("BB", {"ban_bb"})});
  return sketch;
}

TEST_CASE("two sides alike have the same leverage alone, and none when both act") {
  const auto rows = rows_of(mirrored().scenario);
  REQUIRE(rows.size() == 8);
  for (std::size_t k = 0; k < 4; ++k) {
    CAPTURE(k);
    CHECK(rows[k].side == "AA");
    CHECK(rows[k + 4].side == "BB");
    CHECK(rows[k].imposed_usd == rows[k + 4].imposed_usd);
    CHECK(rows[k].suffered_usd == rows[k + 4].suffered_usd);
  }
  CHECK(rows[1].controls == LeverageControls::own);
  CHECK(rows[1].leverage > 0.9);
  // Each loses 60 days of output and 90 days of exports by the two bans.
  CHECK(rows[3].controls == LeverageControls::both);
  CHECK(rows[3].imposed_usd == Approx(60 * usd_a_day).epsilon(0.02));
  CHECK(rows[3].suffered_output_usd == rows[3].imposed_usd);
  CHECK(rows[3].suffered_exports_usd == Approx(90 * 10'000));
  // The exports are the side's own loss alone: the rest is even.
  CHECK(rows[3].leverage == Approx(-0.9 / (2 * 60 + 0.9)).epsilon(0.02));
  // Where neither exports count, none has any.
  Sketch without_exports = mirrored();
  for (auto& spec : without_exports.scenario.leverage->sides) {
    spec.export_value_added = 0;
  }
  CHECK(rows_of(without_exports.scenario)[3].leverage == 0);
}

TEST_CASE("a control that bears on nothing changes no run, whatever happens by chance") {
  Sketch sketch = valued_pipe();
  sketch.scenario.switches.noise = true;
  sketch.scenario.lanes.front().transit = Lognormal{10 * 86400.0, 0.5};
  sketch.scenario.demand.front().cover_days = 4;
  sketch.scenario.runs.replications = 6;
  auto& ban = add_ban(sketch, "valve", ban_on("crude_metal", "AA", "BB"));
  ban.from = sketch.start() + 200;  // after the last horizon
  add_leverage(sketch, {side("AA", {"valve"}), side("BB")});
  const auto rows = rows_of(sketch.scenario);
  CHECK(rows[1].replications == 6);
  CHECK(rows[1].imposed_usd == 0);
  CHECK(rows[1].suffered_usd == 0);
  CHECK(std::isnan(rows[1].leverage));
  CHECK(std::isnan(rows[1].ci95_low));
}

TEST_CASE("leverage is the same on any number of threads") {
  Sketch sketch = mirrored();
  sketch.scenario.switches.noise = true;
  sketch.scenario.sectors.front().demand_cv = 0.3;
  sketch.scenario.runs.replications = 20;
  const auto one = rows_of(sketch.scenario, 1);
  const auto two = rows_of(sketch.scenario, 2);
  REQUIRE(one.size() == two.size());
  for (std::size_t k = 0; k < one.size(); ++k) {
    CHECK(one[k].imposed_usd == two[k].imposed_usd);
    CHECK(one[k].suffered_usd == two[k].suffered_usd);
    CHECK(one[k].ci95_low == two[k].ci95_low);
    CHECK(one[k].ci95_high == two[k].ci95_high);
    CHECK(one[k].crossing == two[k].crossing);
  }
  CHECK(one[1].ci95_low < one[1].leverage);
  CHECK(one[1].leverage < one[1].ci95_high);
}

TEST_CASE("a plant stands a ban for the days of its stock") {
  Sketch sketch = mirrored();
  sketch.scenario.demand.front().cover_days = 20;
  sketch.scenario.demand.back().cover_days = 35;  // of plant_aa
  sketch.scenario.leverage->horizons_days = {200};
  sketch.scenario.leverage->endurance = EnduranceSpec{100, 1, 0.5};
  const auto rows = rows_of(sketch.scenario);
  // Goods under way keep coming for 10 days before a gap as long as the ban: the stock covers it.
  CHECK(rows[0].time_to_survive_days == Approx(20).margin(1));
  CHECK(rows[0].endurance_margin_days == Approx(20 - 35).margin(2));
  const auto& last = rows[rows.size() - 2];
  REQUIRE(last.side == "BB");
  CHECK(last.endurance_margin_days == -rows[0].endurance_margin_days);
}

TEST_CASE("what a way of the talks loses counts by its weight in what is stood") {
  Sketch sketch = mirrored();
  sketch.scenario.demand.front().cover_days = 20;
  sketch.scenario.leverage->horizons_days = {200};
  sketch.scenario.leverage->endurance = EnduranceSpec{100, 1, 0.5};
  const auto control = sketch.scenario.leverage->sides.front().controls.front();
  auto& round = sketch.scenario.talks.emplace_back();
  round.id = "round";
  round.date = sketch.start() + control_day + 1;
  BranchSpec calm;
  calm.id = "calm";
  calm.probability = 0.999;
  ActionSpec suspend;
  suspend.instrument = control;
  suspend.verb = ActionVerb::suspend;
  calm.actions = {suspend};
  BranchSpec heated;
  heated.id = "heated";
  round.branches = {calm, heated};
  // One way in a thousand loses 80 days at most, which is less than half a day of all.
  CHECK(rows_of(sketch.scenario)[0].time_to_survive_days == 100);
}

TEST_CASE("arms are without the controls of each side and of each two, and with eased ones") {
  Sketch sketch = mirrored();
  auto arms = leverage_arms(sketch.scenario);
  REQUIRE(arms.size() == 3);
  CHECK(arms[0].off == std::vector<std::size_t>{0});
  CHECK(arms[1].off == std::vector<std::size_t>{1});
  CHECK(arms[2].off == std::vector<std::size_t>{0, 1});
  CHECK(arms[2].scenario.instruments.empty());
  CHECK(arms[0].scenario.instruments.front().id == "ban_bb");
  CHECK(arms[0].scenario.name == "small without the controls of AA");
  // A ban has no level between on and off.
  sketch.scenario.leverage->ease = 0.1;
  CHECK(leverage_arms(sketch.scenario).size() == 3);
  TariffSpec tariff;
  tariff.covers.origins = {"AA"};
  TariffStep step;
  step.from = sketch.start();
  step.rate = 0.5;
  tariff.schedule.push_back(step);
  sketch.scenario.instruments.front().kind = tariff;
  arms = leverage_arms(sketch.scenario);
  REQUIRE(arms.size() == 4);
  CHECK(arms[1].eased == 0U);
  const auto& kind = std::get<TariffSpec>(arms[1].scenario.instruments.front().kind);
  CHECK(kind.schedule.front().rate == Approx(0.45));
}

TEST_CASE("an eased licence refuses less and is decided on sooner") {
  InstrumentSpec control;
  LicenceSpec licence;
  licence.approval = {{"default", 0.6}};
  licence.review.service = Constant{20};
  LicenceChange change;
  change.review.service = Constant{10};
  licence.changes.push_back(change);
  control.kind = licence;
  const auto weaker = std::get<LicenceSpec>(eased(control, 0.25)->kind);
  CHECK(weaker.approval.front().share == Approx(0.7));
  CHECK(std::get<Constant>(*weaker.review.service).value == Approx(15));
  CHECK(std::get<Constant>(*weaker.changes.front().review.service).value == Approx(7.5));
  FrictionSpec friction;
  friction.time_factor = 3;
  friction.hold_probability = 0.4;
  control.kind = friction;
  const auto faster = std::get<FrictionSpec>(eased(control, 0.25)->kind);
  CHECK(faster.time_factor == Approx(2.5));
  CHECK(faster.hold_probability == Approx(0.3));
}

}  // namespace
}  // namespace monazite::small_worlds
