#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/models/scenario/scenario_folder.hpp"

// One thing that is wrong hides no other, and is not told again by what follows from it.

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

const std::string regions = "regions: [{id: CN}, {id: US}]\n";

Texts messages_of(const std::string& text) {
  const ScenarioFolder folder;
  folder.write("top.yaml", text);
  return folder.messages("top.yaml");
}

}  // namespace

TEST_CASE("a value of the wrong type does not hide what other keys of its record say together") {
  CHECK(messages_of("monazite: 1\n"
                    "calendar: {start: 2025-06-01, end: 2025-05-31, warm_up: [soon]}\n") ==
        Texts{"top.yaml:2:36: error: the end '2025-05-31' is before the start; expected a date "
              "from 2025-06-01 on",
              "top.yaml:2:57: error: 'warm_up' is a list; expected whole days such as '28 d'"});
  CHECK(
      messages_of(scenario_head + regions +
                  "instruments:\n"
                  "  - {id: t, type: tariff, issuer: [CN], from: 2025-05-01, until: 2025-04-01,\n"
                  "     covers: {}, schedule: [{from: 2025-01-01, rate: x}]}\n") ==
      Texts{"top.yaml:5:35: error: 'issuer' is a list; expected the id of a region or region group",
            "top.yaml:5:66: error: 'until' (2025-04-01) is before 'from'; expected a date from "
            "2025-05-01 on",
            "top.yaml:6:54: error: 'x' is no number; expected a number such as '0.3' or '30 %'"});
}

TEST_CASE("each of several checks of a record is made when its own keys are read") {
  const Texts shock = messages_of(scenario_head + regions +
                                  "shocks:\n"
                                  "  - {id: s, type: outage, from: soon, until: 2025-01-01,\n"
                                  "     recovery: linear}\n");
  REQUIRE(shock.size() == 3);
  CHECK(shock[0].find("the outage 's' strikes nothing") != std::string::npos);
  CHECK(shock[1].find("'soon' is no date") != std::string::npos);
  CHECK(shock[2].find("needs 'recovery_time'") != std::string::npos);
  const Texts habit =
      messages_of(scenario_head + regions +
                  "behaviour:\n"
                  "  - {id: h, ordering: smooth, allocation: reserve, patience: x}\n");
  REQUIRE(habit.size() == 3);
  CHECK(habit[1].find("keeps nothing back") != std::string::npos);
}

TEST_CASE("what a check looks at and could not be read is not told twice") {
  CHECK(messages_of("monazite: 1\ncalendar: {start: soon, end: 2025-05-31}\n").size() == 1);
  CHECK(messages_of(scenario_head + regions +
                    "instruments: [{id: b, type: ban, issuer: CN, from: soon, covers: {}}]\n")
            .size() == 1);
}

TEST_CASE("a record whose id is of the wrong type or missing is looked at all the same") {
  CHECK(messages_of(scenario_head + regions +
                    "facilities:\n"
                    "  - {id: [MINE], stage: mien, region: USA}\n"
                    "  - {stage: mine, region: 5, name: [a]}\n") ==
        Texts{"top.yaml:5:10: error: 'id' is a list; expected an id of letters, digits and '_'",
              "top.yaml:5:25: error: unknown stage 'mien'; expected mine, separation, recycling, "
              "metal, alloy, magnet, end_use, outlet, scrap_source or maker; did you mean 'mine'?",
              "top.yaml:5:39: error: no region 'USA'; did you mean 'US'?",
              "top.yaml:6:5: error: missing key 'id' in facility; expected an id of letters, "
              "digits and '_'",
              "top.yaml:6:27: error: no region '5'",
              "top.yaml:6:36: error: 'name' is a list; expected a text"});
}

TEST_CASE("the keys of an instrument whose type is misspelt are read as those of the one meant") {
  CHECK(messages_of(scenario_head + regions +
                    "instruments:\n"
                    "  - {id: t, type: tarif, issuer: CN, covers: {origins: [UK]}, schedule: []}\n"
                    "  - {id: b, type: [ban], issuer: CN, from: 2025-01-01, covers: 5}\n") ==
        Texts{"top.yaml:5:19: error: unknown type 'tarif'; expected ban, tariff, "
              "production_quota, licence, friction, quota or price_floor; did you mean 'tariff'?",
              "top.yaml:5:57: error: no region or region group 'UK'; did you mean 'US'?",
              "top.yaml:5:73: error: the schedule is empty; expected at least one step",
              "top.yaml:6:19: error: 'type' is a list; expected ban, tariff, production_quota, "
              "licence, friction, quota or price_floor",
              "top.yaml:6:64: error: 'covers' is a single value; expected a map"});
}

TEST_CASE("a list that is no list does not make what refers to it wrong") {
  CHECK(messages_of(scenario_head +
                    "regions: 5\n"
                    "region_groups: [{id: ALL, members: [CN]}]\n"
                    "facilities: [{id: MINE, stage: mine, region: CN}]\n"
                    "shocks: [{id: s, type: outage, facilities: [MINE, MIEN], from: 2025-01-01,\n"
                    "          until: 2025-01-02}]\n") ==
        Texts{"top.yaml:3:10: error: 'regions' is a single value; expected a list of maps or "
              "{table: FILE.csv}",
              "top.yaml:6:51: error: no facility 'MIEN'; did you mean 'MINE'?"});
  const ScenarioFolder folder;
  folder.write("base.yaml",
               scenario_head + regions + "facilities: [{id: MINE, stage: mine, region: CN}]\n");
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\nregions: none\nfacilities: 1\ncalendar: 2025\n");
  CHECK(folder.messages("top.yaml") ==
        Texts{"top.yaml:3:10: error: 'regions' is a single value; expected a list of maps or "
              "{table: FILE.csv}",
              "top.yaml:4:13: error: 'facilities' is a single value; expected a list of maps or "
              "{table: "
              "FILE.csv}",
              "top.yaml:5:11: error: 'calendar' is a single value; expected a map"});
}

TEST_CASE("a wrong name that is used eighty times is told once") {
  std::string text = scenario_head + regions + "facilities:\n";
  for (int i = 0; i < 80; ++i) {
    text += "  - {id: F" + std::to_string(i) +
            ", stage: mine, region: " + (i == 40 ? "CM" : "USA") + "}\n";
  }
  CHECK(messages_of(text) ==
        Texts{"top.yaml:5:35: error: no region 'USA'; did you mean 'US'? (and 78 more like it, in "
              "lines 6, 7, 8, 9, 10, 11, 12, 13, 14, … 84)",
              "top.yaml:45:36: error: no region 'CM'; did you mean 'CN'?"});
}

TEST_CASE("a bare number in the place of a share in per cent is asked about") {
  const ScenarioFolder folder;
  const auto warnings = [&](const std::string& rate, const Texts& settings = {}) {
    folder.write("top.yaml", scenario_head + regions +
                                 "instruments:\n"
                                 "  - {id: t, type: tariff, issuer: US, covers: {origins: [CN]},\n"
                                 "     schedule: [{from: 2025-01-01, rate: " +
                                 rate + "}]}\n");
    Texts texts;
    for (Diagnostic warning : folder.load("top.yaml", settings).warnings) {
      warning.file = "top.yaml";
      texts.push_back(to_text(warning));
    }
    return texts;
  };
  CHECK(warnings("25") ==
        Texts{"top.yaml:6:42: error: 'rate: 25' is 2500 %; expected '25 %' if that is meant, else "
              "'2500 %', which is not asked about"});
  CHECK(warnings("2.3").at(0).find("'rate: 2.3' is 230 %; ") != std::string::npos);
  for (const char* meant : {"25 %", "2500 %", "1.45", "0.25", "145 %"}) {
    CAPTURE(meant);
    CHECK(warnings(meant).empty());
  }
  CHECK(warnings("10 %", {"instruments.t.schedule.2025-01-01.rate=30"}).size() == 1);
  // What a run wrote down is not asked about again.
  folder.write("resolved.yaml", folder
                                    .load("top.yaml", {"instruments.t.schedule.2025-01-01.rate="
                                                       "2500 %"})
                                    .resolved_yaml);
  const LoadedScenario again = folder.load("resolved.yaml");
  CHECK(again.warnings.empty());
  CHECK(std::get<TariffSpec>(again.scenario.instruments[0].kind).schedule[0].rate == 25);
}
