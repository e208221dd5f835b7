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
                                           "  endurance: {most: 60 d, replications: 3}\n"
                                           "  erosion: {uses: 2, days: 40 d, apart: 20 d}\n",
                                           two_sides));
  const auto loaded = folder.load("s.yaml");
  REQUIRE(loaded.scenario.leverage);
  const LeverageSpec& leverage = *loaded.scenario.leverage;
  CHECK(leverage.horizons_days == std::vector<int>{30, 91});
  CHECK(leverage.discount_per_year == Approx(0.04));
  CHECK(leverage.sides[1].controls == Texts{"chips"});
  CHECK(leverage.endurance->most_days == 60);
  CHECK(leverage.erosion->uses == 2);
  CHECK(leverage.erosion->apart_days == 20);
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

/// Sides with the two bans, and `erosion` with these keys.
std::string erosion_text(const std::string& keys) {
  return leverage_text("  horizons: [30 d]\n  relative: 0\n  erosion: {" + keys + "}\n", two_sides);
}

TEST_CASE("erosion is over two uses or more, within a year and the calendar") {
  CHECK(messages_of(erosion_text("uses: 3, days: 60 d, apart: 4 weeks")) == Texts{"taken"});
  CHECK(messages_of(erosion_text("uses: 1, days: 60 d, apart: 30 d")) ==
        Texts{"s.yaml:12:19: error: '1' is out of range for 'uses'; expected 2 to 182"});
  CHECK(messages_of(erosion_text("uses: 4, days: 60 d, apart: 120 d")) ==
        Texts{"s.yaml:12:19: error: 4 uses of 60 d, 120 d apart, take 720 d: over a year new "
              "capacity, substitution and recycling decide, and they do not answer here; expected "
              "at most 365 d in all"});
  CHECK(messages_of(erosion_text("uses: 3, days: 60 d, apart: 40 d")) ==
        Texts{"s.yaml:12:12: error: 3 uses of 60 d, 40 d apart, from 2025-04-04 end after the "
              "calendar; expected at most 272 d in all, or a calendar that ends on 2026-01-28 or "
              "later"});
  CHECK(messages_of(erosion_text("uses: 3, apart: 40 d")) ==
        Texts{"s.yaml:12:12: error: missing key 'days' in erosion; expected whole days such as "
              "'28 d'"});
}

TEST_CASE("erosion is by controls that are put on and off, and on in the first use") {
  const std::string more =
      "  - {id: caps, type: production_quota, issuer: US, from: 2025-04-04, regions: [US],\n"
      "     limits: [{year: 2025, quota: 5 t}]}\n"
      "  - {id: late, type: ban, issuer: US, from: 2025-06-04, covers: {}}\n";
  const auto messages =
      messages_of(more + leverage_text("  horizons: [30 d]\n  relative: 0\n"
                                       "  erosion: {uses: 2, days: 60 d, apart: 60 d}\n",
                                       "    - {id: CN, regions: [CN], controls: [licence]}\n"
                                       "    - {id: US, regions: [US], controls: [caps, late]}\n"));
  CHECK(messages ==
        Texts{"s.yaml:18:7: error: erosion by the control 'caps', a production_quota, which is not "
              "put on and off; expected bans, tariffs, licences and frictions",
              "s.yaml:18:7: error: erosion by the control 'late', which is not in force from "
              "2025-04-04 to 2025-06-02, in the first use; expected controls with dates in the "
              "first use"});
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
