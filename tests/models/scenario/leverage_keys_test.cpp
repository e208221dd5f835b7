#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/scenario/leverage_looks.hpp"
#include "models/scenario/leverage_sides.hpp"
#include "tests/models/scenario/scenario_folder.hpp"

namespace monazite {
namespace {

using Texts = std::vector<std::string>;

const std::string sides_of_world =
    "regions: [{id: CN}, {id: US}, {id: DE}, {id: FR}]\n"
    "region_groups: [{id: EU, members: [DE, FR]}]\n"
    "instruments:\n"
    "  - {id: licence, type: ban, issuer: CN, from: 2025-04-04, covers: {}}\n"
    "  - {id: chips, type: ban, issuer: US, from: 2025-04-04, covers: {}}\n";

const std::string products =
    "economies: [{region: CN, gdp: 18e12 USD/yr}, {region: US, gdp: 29e12 USD/yr}]\n";

std::string leverage_text(const std::string& head, const std::string& sides) {
  return "leverage:\n  from: 2025-04-04\n" + head + "  sides:\n" + sides;
}

const std::string two_sides =
    "    - {id: CN, regions: [CN], controls: [licence]}\n"
    "    - {id: US, regions: [US], controls: [chips]}\n";

Texts messages_of(const std::string& text) {
  const ScenarioFolder folder;
  folder.write("s.yaml", scenario_head + sides_of_world + text);
  return folder.messages("s.yaml");
}

TEST_CASE("a scenario may declare leverage, and writes it as it was") {
  const ScenarioFolder folder;
  folder.write("s.yaml", scenario_head + sides_of_world + products +
                             leverage_text("  horizons: [30 d, 13 weeks]\n  discount: 4 %\n"
                                           "  relative: 0.5\n  step: 1 d\n  ease: 10 %\n"
                                           "  endurance: {most: 60 d, replications: 3}\n",
                                           two_sides));
  const auto loaded = folder.load("s.yaml");
  REQUIRE(loaded.scenario.leverage);
  const LeverageSpec& leverage = *loaded.scenario.leverage;
  CHECK(leverage.horizons_days == std::vector<int>{30, 91});
  CHECK(leverage.discount_per_year == Approx(0.04));
  CHECK(leverage.sides[1].controls == Texts{"chips"});
  CHECK(leverage.endurance->most_days == 60);
  CHECK(loaded.resolved_yaml.find("horizons: [30 d, 91 d]") != std::string::npos);
  folder.write("again.yaml", loaded.resolved_yaml);
  for (const InputFile& table : loaded.resolved_tables) {
    folder.write(table.path, table.content);
  }
  CHECK(folder.load("again.yaml").resolved_yaml == loaded.resolved_yaml);
  CHECK(folder.load("s.yaml", {"leverage.horizons=[7 d, 14 d]"}).scenario.leverage->horizons_days ==
        std::vector<int>{7, 14});
  CHECK(folder.load("s.yaml", {"leverage.horizons=7 d"}).scenario.leverage->horizons_days ==
        std::vector<int>{7});
}

TEST_CASE("horizons over a year are refused with the reason") {
  CHECK(messages_of(products + leverage_text("  horizons: [30 d, 400 d]\n", two_sides)) ==
        Texts{"s.yaml:11:13: error: a horizon of 400 d: over a year new capacity, substitution and "
              "recycling decide, and they do not answer here; expected at most 365 d"});
}

TEST_CASE("horizons have to lie in the calendar, in order") {
  CHECK(messages_of(products + leverage_text("  horizons: [300 d]\n", two_sides)) ==
        Texts{"s.yaml:10:3: error: a horizon of 300 d from 2025-04-04 ends after the calendar; "
              "expected at most 272 d, or a calendar that ends on 2026-01-28 or later"});
  CHECK(messages_of(products + leverage_text("  horizons: [272 d]\n", two_sides)) ==
        Texts{"taken"});
  CHECK(messages_of(products + leverage_text("  horizons: [60 d, 30 d]\n", two_sides)) ==
        Texts{"s.yaml:11:13: error: the horizon of 30 d after that of 60 d; expected horizons in "
              "increasing order"});
  CHECK(messages_of(products + leverage_text("  horizons: [30 months]\n", two_sides)).size() == 1);
}

TEST_CASE("losses relative to a product need one for each region") {
  const std::string sides =
      "    - {id: CN, regions: [CN], controls: [licence]}\n    - {id: EU, regions: [EU]}\n";
  CHECK(messages_of(products + leverage_text("  horizons: [30 d]\n", sides)) ==
        Texts{"s.yaml:14:7: error: no product of the region 'DE', to which losses of the side 'EU' "
              "are relative; expected its 'gdp' in 'economies', or 'relative: 0'",
              "s.yaml:14:7: error: no product of the region 'FR', to which losses of the side 'EU' "
              "are relative; expected its 'gdp' in 'economies', or 'relative: 0'"});
  CHECK(messages_of(leverage_text("  horizons: [30 d]\n  relative: 0\n", sides)) == Texts{"taken"});
}

TEST_CASE("sides share neither region nor control, and somebody has a control") {
  CHECK(messages_of(products +
                    leverage_text("  horizons: [30 d]\n  relative: 0\n",
                                  "    - {id: A, regions: [DE], controls: [licence]}\n"
                                  "    - {id: B, regions: [EU], controls: [licence]}\n")) ==
        Texts{"s.yaml:15:7: error: the control 'licence' is of the side 'A' too; expected each "
              "control in one side",
              "s.yaml:15:7: error: the region 'DE' is of the side 'A' too; expected each region in "
              "one side"});
  CHECK(messages_of(products + leverage_text("  horizons: [30 d]\n",
                                             "    - {id: CN, regions: [CN]}\n"
                                             "    - {id: US, regions: [US]}\n")) ==
        Texts{"s.yaml:13:5: error: sides of which none has a control; expected the ids of "
              "instruments in 'controls'"});
}

TEST_CASE("products without leverage say nothing and are refused") {
  CHECK(messages_of(products).size() == 1);
}

TEST_CASE("a side's product is that of its regions, groups resolved") {
  Scenario scenario;
  scenario.region_groups.push_back({"EU", "", {"DE", "FR"}, {}});
  for (const auto& [region, gdp] : {std::pair("DE", 4.0), std::pair("FR", 3.0)}) {
    auto& economy = scenario.economies.emplace_back();
    economy.region = region;
    economy.gdp_usd_per_year = gdp;
  }
  LeverageSideSpec side;
  side.regions = {"EU", "FR"};
  CHECK(regions_of(scenario, side) == Texts{"DE", "FR"});
  CHECK(gdp_usd_per_year(scenario, side) == 7);
  side.regions = {"DE", "US"};
  CHECK(std::isnan(gdp_usd_per_year(scenario, side)));
}

TEST_CASE("sides are looked at on each step and at each horizon") {
  LeverageSpec leverage;
  leverage.horizons_days = {10, 21};
  leverage.step_days = 7;
  CHECK(leverage_look_days(leverage) == std::vector<int>{0, 7, 10, 14, 21});
}

}  // namespace
}  // namespace monazite
