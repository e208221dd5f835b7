#include <catch2/catch.hpp>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "models/policy/instrument.hpp"
#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int transit = 5;
constexpr int cover = 20;

/// A maker of chips in AA; in BB a data centre that uses one a day and keeps 20, and an army that
/// uses one every other day. A chip a day is worth 10,000 USD to the data centre.
Sketch chips(int reported_days = 300) {
  Sketch sketch(reported_days);
  sketch.region("AA");
  sketch.region("BB");
  sketch.sector("services");
  sketch.sector("army").is_military = true;
  auto& chip = sketch.material("chip", Form::good, {}, 12);
  chip.unit = "piece";
  chip.diversion = 0.1;
  chip.strategic_weight_usd_per_unit = 100;
  sketch.process("make");
  sketch.output("make", "chip");
  sketch.process("use");
  sketch.input("use", "chip");
  sketch.facility("maker", Stage::maker, "AA");
  auto& line = sketch.line("maker", "make", 1.5);
  line.lead_time = constant_days(3);
  line.output_cover_days = 4;
  sketch.facility("data_centre", Stage::end_use, "BB");
  sketch.demand("data_centre", "services", "use", 1).cover_days = cover;
  sketch.lane("maker", "data_centre", "chip", 1, transit);
  sketch.facility("barracks", Stage::end_use, "BB");
  sketch.demand("barracks", "army", "use", 0.5).cover_days = cover;
  sketch.lane("maker", "barracks", "chip", 0.5, transit);
  auto& value = sketch.scenario.values.emplace_back();
  value.id = "services_BB";
  value.sectors = {"services"};
  value.regions = {"BB"};
  value.usd_per_year = 3'652'500;
  return sketch;
}

void ban_for(Sketch& sketch, const std::string& id, int first, int days) {
  BanSpec ban;
  ban.covers.goods = {"chip"};
  auto& row = sketch.instrument(id, "AA", ban);
  row.from = sketch.start() + first;
  row.until = sketch.start() + (first + days - 1);
}

const Of services = {.region = "BB", .sector = "services"};

TEST_CASE("without a control goods flow at the rate of the base year and their account closes") {
  const auto outcome = run(chips().scenario);
  CHECK(outcome.figure(Metric::lost_output_units, services) == 0);
  CHECK(outcome.figure(Metric::fill_rate, services) == 1);
  CHECK(outcome.figure(Metric::produced, {.region = "AA", .material = "chip"}) == Approx(450));
  CHECK(outcome.figure(Metric::exports, {.region = "AA", .material = "chip"}) == Approx(450));
  const auto& balance = outcome.observations.balance;
  const auto& goods = balance[index_of(Element::goods)];
  // Use is booked in whole millionths of a unit.
  CHECK(std::abs(goods.consumed - 450'000'000) < 300);
  CHECK(goods.residual() == 0);
  for (std::size_t e = 0; e < rare_earth_count; ++e) {
    CHECK(balance[e] == BalanceRow{});
  }
}

TEST_CASE("rows of goods carry their own unit and stand for one good alone") {
  const auto world = compiled(chips().scenario);
  int of_goods = 0;
  for (const auto& key : world->plan.run_figures) {
    CHECK(key.unit != "t");
    CHECK(key.material != "good");
    of_goods += key.unit == "piece" ? 1 : 0;
  }
  CHECK(of_goods > 10);
}

TEST_CASE("buyers of a good stop when transit and cover are over, and lose the rest of the ban") {
  auto sketch = chips();
  ban_for(sketch, "ban", 10, 50);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.figure(Metric::first_stop_date, services) == 10 + transit + cover);
  CHECK(outcome.figure(Metric::line_stop_days, services) == Approx(50 - cover));
  CHECK(outcome.figure(Metric::lost_output_units, services) == Approx(50 - cover));
  CHECK(outcome.figure(Metric::lost_output_usd, services) == Approx((50 - cover) * 10'000.0));
  CHECK(outcome.observations.balance[index_of(Element::goods)].residual() == 0);
}

TEST_CASE("what goes on without the good is no lost output, and the stop is as long") {
  auto sketch = chips();
  sketch.scenario.sectors.front().substitution = {{10, 0.2, {}, {}}, {30, 0.6, {}, {}}};
  ban_for(sketch, "ban", 10, 50);
  const auto outcome = run(sketch.scenario);
  // 30 days of stop: 10 days at 0 to 20 %, 20 days at 20 to 60 %.
  const double substituted = 10 * 0.1 + 20 * 0.4;
  CHECK(outcome.figure(Metric::line_stop_days, services) == Approx(30));
  CHECK(outcome.figure(Metric::substituted, services) == Approx(substituted));
  CHECK(outcome.figure(Metric::lost_output_units, services) == Approx(30 - substituted));
  CHECK(outcome.figure(Metric::lost_output_usd, services) == Approx((30 - substituted) * 10'000));
  CHECK(outcome.figure(Metric::fill_rate, services) == Approx(1 - (30 - substituted) / 300));
}

TEST_CASE("a second stop goes on where the course of substitution has come to") {
  auto sketch = chips();
  sketch.scenario.sectors.front().substitution = {{10, 0.2, {}, {}}, {30, 0.6, {}, {}}};
  ban_for(sketch, "first", 10, 50);
  ban_for(sketch, "second", 150, 50);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.figure(Metric::line_stop_days, services) == Approx(60));
  CHECK(outcome.figure(Metric::substituted, services) == Approx(9 + 30 * 0.6));
  CHECK(outcome.figure(Metric::lost_output_units, services) == Approx(21 + 30 * 0.4));
}

TEST_CASE("only what was lost is made up later") {
  auto sketch = chips();
  auto& sector = sketch.scenario.sectors.front();
  sector.substitution = {{0, 0.6, {}, {}}};
  sector.recoverable_share = 0.5;
  sector.overtime = 0.25;
  ban_for(sketch, "ban", 10, 50);
  const auto outcome = run(sketch.scenario);
  const double lost = outcome.figure(Metric::lost_output_units, services);
  CHECK(lost == Approx(outcome.figure(Metric::line_stop_days, services) * 0.4));
  CHECK(outcome.figure(Metric::delayed_output_units, services) ==
        Approx(lost * 0.5).epsilon(0.001));
}

TEST_CASE("a course of substitution changes nothing where nothing stops") {
  auto sketch = chips();
  const auto without = run(sketch.scenario);
  sketch.scenario.sectors.front().substitution = {{0, 0.6, {}, {}}};
  const auto with = run(sketch.scenario);
  CHECK(with.figure(Metric::substituted, services) == 0);
  CHECK(with.observations.balance[index_of(Element::goods)] ==
        without.observations.balance[index_of(Element::goods)]);
}

const Of chips_to = {.region = "BB", .material = "chip"};

double delivered(const Outcome& outcome, const std::string& sector) {
  return outcome.figure(Metric::counter_goods_delivered,
                        {.region = "BB", .sector = sector, .material = "chip"});
}

TEST_CASE("a share of civil deliveries is diverted, and the military counts with its own") {
  const auto outcome = run(chips().scenario);
  CHECK(delivered(outcome, "services") == Approx(300));
  CHECK(delivered(outcome, "army") == Approx(150));
  CHECK(outcome.figure(Metric::counter_goods_delivered, chips_to) == Approx(450));
  CHECK(outcome.figure(Metric::counter_goods_diverted, chips_to) == Approx(30));
  CHECK(outcome.figure(Metric::counter_goods_diverted,
                       {.region = "BB", .sector = "army", .material = "chip"}) == 0);
  CHECK(outcome.figure(Metric::strategic_cost, chips_to) == Approx(18'000));
  CHECK(outcome.figure(Metric::strategic_cost, {.region = "BB"}) == Approx(18'000));
}

LicenceSpec checking_licence(double end_use_check) {
  LicenceSpec licence;
  licence.covers.goods = {"chip"};
  licence.review.officers = 1000;
  licence.review.service = Constant{0};
  licence.end_use_check = end_use_check;
  return licence;
}

TEST_CASE("a licence's end-use check stops its share of the diversion while it is in force") {
  auto sketch = chips();
  sketch.scenario.outputs.series = {"counter_goods_delivered"};
  auto licence = checking_licence(0.6);
  LicenceChange stricter;
  stricter.on = sketch.start() + 100;
  stricter.end_use_check = 1;
  licence.changes.push_back(stricter);
  auto& row = sketch.instrument("licence", "AA", licence);
  row.from = sketch.start() + 50;
  row.until = sketch.start() + 199;
  const auto outcome = run(sketch.scenario);
  const auto by_day = outcome.series(Metric::counter_goods_delivered,
                                     {.region = "BB", .sector = "services", .material = "chip"});
  const auto days = [&](int first, int end) {
    return std::accumulate(by_day.begin() + first, by_day.begin() + end, 0.0);
  };
  CHECK(days(0, 300) == Approx(delivered(outcome, "services")));
  CHECK(outcome.figure(Metric::counter_goods_diverted, chips_to) ==
        Approx(0.1 * days(0, 50) + 0.04 * days(50, 100) + 0.1 * days(200, 300)));
}

TEST_CASE("what is under a general licence nobody checks") {
  auto sketch = chips();
  auto licence = checking_licence(1);
  licence.general.emplace_back().end_uses = {"services"};
  sketch.instrument("licence", "AA", licence).from = sketch.start();
  CHECK(run(sketch.scenario).figure(Metric::counter_goods_diverted, chips_to) == Approx(30));
}

/// How many lanes of chips and of others a ban with these covers bars.
std::pair<int, int> barred(const CoversSpec& covers) {
  auto sketch = chips();
  sketch.material("oxide", Form::oxide, {Element::Nd});
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "oxide");
  sketch.process("melt");
  sketch.input("melt", "oxide");
  sketch.sector("glass");
  sketch.facility("mine", Stage::mine, "AA");
  sketch.line("mine", "dig", 1);
  sketch.facility("glassworks", Stage::end_use, "BB");
  sketch.demand("glassworks", "glass", "melt", 1).cover_days = 10;
  sketch.lane("mine", "glassworks", "oxide", 1, transit);
  BanSpec ban;
  ban.covers = covers;
  sketch.instrument("ban", "AA", ban).from = sketch.start();
  const auto world = compiled(sketch.scenario);
  std::pair<int, int> count{0, 0};
  for (const auto lane : lanes_of(world->instruments.front().kind)) {
    const auto material = world->trades[world->lanes[lane].trade].material;
    ++(world->materials[material.index()].id == "chip" ? count.first : count.second);
  }
  return count;
}

TEST_CASE("what names elements or forms of rare earths leaves goods alone") {
  using Counts = std::pair<int, int>;
  CoversSpec covers;
  CHECK(barred(covers) == Counts{2, 1});
  covers.elements = {Element::Nd, Element::Dy};
  CHECK(barred(covers) == Counts{0, 1});
  covers.goods = {"chip"};
  CHECK(barred(covers) == Counts{2, 1});
  covers.end_uses = {"army"};
  CHECK(barred(covers) == Counts{1, 0});
  CoversSpec forms;
  forms.forms = {Form::oxide, Form::magnet};
  CHECK(barred(forms) == Counts{0, 1});
  forms.forms = {Form::good};
  CHECK(barred(forms) == Counts{2, 0});
  CoversSpec goods;
  goods.goods = {"chip"};
  CHECK(barred(goods) == Counts{2, 0});
}

TEST_CASE("what would do nothing is told") {
  CHECK(compile(chips().scenario).warnings.empty());
  auto sketch = chips();
  sketch.scenario.lanes.clear();
  sketch.region("CC");
  for (auto& facility : sketch.scenario.facilities) {
    facility.region = "CC";
  }
  sketch.lane("maker", "data_centre", "chip", 1, transit);
  sketch.lane("maker", "barracks", "chip", 0.5, transit);
  sketch.scenario.values.clear();
  const auto warnings = compile(sketch.scenario).warnings;
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0].message.find("'military' of sector 'army'") == 0);
  CHECK(warnings[1].message.find("'diversion' and 'strategic_weight' of 'chip'") == 0);
}

TEST_CASE("a check of a licence that covers nothing diverted is told") {
  auto sketch = chips();
  sketch.scenario.materials.front().diversion = 0;
  sketch.instrument("licence", "AA", checking_licence(0.5)).from = sketch.start();
  const auto warnings = compile(sketch.scenario).warnings;
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].message.find("'end_use_check' of licence 'licence'") == 0);
}

TEST_CASE("goods have no market: their price stands still where others move") {
  auto sketch = chips();
  auto& market = sketch.scenario.markets.emplace_back();
  market.id = "WORLD";
  market.regions = {"AA", "BB"};
  ban_for(sketch, "ban", 10, 50);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.world->prices.cells.empty());
  CHECK(outcome.figure(Metric::line_stop_days, services) == Approx(30));
}

}  // namespace
}  // namespace monazite::small_worlds
