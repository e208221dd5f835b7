#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/models/scenario/scenario_folder.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

const std::string regions = "regions: [{id: CN}, {id: US}]\n";
const std::string chain =
    scenario_head + regions +
    "sectors: [{id: auto}]\n"
    "materials: [{id: ore, form: concentrate}]\n"
    "processes: [{id: p}]\n"
    "facilities: [{id: A, stage: mine, region: CN}, {id: B, stage: mine, region: CN}]\n"
    "lanes: [{from: A, to: B, material: ore, flow: 1 t/yr}]\n";

/// Lists of each kind that merges by a day or a year, and one that cannot.
const std::string dated_base =
    scenario_head +
    "regions: [{id: CN, holidays: [{from: 2025-01-28, until: 2025-02-04}]}, {id: US}]\n"
    "instruments:\n"
    "  - {id: t, type: tariff, issuer: US, covers: {origins: [CN]},\n"
    "     schedule: [{from: 2025-01-01, rate: 10 %}, {from: 2025-02-01, rate: 2}]}\n"
    "  - {id: q, type: production_quota, issuer: CN, regions: [CN], limits: [{year: 2025,\n"
    "     quota: 9 t, batches: [{on: 2025-01-01, share: 40 %}, {on: 2025-07-01, share: 60 %}]}]}\n"
    "  - {id: b, type: ban, issuer: CN, from: 2025-03-01, covers: {},\n"
    "     exempt: [{forms: [oxide]}], changes: [{on: 2025-04-01, in_force: false}]}\n";

Texts ids(const std::vector<RegionSpec>& list) {
  Texts result;
  for (const auto& region : list) {
    result.push_back(region.id + "=" + region.name);
  }
  return result;
}

}  // namespace

TEST_CASE("maps merge, and what a file says wins over its base") {
  ScenarioFolder folder;
  folder.write("base.yaml", scenario_head + "runs: {replications: 3, seed: 4}\ntitle: base\n");
  folder.write("top.yaml", "monazite: 1\nbase: base.yaml\nruns: {seed: 5}\n");
  const auto loaded = folder.load("top.yaml");
  CHECK(loaded.scenario.runs.replications == 3);
  CHECK(loaded.scenario.runs.seed == 5);
  CHECK(loaded.scenario.title == "base");
  REQUIRE(loaded.inputs.size() == 2);
  CHECK(loaded.inputs[0].path == folder.path("top.yaml"));
  CHECK(loaded.inputs[1].content.rfind("monazite: 1", 0) == 0);
}

TEST_CASE("of several bases each lies over those before it, and the file over all") {
  ScenarioFolder folder;
  folder.write("world.yaml", scenario_head + "runs: {replications: 3, seed: 4}\ntitle: world\n" +
                                 "regions: [{id: A, name: world}, {id: B, name: world}]\n");
  folder.write("goods.yaml",
               "monazite: 1\nname: goods\ntitle: goods\nruns: {seed: 5}\n"
               "regions: [{id: B, name: goods}, {id: C, name: goods}]\n");
  folder.write("top.yaml", "monazite: 1\nbase: [world.yaml, goods.yaml]\nruns: {seed: 6}\n");
  const auto loaded = folder.load("top.yaml");
  CHECK(loaded.scenario.name == "top");
  CHECK(loaded.scenario.title == "goods");
  CHECK(loaded.scenario.runs.replications == 3);
  CHECK(loaded.scenario.runs.seed == 6);
  CHECK(ids(loaded.scenario.regions) == Texts{"A=world", "B=goods", "C=goods"});
  CHECK(loaded.inputs.size() == 3);
}

TEST_CASE("the name is the file's own: the base does not give it") {
  ScenarioFolder folder;
  folder.write("base.yaml", "name: below\n" + scenario_head);
  folder.write("top.yaml", "monazite: 1\nbase: base.yaml\n");
  CHECK(folder.load("base.yaml").scenario.name == "below");
  CHECK(folder.load("top.yaml").scenario.name == "top");
  CHECK(folder.load("top.yaml", {"name=other"}).scenario.name == "other");
}

TEST_CASE("the layers: base, its tables, the file, its tables, the settings") {
  ScenarioFolder folder;
  folder.write("base.csv", "id,name\nA,base table\nB,base table\nC,base table\nD,base table\n");
  folder.write("top.csv", "id,name\nD,top table\nE,top table\n");
  folder.write("base.yaml", scenario_head +
                                "regions:\n"
                                "  rows: [{id: A, name: base}, {id: Z, name: base}]\n"
                                "  table: base.csv\n");
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "regions:\n"
               "  table: [top.csv]\n"
               "  rows: [{id: C, name: top}, {id: D, name: top}, {id: B, remove: true}]\n");
  CHECK(ids(folder.load("top.yaml", {"regions.E.name=set"}).scenario.regions) ==
        Texts{"A=base table", "Z=base", "C=top", "D=top table", "E=set"});
}

TEST_CASE("lists merge by their identity, which may have several parts") {
  ScenarioFolder folder;
  folder.write("base.yaml", chain);
  folder.write("more.csv",
               "from,to,material,flow [t/yr],note\nA,B,ore,,from a table\nB,A,ore,3,\n");
  folder.write("top.yaml", "monazite: 1\nbase: base.yaml\nlanes: {table: more.csv}\n");
  const auto lanes = folder.load("top.yaml").scenario.lanes;
  REQUIRE(lanes.size() == 2);
  CHECK(lanes[0].tonnes_per_year == 1);
  CHECK(lanes[0].provenance.note == "from a table");
  CHECK(lanes[1].tonnes_per_year == 3);
}

TEST_CASE("'all' and nothing are the same part of an identity") {
  ScenarioFolder folder;
  folder.write("base.yaml", scenario_head + regions +
                                "routes: [{from: '*', to: US, transit: 30 d},\n"
                                "         {from: '*', to: US, form: magnet, transit: 20 d}]\n");
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "routes: [{from: '*', to: US, form: all, freight: 1 USD/kg}]\n");
  const auto routes = folder.load("top.yaml").scenario.routes;
  REQUIRE(routes.size() == 2);
  CHECK(routes[0].form.empty());
  CHECK(routes[0].freight_usd_per_kg == 1);
  CHECK(routes[1].freight_usd_per_kg == 0);
}

TEST_CASE("a list of names replaces") {
  ScenarioFolder folder;
  folder.write("base.yaml",
               scenario_head + regions + "region_groups: [{id: G, members: [CN, US]}]\n");
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\nregion_groups: [{id: G, members: [US]}]\n");
  CHECK(folder.load("top.yaml").scenario.region_groups[0].members == Texts{"US"});
}

TEST_CASE("dated lists merge by their day and stand in its order") {
  ScenarioFolder folder;
  folder.write("base.yaml", dated_base);
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "regions: [{id: CN, holidays: [{from: 2025-10-01, until: 2025-10-08}]}]\n"
               "instruments:\n"
               "  - id: t\n"
               "    covers: {forms: [magnet]}\n"
               "    schedule: [{from: 2025-01-15, rate: 5 %}, {from: 2025-02-01, rate: 3 %}]\n"
               "  - {id: q, limits: [{year: 2024, quota: 7 t}]}\n"
               "  - {id: b, changes: [{on: 2025-05-01, in_force: true}]}\n");
  const auto scenario = folder.load("top.yaml").scenario;
  REQUIRE(scenario.regions[0].holidays.size() == 2);
  const auto& tariff = std::get<TariffSpec>(scenario.instruments[0].kind);
  REQUIRE(tariff.schedule.size() == 3);
  CHECK(tariff.schedule[0].rate == 0.1);
  CHECK(tariff.schedule[1].rate == 0.05);
  CHECK(tariff.schedule[2].rate == 0.03);
  CHECK(tariff.covers.origins == Texts{"CN"});
  CHECK(tariff.covers.forms == std::vector<Form>{Form::magnet});
  const auto& quota = std::get<ProductionQuotaSpec>(scenario.instruments[1].kind);
  REQUIRE(quota.limits.size() == 2);
  CHECK(quota.limits[0].tonnes == 7);
  CHECK(quota.limits[1].batches.size() == 2);
  const auto& ban = std::get<BanSpec>(scenario.instruments[2].kind);
  REQUIRE(ban.changes.size() == 2);
  CHECK(ban.changes[0].on == date_of(2025, 4, 1));
}

TEST_CASE("a dated entry can be taken out, and its list be replaced, which is noted") {
  ScenarioFolder folder;
  folder.write("base.yaml", dated_base);
  folder.write("gone.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "instruments: [{id: t, schedule: [{from: 2025-02-01, remove: true}]}]\n");
  const auto gone = folder.load("gone.yaml");
  REQUIRE(std::get<TariffSpec>(gone.scenario.instruments[0].kind).schedule.size() == 1);
  CHECK(gone.notes.empty());
  folder.write("other.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "instruments: [{id: t, schedule: !replace [{from: 2025-03-01, rate: 5 %}]}]\n");
  const auto other = folder.load("other.yaml");
  const auto& schedule = std::get<TariffSpec>(other.scenario.instruments[0].kind).schedule;
  REQUIRE(schedule.size() == 1);
  CHECK(schedule[0].rate == 0.05);
  REQUIRE(other.notes.size() == 1);
  CHECK(to_text(other.notes[0]) ==
        folder.path("other.yaml") + ":3:33: error: 'schedule' replaces the base's 2 of them");
  // The tree of a base replaces too where it is laid over that of another.
  folder.write("both.yaml", "monazite: 1\nbase: [base.yaml, other.yaml]\n");
  const auto both = folder.load("both.yaml").scenario;
  CHECK(std::get<TariffSpec>(both.instruments[0].kind).schedule.size() == 1);
  const auto set = folder.load("base.yaml", {"instruments.t.schedule=!replace [{from: "
                                             "2025-04-01, rate: 1 %}]"});
  CHECK(std::get<TariffSpec>(set.scenario.instruments[0].kind).schedule.size() == 1);
}

TEST_CASE("a list of records that cannot be merged takes a base's place only when that is said") {
  ScenarioFolder folder;
  folder.write("base.yaml", dated_base);
  const auto over = [&](const std::string& exempt) {
    folder.write("top.yaml",
                 "monazite: 1\nbase: base.yaml\ninstruments: [{id: b, exempt: " + exempt + "}]\n");
    return folder.messages("top.yaml");
  };
  CHECK(over("[{forms: [metal]}]") ==
        Texts{"top.yaml:3:31: error: 'exempt' would take the place of the base's 1, and cannot be "
              "merged with it; expected `exempt: !replace` before the list, with all that is to "
              "hold"});
  CHECK(over("!replace [{forms: [metal]}]") == Texts{"taken"});
  CHECK(over("[]") == Texts{"taken"});
  CHECK(over("[{forms: [oxide]}]") == Texts{"taken"});  // the same
  CHECK(folder.messages("base.yaml", {"instruments.b.exempt=[{forms: [metal]}]"}) ==
        Texts{"taken"});
}

TEST_CASE("what would change nothing in a list that merges is told") {
  ScenarioFolder folder;
  folder.write("base.yaml", dated_base);
  folder.write("top.yaml", "monazite: 1\nbase: base.yaml\ninstruments: [{id: t, schedule: []}]\n");
  CHECK(folder.messages("top.yaml") ==
        Texts{"top.yaml:3:33: error: the empty 'schedule' changes nothing: the base's 2 stay; "
              "expected `schedule: !replace []` to take them out"});
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "instruments: [{id: t, covers: !replace {origins: [US]}}]\n");
  CHECK(folder.messages("top.yaml") ==
        Texts{"top.yaml:3:31: error: '!replace' of 'covers', which is no list of maps; expected "
              "the value alone"});
}

TEST_CASE("a list inside a record may be a table too") {
  ScenarioFolder folder;
  folder.write("holidays.csv", "from,until,activity [%]\n2025-01-28,2025-02-04,40\n");
  folder.write("top.yaml",
               scenario_head + "regions: [{id: CN, holidays: {table: holidays.csv}}]\n");
  const auto holidays = folder.load("top.yaml").scenario.regions[0].holidays;
  REQUIRE(holidays.size() == 1);
  CHECK(holidays[0].activity == 0.4);
  CHECK(holidays[0].until == date_of(2025, 2, 4));
}

TEST_CASE("what was removed may be added again") {
  ScenarioFolder folder;
  folder.write("base.yaml", scenario_head + "regions: [{id: CN, name: old}]\n");
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "regions: [{id: CN, remove: true}, {id: CN}, {id: US, remove: false}]\n");
  CHECK(ids(folder.load("top.yaml").scenario.regions) == Texts{"CN=", "US="});
}

TEST_CASE("each list tells what stands in it twice") {
  ScenarioFolder folder;
  folder.write("top.yaml", scenario_head + "regions: {table: regions.csv, rows: [{id: CN}]}\n");
  folder.write("regions.csv", "id,name\nCN,China\nUS,\nUS,again\n");
  CHECK(folder.messages("top.yaml") ==
        Texts{"regions.csv:4:1: error: duplicate region 'US' (first in line 3)"});
}

TEST_CASE("merge keys are applied: explicit keys win, then the earlier map") {
  ScenarioFolder folder;
  folder.write("top.yaml", scenario_head +
                               "behaviour:\n"
                               "  - &one {id: one, safety_factor: 1, cost_sensitivity: 0.5}\n"
                               "  - &two {id: two, safety_factor: 2, review: 3 d}\n"
                               "  - {<<: [*two, *one], id: three, review: 5 d}\n"
                               "  - {<<: *one, id: four}\n");
  const auto behaviour = folder.load("top.yaml").scenario.behaviour;
  REQUIRE(behaviour.size() == 4);
  CHECK(behaviour[2].safety_factor == 2);
  CHECK(behaviour[2].cost_sensitivity == 0.5);
  CHECK(behaviour[2].review_days == 5);
  CHECK(behaviour[3].safety_factor == 1);
}

TEST_CASE("files stay in the tree of the scenarios") {
  ScenarioFolder folder;
  folder.write("scenarios/world/base.yaml", scenario_head + "regions: {table: regions.csv}\n");
  folder.write("scenarios/world/regions.csv", "id\nCN\n");
  folder.write("scenarios/talks/top.yaml", "monazite: 1\nbase: ../world/base.yaml\n");
  folder.write("elsewhere/regions.csv", "id\nUS\n");
  folder.write("scenarios/talks/out.yaml",
               scenario_head + "regions: {table: ../../elsewhere/regions.csv}\n");
  const auto loaded = folder.load("scenarios/talks/top.yaml");
  CHECK(ids(loaded.scenario.regions) == Texts{"CN="});
  CHECK(loaded.inputs.back().path == folder.path("scenarios/world/regions.csv"));

  const std::string out = folder.path("scenarios/talks/out.yaml");
  CHECK_THROWS_AS(load_scenario(out), InputError);
  CHECK(load_scenario(out, {{}, {folder.path("elsewhere")}}).scenario.regions[0].id == "US");

  std::filesystem::create_symlink(folder.path("elsewhere"), folder.path("scenarios/talks/link"));
  folder.write("scenarios/talks/linked.yaml",
               scenario_head + "regions: {table: link/regions.csv}\n");
  CHECK_THROWS_AS(load_scenario(folder.path("scenarios/talks/linked.yaml")), InputError);
}

TEST_CASE("what a base that is missing may hold is not said to be missing") {
  ScenarioFolder folder;
  folder.write("top.yaml", scenario_head +
                               "base: gone.yaml\n"
                               "regions:\n"
                               "  - {id: CN, remove: true}\n"
                               "  - {id: US, holidays: [{from: 2025-01-28, remove: true}]}\n"
                               "  - {id: EU, activity: 1}\n");
  const Texts told = folder.messages("top.yaml", {"facilities.MINE.region=US"});
  REQUIRE(told.size() == 2);
  CHECK(told[0].find("no file ") != std::string::npos);
  CHECK(told[1].rfind("top.yaml:7:14: error: unknown key 'activity'", 0) == 0);
}
