#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/models/scenario/scenario_folder.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

ScenarioFolder& folder() {
  static ScenarioFolder instance;
  static const bool is_written = [] {
    instance.write("lines.csv",
                   "facility,process,capacity [t/yr],lead_time\n"
                   "MINE,mining,100,5 d\n");
    instance.write("top.yaml",
                   scenario_head +
                       "regions: [{id: CN}, {id: US}]\n"
                       "processes: [{id: mining}]\n"
                       "materials: [{id: ore, form: concentrate}]\n"
                       "facilities: [{id: MINE, stage: mine, region: CN}]\n"
                       "lines: {table: lines.csv}\n"
                       "instruments:\n"
                       "  - id: us_tariff\n"
                       "    type: tariff\n"
                       "    issuer: US\n"
                       "    covers: {origins: [CN]}\n"
                       "    schedule: [{from: 2025-01-01, rate: 10 %}, {from: 2025-02-01, "
                       "rate: 20 %}]\n");
    return true;
  }();
  static_cast<void>(is_written);
  return instance;
}

Scenario with(const Texts& settings) { return folder().load("top.yaml", settings).scenario; }

Texts said_of(const std::string& setting) { return folder().messages("top.yaml", {setting}); }

}  // namespace

TEST_CASE("settings address maps, things by identity and lists by position") {
  const auto scenario = with(
      {"switches.noise=false", "runs.seed=18446744073709551615", "calendar.warm_up = 90 d",
       "instruments.us_tariff.schedule.2025-02-01.rate=30 %", "lines.MINE/mining.capacity=12 kt/yr",
       "lines.MINE/mining.lead_time=choice(5 d: 3, 10 d: 1)",
       "instruments.us_tariff.covers.elements=[Dy, Tb]",
       "instruments.us_tariff.covers.forms=magnet alloy", "title='two: words'"});
  CHECK_FALSE(scenario.switches.noise);
  CHECK(scenario.runs.seed == 18446744073709551615ULL);
  CHECK(scenario.calendar.warm_up_days == 90);
  CHECK(scenario.lines[0].capacity_tonnes_per_year == 12000);
  CHECK(scenario.lines[0].lead_time == Distribution(Choice{{5 * 86400, 10 * 86400}, {3, 1}}));
  const auto& tariff = std::get<TariffSpec>(scenario.instruments[0].kind);
  CHECK(tariff.schedule[0].rate == 0.1);
  CHECK(tariff.schedule[1].rate == 0.3);
  CHECK(tariff.covers.elements == std::vector<Element>{Element::Dy, Element::Tb});
  CHECK(tariff.covers.forms == std::vector<Form>{Form::magnet, Form::alloy});
  CHECK(scenario.title == "two: words");
}

TEST_CASE("the later setting wins, and lists of things merge") {
  CHECK(with({"runs.seed=1", "runs.seed=2"}).runs.seed == 2);
  const auto scenario = with({"regions=[{id: JP}, {id: US, name: America}]"});
  REQUIRE(scenario.regions.size() == 3);
  CHECK(scenario.regions[1].name == "America");
  CHECK(with({"instruments.us_tariff.remove=true"}).instruments.empty());
  CHECK(with({"facilities.MINE={name: Pit}"}).facilities[0].name == "Pit");
}

TEST_CASE("a setting has the same checks as the file, and its place is itself") {
  CHECK(said_of("calender.end=2025-12-31") ==
        Texts{"--set calender.end=2025-12-31: error: unknown key 'calender' in 'calender.end'; did "
              "you mean 'calendar'?"});
  CHECK(said_of("calendar.end=soon") == Texts{"--set calendar.end=soon: error: 'soon' is no date; "
                                              "expected a date such as '2025-04-04'"});
  CHECK(said_of("calendar.end=2024-12-31") ==
        Texts{"--set calendar.end=2024-12-31: error: the end '2024-12-31' is before the start; "
              "expected a date from 2025-01-01 on"});
  CHECK(said_of("instruments.us_tarif.issuer=US") ==
        Texts{"--set instruments.us_tarif.issuer=US: error: no instrument 'us_tarif' in "
              "'instruments'; did you mean 'us_tariff'?"});
  CHECK(said_of("instruments.us_tariff.schedule.1.rate=1 %") ==
        Texts{"--set instruments.us_tariff.schedule.1.rate=1 %: error: 'schedule' has no "
              "positions: its items are named by their from; expected '2025-02-01' in place of "
              "'1', the item that now stands there"});
  CHECK(said_of("instruments.us_tariff.schedule.2025-02-11.rate=1 %") ==
        Texts{"--set instruments.us_tariff.schedule.2025-02-11.rate=1 %: error: no step "
              "'2025-02-11' in 'schedule'; did you mean '2025-02-01'?"});
  CHECK(said_of("facilities.MINE.region=UK") ==
        Texts{"--set facilities.MINE.region=UK: error: no region 'UK'; did you mean 'US'?"});
  CHECK(said_of("lines.MINE/mining.capacity=5") ==
        Texts{"--set lines.MINE/mining.capacity=5: error: 'capacity' has no unit: '5'; expected a "
              "rate such as '5000 t/yr'"});
  CHECK(said_of("runs.seed") ==
        Texts{"--set runs.seed: error: not a setting; expected KEY.PATH=VALUE"});
  CHECK(said_of("=5") == Texts{"--set =5: error: not a setting; expected KEY.PATH=VALUE"});
  CHECK(said_of("runs.seed=") == Texts{"--set runs.seed=: error: 'seed' has no value; expected a "
                                       "whole number"});
  CHECK(said_of("runs.seed.low=1") ==
        Texts{"--set runs.seed.low=1: error: 'seed' holds no other keys; expected a whole number"});
  CHECK(said_of("base=other.yaml") == Texts{"--set base=other.yaml: error: 'base' cannot be set"});
  CHECK(said_of("facilities.MINE=5") == Texts{"--set facilities.MINE=5: error: '5' is no map; "
                                              "expected a map"});
  CHECK(said_of("regions=[{id: }") ==
        Texts{"--set regions=[{id: }: error: no valid YAML: end of sequence flow not found"});
}

TEST_CASE("all problems of files and settings come at once") {
  CHECK(folder().messages("top.yaml", {"runs.seed=x", "switches.noise=maybe"}).size() == 2);
}

TEST_CASE("a path that names a line or a lane in part, or by its plant, is told the right form") {
  const auto told = [](const std::string& path) {
    const std::string setting = path + "=1 t/yr";
    const Texts messages = said_of(setting);
    REQUIRE(messages.size() == 1);
    const std::string start = "--set " + setting + ": error: ";
    REQUIRE(messages[0].rfind(start, 0) == 0);
    return messages[0].substr(start.size());
  };
  const std::string meant = "; expected 'lines.MINE/mining.capacity'";
  CHECK(told("lines.MINE.capacity") ==
        "no line 'MINE' in 'lines', whose items are named by their facility/process" + meant);
  CHECK(told("lines.MINE.mining.capacity") ==
        "no line 'MINE' in 'lines', whose items are named by their facility/process" + meant);
  CHECK(told("lines.mining.capacity") ==
        "no line 'mining' in 'lines', whose items are named by their facility/process" + meant);
  CHECK(told("lines.mining/MINE.capacity") ==
        "no line 'mining/MINE' in 'lines', whose items are named by their facility/process" +
            meant);
  CHECK(told("facilities.MINE.lines.mining.capacity") ==
        "unknown key 'lines' in 'facilities.MINE.lines.mining.capacity'" + meant);
  CHECK(told("facilities.MINE.lines.capacity") ==
        "unknown key 'lines' in 'facilities.MINE.lines.capacity'" + meant);
  CHECK(told("facilities.MINE.capacity") ==
        "unknown key 'capacity' in 'facilities.MINE.capacity'" + meant);
  CHECK(told("lines.MIEN/mining.capacity") ==
        "no line 'MIEN/mining' in 'lines'; did you mean 'MINE/mining'?");
}
