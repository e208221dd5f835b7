#include "sim/analysis/erosion.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <utility>

#include "sim/analysis/erosion_arms.hpp"
#include "tests/sim/analysis/leverage_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr ErosionSpec twice = {2, 60, 60, {}};

std::vector<ErosionRow> erosion_rows_of(const Scenario& scenario, unsigned threads = 1) {
  BatchOptions options;
  options.threads = threads;
  const Erosion erosion = erosion_of(scenario, options);
  REQUIRE(erosion.failures.empty());
  return erosion.rows;
}

/// The pipe under a ban that is put on twice for 60 days.
Sketch banned_twice() {
  Sketch sketch = valued_pipe(400);
  add_ban(sketch, "valve", ban_on("crude_metal", "AA", "BB"));
  auto& leverage = add_leverage(sketch, {side("AA", {"valve"}), side("BB")});
  leverage.erosion = twice;
  leverage.sides[0].export_value_added = 0.8;
  return sketch;
}

/// Adds a mine with stock for all, which the plant may order from only once it has qualified it.
void add_candidate_mine(Sketch& sketch, double qualification_days) {
  sketch.region("CC");
  sketch.facility("other", Stage::mine, "CC");
  auto& line = sketch.line("other", "dig", oxide_per_element[index_of(Element::Nd)]);
  line.capacity_tonnes_per_year *= 5;
  line.output_cover_days = 200;
  sketch.facility("customer", Stage::end_use, "CC");
  sketch.demand("customer", "cars", "build", 1).cover_days = 20;
  sketch.lane("other", "customer", "crude_metal", 1, 10);
  sketch.lane("other", "plant", "crude_metal", 0, 10).qualified = false;
  sketch.scenario.behaviour.front().qualification_time = constant_days(qualification_days);
}

TEST_CASE("a ban on buyers who learn nothing hurts as much each time") {
  const auto rows = erosion_rows_of(banned_twice().scenario);
  REQUIRE(rows.size() == 2);
  const Date from = Sketch().start() + control_day;
  CHECK(rows[0].from == from);
  CHECK(rows[0].until == from + 59);
  CHECK(rows[1].from == from + 120);
  CHECK(rows[1].until == from + 179);
  // Goods under way come for 10 days, the stock lasts 20 more, and what leaves on the day after the
  // ban is 10 days under way: the line stands from day 30 to day 70. The mine has made what it
  // owes.
  for (const auto& row : rows) {
    CAPTURE(row.use);
    CHECK(row.side == "AA");
    CHECK(row.against == "BB");
    CHECK(row.imposed_usd.value == Approx(40 * usd_a_day).epsilon(0.03));
    // What the plant has not used in 40 days it does not order.
    CHECK(row.suffered_exports_usd == Approx(40 * 10'000 * 0.8).epsilon(0.03));
    CHECK(row.suffered_output_usd == 0);
    CHECK(row.ratio.value == Approx(1).epsilon(0.001));
    CHECK(row.factor.value == Approx(1).epsilon(0.001));
    CHECK(row.replications == 1);
    // One run has no interval.
    CHECK(std::isnan(row.imposed_usd.ci95_low));
  }
}

TEST_CASE("a supplier that was qualified in the first use takes the pain from the next") {
  Sketch sketch = banned_twice();
  add_candidate_mine(sketch, 30);
  sketch.scenario.leverage->erosion = ErosionSpec{3, 60, 60, {}};
  sketch.scenario.calendar.end = sketch.start() + 500;
  const auto rows = erosion_rows_of(sketch.scenario);
  REQUIRE(rows.size() == 3);
  // It may be ordered from after 30 days, and is 10 days away: the line stands from day 30 to 40.
  CHECK(rows[0].imposed_usd.value == Approx(10 * usd_a_day).epsilon(0.1));
  CHECK(rows[1].imposed_usd.value == 0);
  CHECK(rows[2].imposed_usd.value == 0);
  CHECK(rows[1].ratio.value == 0);
  CHECK(rows[0].factor.value == 0);
  CHECK(rows[0].half_life.value == 0);
}

TEST_CASE("a control that bears on nothing hurts nobody, however often and whatever the chance") {
  Sketch sketch = valued_pipe(400);
  sketch.scenario.switches.noise = true;
  sketch.scenario.lanes.front().transit = Lognormal{10 * 86400.0, 0.5};
  sketch.scenario.demand.front().cover_days = 4;
  sketch.scenario.runs.replications = 6;
  add_ban(sketch, "valve", ban_on("crude_metal", "BB", "AA"));
  add_leverage(sketch, {side("BB", {"valve"}), side("AA")}).erosion = ErosionSpec{3, 30, 30, {}};
  // The other way round something is lost, by chance too.
  add_ban(sketch, "other", ban_on("crude_metal", "AA", "BB")).until = sketch.start() + 80;
  sketch.scenario.leverage->sides[1].controls = {"other"};
  const auto rows = erosion_rows_of(sketch.scenario);
  REQUIRE(rows.size() == 6);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(rows[k].side == "BB");
    CHECK(rows[k].replications == 6);
    CHECK(rows[k].imposed_usd.value == 0);
    CHECK(rows[k].imposed_usd.ci95_low == 0);
    CHECK(rows[k].imposed_usd.ci95_high == 0);
    CHECK(rows[k].suffered_output_usd == 0);
    CHECK(rows[k].suffered_exports_usd == 0);
    CHECK(std::isnan(rows[k].ratio.value));
    CHECK(std::isnan(rows[k].factor.value));
    CHECK(std::isnan(rows[k].half_life.value));
    CHECK(rows[k + 3].imposed_usd.value > usd_a_day);
    CHECK(rows[k + 3].imposed_usd.ci95_low < rows[k + 3].imposed_usd.value);
  }
}

TEST_CASE("the first use does what the control does that is on for its days") {
  LicenceSpec desk;
  desk.covers.origins = {"AA"};
  desk.review.service = Constant{20};
  desk.approval = {{"default", 0.7}};
  desk.consignment_days = 20;
  TariffSpec duty;
  duty.covers.origins = {"AA"};
  duty.schedule.emplace_back().rate = 0.5;
  FrictionSpec customs;
  customs.covers.origins = {"AA"};
  customs.time_factor = 4;
  customs.hold_probability = 0.5;
  customs.hold = constant_days(20);
  const std::vector<decltype(InstrumentSpec::kind)> kinds = {ban_on("crude_metal", "AA", "BB"),
                                                             desk, duty, customs};
  for (const auto& kind : kinds) {
    Sketch sketch = banned_twice();
    sketch.scenario.switches.noise = true;
    sketch.scenario.lanes.front().transit = Lognormal{10 * 86400.0, 0.5};
    sketch.scenario.demand.front().cover_days = 4;
    sketch.scenario.runs.replications = 4;
    sketch.scenario.leverage->horizons_days = {120};
    auto& control = sketch.scenario.instruments.front();
    control.kind = kind;
    if (auto* const tariff = std::get_if<TariffSpec>(&control.kind)) {
      tariff->schedule.front().from = *control.from;
    }
    control.until = *control.from + 59;
    CAPTURE(control.kind.index());
    const auto leverage = rows_of(sketch.scenario);
    REQUIRE(leverage.size() == 1);
    const auto rows = erosion_rows_of(sketch.scenario);
    CHECK(rows.front().imposed_usd.value == leverage.front().imposed_usd);
    CHECK(rows.front().suffered_output_usd == leverage.front().suffered_output_usd);
    CHECK(rows.front().suffered_exports_usd == leverage.front().suffered_exports_usd);
  }
}

TEST_CASE("pains of later uses are worth what they are on the first day of their use") {
  Sketch sketch = banned_twice();
  sketch.scenario.leverage->discount_per_year = 1;
  const auto rows = erosion_rows_of(sketch.scenario);
  CHECK(rows[1].imposed_usd.value == Approx(rows[0].imposed_usd.value).epsilon(0.002));
  CHECK(rows[0].imposed_usd.value < 39 * usd_a_day);
}

TEST_CASE("talks have rows of each branch, whose weighted pains are those of all") {
  Sketch sketch = banned_twice();
  // A ban of nobody's side, which one branch suspends before the second use.
  auto& other = add_ban(sketch, "mood", ban_on("crude_metal", "AA", "BB"));
  other.from = sketch.start() + control_day + 100;
  auto& round = sketch.scenario.talks.emplace_back();
  round.id = "round";
  round.date = sketch.start() + control_day + 100;
  BranchSpec calm;
  calm.id = "calm";
  calm.probability = 0.75;
  ActionSpec suspend;
  suspend.instrument = "mood";
  suspend.verb = ActionVerb::suspend;
  calm.actions = {suspend};
  BranchSpec heated;
  heated.id = "heated";
  round.branches = {calm, heated};
  const auto rows = erosion_rows_of(sketch.scenario);
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].branch.empty());
  CHECK(rows[2].branch == "round=calm");
  CHECK(rows[4].branch == "round=heated");
  // Under the other ban the second use takes nothing more.
  CHECK(rows[3].imposed_usd.value == Approx(40 * usd_a_day).epsilon(0.03));
  CHECK(rows[5].imposed_usd.value == 0);
  CHECK(rows[1].imposed_usd.value == Approx(0.75 * rows[3].imposed_usd.value));
}

TEST_CASE("erosion is the same on any number of threads") {
  Sketch sketch = banned_twice();
  sketch.scenario.switches.noise = true;
  sketch.scenario.sectors.front().demand_cv = 0.3;
  sketch.scenario.runs.replications = 12;
  const auto one = erosion_rows_of(sketch.scenario, 1);
  const auto two = erosion_rows_of(sketch.scenario, 2);
  REQUIRE(one.size() == two.size());
  for (std::size_t k = 0; k < one.size(); ++k) {
    CHECK(one[k].imposed_usd.value == two[k].imposed_usd.value);
    CHECK(one[k].imposed_usd.ci95_high == two[k].imposed_usd.ci95_high);
    CHECK(one[k].factor.ci95_low == two[k].factor.ci95_low);
  }
  CHECK(one[0].factor.ci95_low < one[0].factor.value);
  CHECK(one[0].factor.value < one[0].factor.ci95_high);
}

}  // namespace
}  // namespace monazite::small_worlds
