#include <catch2/catch.hpp>

#include "models/behaviour/basket.hpp"
#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// What becomes of a co-product that nobody takes, and lines that run by the value of their basket,
/// in the ore of Nd and Ce: a separator makes two tonnes a day of each oxide, a glass plant takes
/// one of Ce, and there is no outlet for the rest.
namespace monazite::small_worlds {
namespace {

constexpr double made_per_day = 2;
constexpr double used_per_day = 1;
constexpr int cover_days = 10;

ProcessOutputSpec& output_of(Sketch& sketch, const std::string& material) {
  for (auto& output : sketch.scenario.process_outputs) {
    if (output.process == "separate" && output.material == material) {
      return output;
    }
  }
  throw std::out_of_range(material);
}

LineSpec& separator(Sketch& sketch) {
  for (auto& line : sketch.scenario.lines) {
    if (line.process == "separate") {
      return line;
    }
  }
  throw std::out_of_range("separate");
}

Sketch without_outlet(SurplusRule rule, int days = 300) {
  auto sketch = coproduct(days);
  auto& scenario = sketch.scenario;
  std::erase_if(scenario.lanes, [](const LaneSpec& lane) { return lane.to == "stockyard"; });
  std::erase_if(scenario.facilities,
                [](const FacilitySpec& facility) { return facility.id == "stockyard"; });
  output_of(sketch, "ce_oxide").surplus = rule;
  separator(sketch).surplus_cover_days = cover_days;
  scenario.outputs.series = {"inventory", "produced"};
  return sketch;
}

/// Tonnes of Ce oxide at the separator on the last day.
double cerium_left(const Scenario& scenario) {
  Stepper stepper(scenario);
  stepper.run_to(scenario.calendar.end);
  return static_cast<double>(stepper.output("separator", "ce_oxide").gross) * 1e-6;
}

TEST_CASE("a co-product without an outlet is kept") {
  const auto sketch = without_outlet(SurplusRule::stock);
  constexpr int simulated_days = 400 + 299;
  CHECK(cerium_left(sketch.scenario) ==
        Approx((made_per_day - used_per_day) * simulated_days).epsilon(0.1));
}

TEST_CASE("a co-product over its cover is thrown away, and the ledger says so") {
  const auto sketch = without_outlet(SurplusRule::dispose);
  const double limit = cover_days * made_per_day;
  CHECK(cerium_left(sketch.scenario) <= limit + made_per_day);
  CHECK(cerium_left(sketch.scenario) > limit - 3 * made_per_day);
  const auto outcome = run(sketch.scenario);
  const double thrown_away =
      outcome.figure(Metric::surplus, {.region = "AA", .material = "ce_oxide"});
  CHECK(thrown_away == Approx((made_per_day - used_per_day) * 300).epsilon(0.05));
  const auto& balance = outcome.observations.balance[index_of(Element::Ce)];
  CHECK(balance.residual() == 0);
  CHECK(static_cast<double>(balance.lost) * 1e-6 >= 0.8 * thrown_away);
}

TEST_CASE("a co-product that blocks makes its line run at the pace at which it is sold") {
  const auto kept = run(without_outlet(SurplusRule::stock, 900).scenario);
  const auto outcome = run(without_outlet(SurplusRule::block, 900).scenario);
  CHECK(cerium_left(without_outlet(SurplusRule::block, 900).scenario) <=
        cover_days * made_per_day + 2 * made_per_day);
  const auto cerium = [](const Outcome& of) {
    return of.figure(Metric::produced, {.region = "AA", .material = "ce_oxide"});
  };
  CHECK(cerium(kept) == Approx(900 * made_per_day).epsilon(0.05));
  CHECK(cerium(outcome) == Approx(900 * used_per_day).epsilon(0.1));
}

/// The separator by its basket: a kg of ore gives half a kg of each oxide, 25.5 USD in all, which
/// is its cost: half of its capacity of 8 t a day.
Sketch by_basket(double neodymium_price = 50) {
  auto sketch = without_outlet(SurplusRule::dispose);
  auto& neodymium = output_of(sketch, "nd_oxide");
  neodymium.role = OutputRole::coproduct;
  neodymium.surplus = SurplusRule::dispose;
  auto& line = separator(sketch);
  line.variable_cost_usd_per_kg = 25.5;
  line.value_spread_usd_per_kg = 1;
  for (auto& material : sketch.scenario.materials) {
    if (material.id == "nd_oxide") {
      material.price_usd_per_kg = neodymium_price;
    }
  }
  // The mine follows what the separator takes.
  for (auto& other : sketch.scenario.lines) {
    if (other.process == "dig") {
      other.capacity_tonnes_per_year *= 2;
    }
  }
  return sketch;
}

double cerium_a_day(const Sketch& sketch) {
  return run(sketch.scenario).figure(Metric::produced, {.region = "AA", .material = "ce_oxide"}) /
         300;
}

TEST_CASE("a line runs at the share of capacity that the value of its basket pays for") {
  CHECK(basket_run_rate(25.5, 25.5, 1) == 0.5);
  CHECK(basket_cost(25.5, 0.5, 1) == 25.5);
  CHECK(basket_run_rate(30, basket_cost(30, 0.8, 3), 3) == Approx(0.8));
  CHECK(cerium_a_day(by_basket()) == Approx(made_per_day).epsilon(0.03));
  // A dollar more for Nd is half a dollar more for the basket: 62 % of 4 t.
  CHECK(cerium_a_day(by_basket(51)) == Approx(4 * basket_run_rate(26, 25.5, 1)).epsilon(0.03));
  CHECK(cerium_a_day(by_basket(48)) == Approx(4 * basket_run_rate(24.5, 25.5, 1)).epsilon(0.03));
}

TEST_CASE("a ban on one product depresses the others") {
  auto sketch = by_basket();
  sketch.region("BB");
  for (auto& facility : sketch.scenario.facilities) {
    if (facility.id == "glass_plant") {
      facility.region = "BB";
    }
  }
  BanSpec ban;
  ban.covers.materials = {"ce_oxide"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() - 100;
  CHECK(cerium_a_day(sketch) == Approx(4 * basket_run_rate(25, 25.5, 1)).epsilon(0.03));
}

TEST_CASE("what a push lane takes blocks nothing") {
  auto sketch = coproduct(300);
  output_of(sketch, "ce_oxide").surplus = SurplusRule::block;
  separator(sketch).surplus_cover_days = 1;
  CHECK(cerium_a_day(sketch) == Approx(made_per_day).epsilon(0.03));
}

TEST_CASE("a product that nobody takes adds nothing to a basket, for the warning as for the run") {
  auto sketch = by_basket();
  std::erase_if(sketch.scenario.lanes,
                [](const LaneSpec& lane) { return lane.to == "glass_plant"; });
  std::erase_if(sketch.scenario.demand,
                [](const DemandSpec& demand) { return demand.facility == "glass_plant"; });
  std::erase_if(sketch.scenario.facilities,
                [](const FacilitySpec& facility) { return facility.id == "glass_plant"; });
  separator(sketch).variable_cost_usd_per_kg = 25;
  CHECK(compile(sketch.scenario).warnings.empty());
  CHECK(cerium_a_day(sketch) == Approx(made_per_day).epsilon(0.03));
}

TEST_CASE("a basket that does not run its line at the base rate is told, with the cost that does") {
  CHECK(compile(by_basket().scenario).warnings.empty());
  const auto warnings = compile(by_basket(60).scenario).warnings;
  REQUIRE(warnings.size() == 1);
  CHECK(to_text(warnings[0])
            .find("worth 30.50 USD/kg and runs it at 99 % of capacity, not at 50 %") !=
        std::string::npos);
  CHECK(to_text(warnings[0]).find("a variable_cost of 30.50 USD/kg") != std::string::npos);
}

}  // namespace
}  // namespace monazite::small_worlds
