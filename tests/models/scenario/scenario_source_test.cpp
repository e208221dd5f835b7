#include <catch2/catch.hpp>
#include <rapidcheck.h>
#include <string>
#include <vector>

#include "tests/models/scenario/scenario_folder.hpp"

using namespace monazite;
using Texts = std::vector<std::string>;

namespace {

const std::string rich = MONAZITE_SOURCE_DIR "/tests/models/scenario/rich/rich.yaml";

/// What a load gives, or what it says.
Texts outcome_of(ScenarioSource& source, const Texts& settings) {
  try {
    const LoadedScenario loaded = source.load(settings);
    Texts texts = {loaded.resolved_yaml};
    for (const auto& files : {loaded.resolved_tables, loaded.inputs}) {
      for (const InputFile& file : files) {
        texts.push_back(file.path + "\n" + file.content);
      }
    }
    texts.insert(texts.end(), loaded.scenario.files.begin(), loaded.scenario.files.end());
    return texts;
  } catch (const InputError& error) {
    Texts texts = {error.kind == InputError::Kind::not_found ? "not found" : "bad input"};
    for (const Diagnostic& problem : error.diagnostics) {
      texts.push_back(to_text(problem));
    }
    return texts;
  }
}

/// The same of a source that is read for this alone.
Texts fresh_outcome(const std::string& path, const Texts& settings) {
  ScenarioSource source(path);
  return outcome_of(source, settings);
}

}  // namespace

TEST_CASE("a source that was read once gives what load_scenario gives, time after time") {
  ScenarioSource source(rich);
  const Texts settings = {"runs.seed=5", "switches.noise=false", "title=other"};
  const Texts expected = fresh_outcome(rich, settings);
  CHECK(outcome_of(source, settings) == expected);
  CHECK(outcome_of(source, settings) == expected);
  CHECK(source.load(settings).resolved_yaml == load_scenario(rich, {settings, {}}).resolved_yaml);
}

TEST_CASE("settings do not leak into the next load, bad ones neither") {
  ScenarioSource source(rich);
  const Texts plain = fresh_outcome(rich, {});
  for (const Texts& settings :
       {Texts{"runs.seed=5"}, Texts{"calender.end=2025-12-31"}, Texts{"runs.seed=x", "title=t"},
        Texts{"regions=[{id: }"}, Texts{"calendar.end=1999-01-01"}, Texts{"no setting"}}) {
    CAPTURE(settings);
    CHECK(outcome_of(source, settings) == fresh_outcome(rich, settings));
    CHECK(outcome_of(source, {}) == plain);
  }
}

TEST_CASE("property: any order of settings gives what each gives alone") {
  const Texts pool = {"runs.seed=5",
                      "runs.seed=",
                      "title=a",
                      "regions=[{id: ZZ}]",
                      "switches.noise=no",
                      "switches.noise=false",
                      "facilities.none.x=1",
                      "calendar.end=soon",
                      "outputs.interval=month",
                      "materials={table: others.csv}",
                      "materials={table: none.csv}"};
  ScenarioSource source(rich);
  CHECK(rc::check("outcome_of(shared source) == outcome_of(fresh source)", [&] {
    const auto settings = *rc::gen::container<Texts>(rc::gen::elementOf(pool));
    RC_ASSERT(outcome_of(source, settings) == fresh_outcome(rich, settings));
  }));
}

TEST_CASE("a source is not read again when its files change") {
  const ScenarioFolder folder;
  folder.write("a.yaml", scenario_head + "title: first\n");
  ScenarioSource source(folder.path("a.yaml"));
  folder.write("a.yaml", scenario_head + "title: second\n");
  CHECK(source.load({}).scenario.title == "first");
}

TEST_CASE("what is wrong with the files is told by each load") {
  const ScenarioFolder folder;
  folder.write("bad.yaml", scenario_head + "tite: x\n");
  for (const char* file : {"bad.yaml", "none.yaml"}) {
    CAPTURE(file);
    ScenarioSource source(folder.path(file));
    const Texts expected = fresh_outcome(folder.path(file), {});
    CHECK(expected.size() == 2);
    CHECK(outcome_of(source, {}) == expected);
    CHECK(outcome_of(source, {"title=x"}) == expected);
    CHECK(outcome_of(source, {}) == expected);
  }
}

TEST_CASE("a source may be moved") {
  ScenarioSource source(rich);
  const Texts plain = outcome_of(source, {});
  ScenarioSource moved = std::move(source);
  CHECK(outcome_of(moved, {}) == plain);
}
