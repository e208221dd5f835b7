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

TEST_CASE("other lists replace") {
  ScenarioFolder folder;
  folder.write(
      "base.yaml",
      scenario_head + regions +
          "region_groups: [{id: G, members: [CN, US]}]\n"
          "instruments:\n"
          "  - {id: t, type: tariff, issuer: US, covers: {origins: [CN]},\n"
          "     schedule: [{from: 2025-01-01, rate: 10 %}, {from: 2025-02-01, rate: 2}]}\n");
  folder.write("top.yaml",
               "monazite: 1\nbase: base.yaml\n"
               "region_groups: [{id: G, members: [US]}]\n"
               "instruments: [{id: t, covers: {forms: [magnet]}, "
               "schedule: [{from: 2025-03-01, rate: 5 %}]}]\n");
  const auto scenario = folder.load("top.yaml").scenario;
  CHECK(scenario.region_groups[0].members == Texts{"US"});
  const auto& tariff = std::get<TariffSpec>(scenario.instruments[0].kind);
  REQUIRE(tariff.schedule.size() == 1);
  CHECK(tariff.schedule[0].rate == 0.05);
  CHECK(tariff.covers.origins == Texts{"CN"});
  CHECK(tariff.covers.forms == std::vector<Form>{Form::magnet});
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
