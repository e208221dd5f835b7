#include "sim/report/scenario_schema.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "models/scenario/load.hpp"
#include "sim/report/key_reference.hpp"
#include "tests/sim/report/schema_check.hpp"
#include "tests/sim/report/scratch_folder.hpp"
#include "tests/sim/report/yaml_json.hpp"

using namespace monazite;
using namespace monazite::test;

namespace {

namespace fs = std::filesystem;

const fs::path source = MONAZITE_SOURCE_DIR;

const SchemaCheck& schema() {
  static const SchemaCheck check(Json::parse(scenario_schema()));
  return check;
}

using Problems = std::vector<std::string>;

Problems problems_of(const std::string& yaml) {
  const auto json = json_of_yaml(yaml);
  return json ? schema().problems(*json) : Problems{"no YAML"};
}

/// Problems of keys laid over a base.
Problems laid_over(const std::string& keys) {
  return problems_of("monazite: 1\nbase: world.yaml\n" + keys);
}

/// Problems of keys that stand in a file of their own.
Problems alone(const std::string& keys) {
  return problems_of("monazite: 1\ncalendar: {start: 2025-01-01, end: 2025-12-31}\n" + keys);
}

/// The scenario files below a folder: those with the key `monazite`.
std::vector<fs::path> scenarios_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml" &&
        ("\n" + read_whole(entry.path())).find("\nmonazite:") != std::string::npos) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("the schema in docs is what `monazite schema` prints") {
  CHECK(read_whole(source / "docs/schema/scenario.schema.json") == scenario_schema());
}

TEST_CASE("the reference page in docs is what `monazite schema --format markdown` prints") {
  CHECK(read_whole(source / "docs/reference.md") == key_reference());
}

TEST_CASE("a schema with a word that the check does not know is refused") {
  CHECK_THROWS(SchemaCheck(Json::parse(R"({"contains": {}})")));
  CHECK_THROWS(SchemaCheck(Json::parse(R"({"properties": {"a": {"format": "date"}}})")));
  CHECK_THROWS(SchemaCheck(Json::parse(R"({"items": [{}]})")));
  CHECK_THROWS(SchemaCheck(Json::parse(R"({"if": {}})")));
  CHECK_NOTHROW(SchemaCheck(Json::parse(R"({"title": "a", "type": "string"})")));
}

TEST_CASE("every default follows the schema of its key") {
  const Json whole = Json::parse(scenario_schema());
  std::size_t defaults = 0;
  for (const Json& definition : whole["definitions"]) {
    const Json properties = definition.value("properties", Json::object());
    for (const auto& [name, property] : properties.items()) {
      if (property.contains("default")) {
        CAPTURE(name);
        ++defaults;
        CHECK(SchemaCheck(property).problems(property["default"]) == Problems{});
      }
    }
  }
  CHECK(defaults > 50);
}

TEST_CASE("every scenario of the project follows the schema and names it in its first line") {
  const auto files = scenarios_in(source / "scenarios");
  REQUIRE(files.size() >= 9);
  for (const fs::path& file : files) {
    CAPTURE(file.string());
    const std::string text = read_whole(file);
    CHECK(problems_of(text) == Problems{});
    const std::string begin = "# yaml-language-server: $schema=";
    REQUIRE(text.rfind(begin, 0) == 0);
    const std::string named = text.substr(begin.size(), text.find('\n') - begin.size());
    CHECK((file.parent_path() / named).lexically_normal() ==
          (source / "docs/schema/scenario.schema.json").lexically_normal());
  }
}

TEST_CASE("the valid scenarios of the tests follow the schema, before and after resolving") {
  std::vector<fs::path> files = scenarios_in(source / "tests/cli/world");
  files.push_back(source / "tests/bad_input/valid_world.yaml");
  files.push_back(source / "tests/models/scenario/rich/rich.yaml");
  files.push_back(source / "scenarios/teaching/pipe.yaml");
  REQUIRE(files.size() >= 7);
  for (const fs::path& file : files) {
    CAPTURE(file.string());
    CHECK(problems_of(read_whole(file)) == Problems{});
    CHECK(problems_of(load_scenario(file).resolved_yaml) == Problems{});
  }
}

/// The other files are wrong in ways that no schema sees: in their tables, in what ids or dates say
/// together, or already as YAML.
TEST_CASE("the bad files that are wrong in their form are refused by the schema, and no others") {
  const std::set<std::string> refused = {"bad_contract.yaml",
                                         "bad_date.yaml",
                                         "bad_distributions.yaml",
                                         "bad_id.yaml",
                                         "bad_instruments.yaml",
                                         "demand_changes.yaml",
                                         "empty.yaml",
                                         "escaped_message.yaml",
                                         "firms_and_lineage.yaml",
                                         "many_problems.yaml",
                                         "missing_keys.yaml",
                                         "missing_unit.yaml",
                                         "negative_capacity.yaml",
                                         "no_as_boolean.yaml",
                                         "no_version.yaml",
                                         "not_a_number.yaml",
                                         "outage_times.yaml",
                                         "percent_forgotten.yaml",
                                         "pipelines.yaml",
                                         "quota_batches.yaml",
                                         "quoted_number.yaml",
                                         "sweep.yaml",
                                         "talks_by_id.yaml",
                                         "too_many_digits.yaml",
                                         "unknown_enum.yaml",
                                         "unknown_key.yaml",
                                         "unknown_unit.yaml",
                                         "wrong_unit.yaml"};
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(source / "tests/bad_input")) {
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    const auto json = json_of_yaml(read_whole(entry.path()));
    if (json && !schema().problems(*json).empty()) {
      found.insert(entry.path().filename().string());
    }
  }
  CHECK(found == refused);
}

TEST_CASE("what is laid over a base may leave out what the base has") {
  CHECK(laid_over("") == Problems{});
  CHECK(laid_over("calendar: {end: 2026-12-31}") == Problems{});
  CHECK(laid_over("lines: [{facility: A, process: b, rate: 5 t/yr}]") == Problems{});
  CHECK(laid_over("lines: [{process: b, rate: 5 t/yr}]") ==
        Problems{"/lines/0: required facility"});
  CHECK(laid_over("sectors: [{id: AUTO, growth_from: 2025-01-01}]") == Problems{});
  CHECK(laid_over("instruments: [{id: ban, until: 2025-06-01}]") == Problems{});
  CHECK(laid_over("instruments: [{id: x, type: tariff}]") == Problems{});
  CHECK(laid_over("instruments: [{id: x, remove: true}]") == Problems{});
  CHECK(laid_over("instruments: [{id: x, remove: \"true\"}]") ==
        Problems{"/instruments/0/remove: type"});
  CHECK(laid_over("runs: {remove: true}") == Problems{"/runs/remove: additionalProperties"});
}

TEST_CASE("what stands alone must be whole") {
  CHECK(problems_of("base: world.yaml") == Problems{": required monazite"});
  CHECK(problems_of("monazite: 1") == Problems{": required calendar"});
  CHECK(alone("") == Problems{});
  CHECK(alone("lines: [{facility: A, process: b}]") == Problems{"/lines/0: required capacity"});
  CHECK(alone("lines: {table: lines.csv, rows: [{facility: A, process: b}]}") == Problems{});
  CHECK(alone("lines: {tables: lines.csv}") == Problems{"/lines/tables: additionalProperties"});
  CHECK(alone("sectors: [{id: AUTO, growth_from: 2025-01-01}]") ==
        Problems{"/sectors/0: required growth"});
  CHECK(alone("instruments: [{id: x, type: tariff, issuer: US, covers: {}}]") ==
        Problems{"/instruments/0: required schedule"});
}

TEST_CASE("a list that replaces that of the base must be whole in any file, one that merges not") {
  const std::string tariff = "instruments:\n  - id: x\n    type: tariff\n    schedule: ";
  CHECK(laid_over(tariff + "[{from: 2025-01-01, rate: 5 %}]") == Problems{});
  CHECK(laid_over(tariff + "[{from: 2025-01-01}]") == Problems{});
  CHECK(laid_over(tariff + "[{from: 2025-01-01, remove: true}]") == Problems{});
  CHECK(laid_over(tariff + "[{rate: 5 %}]") ==
        Problems{"/instruments/0/schedule/0: required from"});
  CHECK(laid_over("sectors: [{id: A, substitution: [{after: 5 d}]}]") ==
        Problems{"/sectors/0/substitution/0: required share"});
}

TEST_CASE("the type of an instrument decides its keys") {
  CHECK(laid_over("instruments: [{id: x, type: ban, grace: 14 d}]") == Problems{});
  CHECK(laid_over("instruments: [{id: x, type: ban, validity: 14 d}]") ==
        Problems{"/instruments/0/validity: additionalProperties"});
  CHECK(laid_over("instruments: [{id: x, type: permit}]") == Problems{"/instruments/0/type: enum"});
  CHECK(laid_over("instruments: [{id: x, validity: 14 d, changes: [{on: 2025-01-01}]}]") ==
        Problems{});
  CHECK(laid_over("instruments: [{id: x, valid: 14 d}]") ==
        Problems{"/instruments/0/valid: additionalProperties"});
}

TEST_CASE("values have the form that the reader takes") {
  CHECK(laid_over("title: 2025") == Problems{});
  CHECK(laid_over("title: [a]") == Problems{"/title: type"});
  CHECK(laid_over("runs: {replications: 0}") == Problems{"/runs/replications: minimum"});
  CHECK(laid_over("runs: {replications: 1.5}") == Problems{"/runs/replications: type"});
  CHECK(laid_over("runs: {replications: \"12\"}") == Problems{"/runs/replications: type"});
  CHECK(laid_over("switches: {growth: yes}") == Problems{"/switches/growth: type"});
  CHECK(laid_over("switches: {demand_scale: 80 %}") == Problems{});
  CHECK(laid_over("switches: {demand_scale: 0.8}") == Problems{});
  CHECK(laid_over("switches: {demand_scale: \"0.8\"}") ==
        Problems{"/switches/demand_scale: pattern"});
  CHECK(laid_over("switches: {demand_scale: 1001}") == Problems{"/switches/demand_scale: maximum"});
  CHECK(laid_over("demand: [{facility: A, cover: 30}]") == Problems{"/demand/0/cover: type"});
  CHECK(laid_over("demand: [{facility: A, cover: 30 t}]") == Problems{"/demand/0/cover: pattern"});
  CHECK(laid_over("calendar: {end: 2025-02-30}") == Problems{"/calendar/end: pattern"});
  CHECK(laid_over("routes: [{from: '*', to: CN, transit: \"uniform(1 d, 2 d)\"}]") == Problems{});
  CHECK(laid_over("lanes: [{from: '*', to: A, material: b}]") ==
        Problems{"/lanes/0/from: pattern"});
  CHECK(laid_over("shocks: [{id: a, facilities: A B, regions: []}]") == Problems{});
  CHECK(laid_over("materials: [{id: a, elements: []}]") ==
        Problems{"/materials/0/elements: minItems"});
  CHECK(laid_over("materials: [{id: a, elements: all}]") == Problems{});
  CHECK(laid_over("materials: [{id: a, elements: [Nd, Nd]}]") ==
        Problems{"/materials/0/elements: uniqueItems"});
  CHECK(laid_over("instruments: [{id: x, approval: {default: 60 %, AUTO: 0.5}}]") == Problems{});
  CHECK(laid_over("instruments: [{id: x, type: licence, approval: {default: 2}}]") ==
        Problems{"/instruments/0/approval/default: maximum"});
  CHECK(laid_over("lanes:") == Problems{"/lanes: type"});
}

TEST_CASE("anchors, aliases and merge keys are resolved before the schema looks") {
  const std::string merged =
      "instruments:\n"
      "  - &first {id: a, type: ban, issuer: CN, covers: &all {origins: [CN]}}\n"
      "  - {<<: *first, id: b}\n"
      "  - {id: c, type: ban, issuer: CN, covers: *all}\n";
  CHECK(alone(merged) == Problems{});
}
