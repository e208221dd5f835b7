#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr double home_share = 0.25;
constexpr double metal_price = 10;
constexpr double alloy_price = 40;

/// A mine in AA and one in BB sell Nd metal, one part and three parts, to a maker in CC, whose
/// alloy goes to a plant in DD and to one at home: a tonne of metal is a tonne of alloy, and each
/// plant uses four a day.
Sketch blend(int reported_days = 300) {
  Sketch sketch(reported_days);
  for (const char* region : {"AA", "BB", "CC", "DD"}) {
    sketch.region(region);
  }
  sketch.sector("cars");
  sketch.material("oxide", Form::oxide, {Element::Nd}, metal_price);
  sketch.material("metal", Form::metal, {Element::Nd}, 12);
  sketch.material("alloy", Form::alloy, {Element::Nd}, alloy_price);
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "metal");
  sketch.process("cast");
  sketch.input("cast", "metal");
  sketch.output("cast", "alloy").gross_per_tonne = 1;
  sketch.process("build");
  sketch.input("build", "alloy");
  for (const auto& [id, region, flow] :
       {std::tuple("home_mine", "AA", 8 * home_share), std::tuple("other_mine", "BB", 6.0)}) {
    sketch.facility(id, Stage::mine, region);
    auto& line = sketch.line(id, "dig", flow * oxide_per_element[index_of(Element::Nd)]);
    line.capacity_tonnes_per_year *= 3;
    line.output_cover_days = 5;
  }
  sketch.facility("maker", Stage::alloy, "CC");
  auto& line = sketch.line("maker", "cast", 8);
  line.input_cover_days = 10;
  line.output_cover_days = 5;
  sketch.facility("plant", Stage::end_use, "DD");
  sketch.demand("plant", "cars", "build", 4).cover_days = 60;
  sketch.facility("home_plant", Stage::end_use, "CC");
  sketch.demand("home_plant", "cars", "build", 4).cover_days = 60;
  sketch.lane("home_mine", "maker", "metal", 8 * home_share, 5);
  sketch.lane("other_mine", "maker", "metal", 6, 5);
  sketch.lane("maker", "plant", "alloy", 4, 10);
  sketch.lane("maker", "home_plant", "alloy", 4, 10);
  return sketch;
}

/// A rule of AA on alloy that holds so much of its Nd.
LineageSpec rule(double at_least, LineageSpec::Measure measured_by = LineageSpec::Measure::mass) {
  LineageSpec lineage;
  lineage.elements = {Element::Nd};
  lineage.at_least = at_least;
  lineage.measured_by = measured_by;
  lineage.place = {0, 999, 1};
  return lineage;
}

BanSpec ban_of_alloy(const LineageSpec& lineage) {
  BanSpec ban;
  ban.covers.forms = {Form::alloy};
  ban.lineage = lineage;
  return ban;
}

InstrumentSpec& add_rule(Sketch& sketch, const LineageSpec& lineage, int from_day = 10) {
  auto& row = sketch.instrument("rule", "AA", ban_of_alloy(lineage));
  row.from = sketch.start() + from_day;
  return row;
}

/// Tonnes of alloy that leave the maker in February, when 28 are used.
double february(const Sketch& sketch) {
  return run(sketch.scenario).flow("maker", "plant", "alloy", 1);
}

double share_in(Stepper& stepper, const std::string& facility, const std::string& material) {
  const auto pool = output_number(stepper.world(), facility, material);
  return stepper.state().lineages.front().shares[stepper.world().pools[pool].offset];
}

TEST_CASE("goods made abroad are stopped from the share of listed content on") {
  for (const auto& [at_least, sent] : {std::pair(0.24, 0.0), std::pair(0.26, 4.0 * 28)}) {
    auto sketch = blend();
    add_rule(sketch, rule(at_least));
    CHECK(february(sketch) == Approx(sent));
  }
}

TEST_CASE("by value an element counts as its oxide, of the price of the good") {
  // A quarter of a kg of Nd as 0.29 kg of oxide at 10 USD, in a kg of alloy at 40 USD: 7.3 %.
  const double share = home_share * oxide_per_element[index_of(Element::Nd)] * metal_price / 40;
  for (const auto& [at_least, sent] :
       {std::pair(share - 0.002, 0.0), std::pair(share + 0.002, 4.0 * 28)}) {
    auto sketch = blend();
    add_rule(sketch, rule(at_least, LineageSpec::Measure::value));
    CHECK(february(sketch) == Approx(sent));
  }
}

TEST_CASE("the rule asks where listed content is made, and in which form") {
  auto lineage = rule(0.5);
  SECTION("made elsewhere, there is more of it") {
    lineage.origins = {"BB"};
    auto sketch = blend();
    add_rule(sketch, lineage);
    CHECK(february(sketch) == 0);
  }
  SECTION("all of both") {
    lineage.origins = {"AA", "BB"};
    lineage.at_least = 1;
    auto sketch = blend();
    add_rule(sketch, lineage);
    CHECK(february(sketch) == 0);
  }
  SECTION("nothing is made in a form that is not listed") {
    lineage.at_least = 0;
    lineage.forms = {Form::oxide};
    auto sketch = blend();
    add_rule(sketch, lineage);
    CHECK(february(sketch) == Approx(4 * 28));
  }
  SECTION("nothing holds an element that is not listed") {
    lineage.at_least = 0;
    lineage.elements = {Element::Dy};
    auto sketch = blend();
    add_rule(sketch, lineage);
    CHECK(february(sketch) == Approx(4 * 28));
  }
}

TEST_CASE("what leaves the issuer is no business of a rule on goods made abroad") {
  auto sketch = blend();
  BanSpec ban;
  ban.lineage = rule(0);
  sketch.instrument("rule", "AA", ban).from = sketch.start() + 10;
  const auto outcome = run(sketch.scenario);
  // Metal of the other mine holds nothing of it; the alloy does, and at home is free.
  REQUIRE(outcome.observations.policy.size() == 1);
  CHECK(outcome.observations.policy.front().value == 1);
  CHECK(outcome.flow("home_mine", "maker", "metal", 1) > 0);
  CHECK(outcome.flow("other_mine", "maker", "metal", 1) > 0);
  CHECK(outcome.flow("maker", "plant", "alloy", 1) == 0);
  CHECK(outcome.flow("maker", "home_plant", "alloy", 1) == Approx(4 * 28));
}

TEST_CASE("listed technology reaches what it makes, whatever it holds") {
  auto sketch = blend();
  auto& technology = sketch.scenario.technologies.emplace_back();
  technology.id = "casting";
  technology.members = {"maker"};
  LineageSpec lineage;
  lineage.technologies = {"casting"};
  add_rule(sketch, lineage);
  CHECK(february(sketch) == 0);
  technology.members = {"other_mine"};
  // Its metal is not covered, and the alloy that is made of it is made without.
  CHECK(february(sketch) == Approx(4 * 28));
}

TEST_CASE("the opening holds what the flows of a steady year come to") {
  auto sketch = blend();
  add_rule(sketch, rule(0.5));
  Stepper stepper(sketch.scenario);
  for (const int day : {-200, -150, -100, 0, 100}) {
    stepper.run_to(sketch.start() + day);
    CHECK(share_in(stepper, "maker", "alloy") == Approx(home_share).margin(0.02));
    CHECK(share_in(stepper, "home_mine", "metal") == 1);
    CHECK(share_in(stepper, "other_mine", "metal") == 0);
  }
}

TEST_CASE("a maker that loses the listed source is let go when the rest is diluted") {
  auto sketch = blend();
  BanSpec cut;
  cut.covers.facilities = {"home_mine"};
  sketch.instrument("cut", "AA", cut).from = sketch.start() + 20;
  add_rule(sketch, rule(0.02));
  Stepper stepper(sketch.scenario);
  double before = 1;
  for (int day = 30; day < 200; day += 10) {
    stepper.run_to(sketch.start() + day);
    const double share = share_in(stepper, "maker", "alloy");
    CHECK(share <= before);
    before = share;
  }
  CHECK(before < 0.02);
  const auto outcome = stepper.finish();
  std::vector<std::string> actions;
  for (const auto& row : outcome.observations.policy) {
    if (outcome.world->instruments[row.instrument].id == "rule") {
      actions.push_back(row.action + " " + std::to_string(std::lround(row.value)));
    }
  }
  CHECK(actions == std::vector<std::string>{"impose 1", "let_go 0"});
  CHECK(outcome.flow("maker", "plant", "alloy", 1) == 0);
  CHECK(outcome.flow("maker", "plant", "alloy", 8) == Approx(4 * 30));
  CHECK(outcome.figure(Metric::reached_share, {.facility = "rule"}) == 0);
  CHECK(outcome.figure(Metric::listed_content, {.facility = "rule"}) < 0.02);
}

TEST_CASE("a licence is asked for by those whom the rule reaches") {
  for (const auto& [at_least, sent] : {std::pair(0.24, 0.0), std::pair(0.26, 4.0 * 28)}) {
    auto sketch = blend();
    LicenceSpec licence;
    licence.covers.forms = {Form::alloy};
    licence.review.officers = 1;
    licence.review.service = Distribution(Constant{300});
    licence.lineage = rule(at_least);
    sketch.instrument("desk", "AA", licence).from = sketch.start() + 10;
    const auto outcome = run(sketch.scenario);
    CHECK(outcome.flow("maker", "plant", "alloy", 1) == Approx(sent));
    CHECK((outcome.figure(Metric::licences_pending, {.region = "AA", .facility = "desk"}) > 0) ==
          (sent == 0));
  }
}

TEST_CASE("goods under way are seized by what they hold themselves") {
  // The maker's stock is clean when the ban comes, two shipments of the days before are not.
  for (const auto& [at_least, is_seized] : {std::pair(0.2, true), std::pair(0.3, false)}) {
    auto sketch = blend();
    auto ban = ban_of_alloy(rule(at_least));
    ban.in_transit = InTransit::seize;
    sketch.instrument("rule", "AA", ban).from = sketch.start() + 10;
    Stepper stepper(sketch.scenario);
    stepper.run_to(sketch.start() + 12);
    CHECK((stepper.state().ledger.seized[index_of(Element::Nd)].grams > 0) == is_seized);
    CHECK((stepper.under_way("maker", "plant", "alloy") == 0) == is_seized);
  }
}

TEST_CASE("goods at customs are held and freed by what they hold themselves") {
  // From day 20 on the maker gets clean metal alone and works it in at once; what is sixty days
  // under way is not clean when the rule comes on day 60.
  for (const bool is_licence : {false, true}) {
    auto sketch = blend(400);
    for (auto& line : sketch.scenario.lines) {
      if (line.facility == "maker") {
        line.input_cover_days = 2;
        line.output_cover_days = 2;
      }
    }
    for (auto& lane : sketch.scenario.lanes) {
      if (lane.from == "maker") {
        lane.transit = constant_days(60);
      }
    }
    BanSpec cut;
    cut.covers.facilities = {"home_mine"};
    sketch.instrument("cut", "AA", cut).from = sketch.start() + 20;
    auto ban = ban_of_alloy(rule(0.1));
    ban.in_transit = InTransit::hold;
    auto* row = &sketch.instrument("rule", "AA", ban);
    if (is_licence) {
      LicenceSpec licence;
      licence.covers = ban.covers;
      licence.lineage = ban.lineage;
      licence.in_transit = ban.in_transit;
      licence.review.officers = 1;
      licence.review.service = Distribution(Constant{5});
      row->kind = licence;
    }
    row->from = sketch.start() + 60;
    row->until = sketch.start() + 199;
    // An instrument elsewhere has customs look again.
    BanSpec elsewhere;
    elsewhere.covers.origins = {"DD"};
    auto& other = sketch.instrument("elsewhere", "DD", elsewhere);
    other.from = sketch.start() + 130;
    other.until = sketch.start() + 140;
    Stepper stepper(sketch.scenario);
    stepper.run_to(sketch.start() + 150);
    const auto held = stepper.under_way("maker", "plant", "alloy") / 1'000'000 - 4 * 60;
    CHECK(share_in(stepper, "maker", "alloy") < 0.1);
    CHECK(held > 4 * 15);
    CHECK(held < 4 * 60);
    stepper.run_to(sketch.start() + 210);
    CHECK(stepper.under_way("maker", "plant", "alloy") / 1'000'000 <= 4 * 60);
  }
}

TEST_CASE("what goes to the issuer is no business of the rule either, if it does not say so") {
  auto sketch = blend();
  sketch.scenario.facilities.back().region = "AA";
  REQUIRE(sketch.scenario.facilities.back().id == "home_plant");
  add_rule(sketch, rule(0.1));
  CHECK(run(sketch.scenario).flow("maker", "home_plant", "alloy", 1) == Approx(4 * 28));
  std::get<BanSpec>(sketch.scenario.instruments.back().kind).covers.destinations = {"AA"};
  CHECK(run(sketch.scenario).flow("maker", "home_plant", "alloy", 1) == 0);
}

TEST_CASE("a rule that can reach nothing is warned of") {
  auto lineage = rule(0.1);
  SECTION("an origin that makes nothing") { lineage.origins = {"DD"}; }
  SECTION("a form that nobody makes") { lineage.forms = {Form::scrap}; }
  SECTION("an element that nothing holds") { lineage.elements = {Element::Dy}; }
  auto sketch = blend();
  add_rule(sketch, lineage);
  const auto result = compile(sketch.scenario);
  CHECK(result.errors.empty());
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings.front().place.line == 999);
}

TEST_CASE("following goods changes none of them") {
  auto plain = blend(100);
  auto followed = blend(100);
  // All that is reached is exempt.
  auto ban = ban_of_alloy(rule(0.01));
  ban.exempt.emplace_back().forms = {Form::alloy};
  followed.instrument("rule", "AA", ban).from = followed.start();
  Stepper a(plain.scenario);
  Stepper b(followed.scenario);
  for (int day = 0; day < 100; day += 20) {
    const Date date = plain.start() + day;
    a.run_to(date);
    b.run_to(date);
    CHECK(snapshot(a.world(), a.state(), date) == snapshot(b.world(), b.state(), date));
  }
}

TEST_CASE("in random worlds shares stay between nothing and all, and all of all is all") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    auto scenario = random_world(seed);
    const auto regions = scenario.regions;
    for (const bool everywhere : {false, true}) {
      auto with_rule = scenario;
      auto& row = with_rule.instruments.emplace_back();
      row.id = "lineage_rule";
      row.issuer = regions.front().id;
      BanSpec ban;
      auto lineage = rule(0.3);
      lineage.elements = {Element::Nd, Element::Pr, Element::Dy, Element::Tb};
      if (everywhere) {
        for (const auto& region : regions) {
          lineage.origins.push_back(region.id);
        }
      }
      ban.lineage = lineage;
      row.kind = ban;
      row.from = with_rule.calendar.start;
      Stepper stepper(with_rule, seed);
      for (int day = 0; day < 200; day += 40) {
        stepper.run_to(with_rule.calendar.start + day);
        stepper.run().verify_balance();
        const auto& state = stepper.state().lineages.front();
        const auto bounds = std::minmax_element(state.shares.begin(), state.shares.end());
        CHECK(*bounds.first >= 0);
        CHECK(*bounds.second <= 1);
        if (!everywhere) {
          continue;
        }
        for (const auto& pool : stepper.world().pools) {
          const auto& set = stepper.world().element_sets[pool.elements];
          for (std::size_t k = 0; k < set.count; ++k) {
            const auto grams = stepper.state().elements[pool.offset + k];
            const bool is_listed =
                stepper.world().lineages.front().worth[set.elements[k]] > 0 && grams > 0;
            CAPTURE(seed, day, stepper.world().facilities[pool.facility.index()].id,
                    stepper.world().materials[pool.material.index()].id, grams);
            if (is_listed) {
              CHECK(state.shares[pool.offset + k] == Approx(1));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("a rule by value without prices is an error at its line") {
  auto sketch = blend();
  sketch.scenario.materials[0].price_usd_per_kg = 0;
  add_rule(sketch, rule(0.1, LineageSpec::Measure::value));
  auto result = compile(sketch.scenario);
  REQUIRE(result.errors.size() == 1);
  CHECK(result.errors.front().place.line == 999);
  sketch.scenario.materials[0].price_usd_per_kg = metal_price;
  sketch.scenario.materials[2].price_usd_per_kg = 0;
  result = compile(sketch.scenario);
  REQUIRE(result.errors.size() == 1);
  CHECK(result.errors.front().message ==
        "'alloy' has no price, of which its content would be a "
        "share");
}

}  // namespace
}  // namespace monazite::small_worlds
