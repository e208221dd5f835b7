#include "sim/analysis/dead_keys.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "models/scenario/load.hpp"
#include "tests/models/scenario/scenario_folder.hpp"

namespace monazite {
namespace {

/// A desk over the teaching pipe, whose only user is a GLASS maker in the US.
DeadKeys found_in(const std::string& desk, unsigned threads = 1) {
  const ScenarioFolder folder;
  std::filesystem::copy_file(MONAZITE_SOURCE_DIR "/scenarios/teaching/pipe.yaml",
                             folder.path("pipe.yaml"));
  folder.write("desk.yaml",
               "monazite: 1\n"
               "base: pipe.yaml\n"
               "title: A desk\n"
               "instruments:\n"
               "  - id: valve\n"
               "    remove: true\n"
               "  - id: desk\n"
               "    type: licence\n"
               "    issuer: CN\n"
               "    from: 2025-04-04\n"
               "    covers: {materials: [oxide_Nd], origins: [CN], destinations: [US]}\n"
               "    review: {officers: 1, service: 5 workdays}\n" +
                   desk);
  DeadKeyOptions options;
  options.threads = threads;
  options.replications = 3;
  return find_dead_keys(folder.path("desk.yaml"), options);
}

/// The entry of a key of the desk; null where it is alive.
const DeadKey* entry(const DeadKeys& found, const std::string& key) {
  const auto known = std::find_if(found.keys.begin(), found.keys.end(), [&](const DeadKey& dead) {
    return dead.path == "instruments.desk." + key;
  });
  return known == found.keys.end() ? nullptr : &*known;
}

TEST_CASE("a default for what is all named is a dead key, at its place") {
  const auto found = found_in(
      "    approval: {default: 90 %, GLASS: 50 %}\n"
      "    approval_by_destination: {default: 20 %, US: 60 %}\n");
  const auto* use = entry(found, "approval.default");
  REQUIRE(use != nullptr);
  CHECK(use->reason.empty());
  CHECK(use->place.line == 13);
  CHECK(use->place.column == 16);
  CHECK(use->file.ends_with("desk.yaml"));
  const auto* destination = entry(found, "approval_by_destination.default");
  REQUIRE(destination != nullptr);
  CHECK(destination->reason.empty());
  CHECK(entry(found, "approval.GLASS") == nullptr);
  CHECK(entry(found, "approval_by_destination.US") == nullptr);
  CHECK(entry(found, "covers.materials") == nullptr);
  CHECK(entry(found, "review.service") == nullptr);
}

TEST_CASE("a key of a later change that another overrides is dead, one of no calendar cannot act") {
  const auto found = found_in(
      "    validity: 180 d\n"
      "    changes:\n"
      "      - {on: 2025-04-04, granted_share: 50 %}\n"
      "      - {on: 2025-04-05, granted_share: 70 %}\n"
      "      - {on: 2031-01-01, granted_share: 10 %}\n");
  const auto is_first = [](const DeadKey& dead) {
    return dead.place.line == 15 && dead.path.ends_with("granted_share");
  };
  const auto first = std::find_if(found.keys.begin(), found.keys.end(), is_first);
  REQUIRE(first != found.keys.end());
  CHECK(first->reason.empty());
  const auto idle = std::count_if(found.keys.begin(), found.keys.end(), [](const DeadKey& dead) {
    return dead.place.line == 17 && dead.reason.find("2031-01-01") != std::string::npos;
  });
  CHECK(idle == 2);
  CHECK(std::none_of(found.keys.begin(), found.keys.end(), [](const DeadKey& dead) {
    return dead.place.line == 16 && dead.path.ends_with("granted_share");
  }));
}

TEST_CASE("keys of the lists that a resolved scenario keeps in tables are varied too") {
  DeadKeyOptions options;
  options.threads = 1;
  const auto found = find_dead_keys(MONAZITE_SOURCE_DIR "/scenarios/teaching/pipe.yaml", options);
  // Lines, demand and lanes: most of the file can be otherwise.
  CHECK(found.fixed < found.looked_at / 2);
  CHECK(std::none_of(found.keys.begin(), found.keys.end(), [](const DeadKey& dead) {
    return dead.path.ends_with(".capacity") || dead.path.ends_with(".cover");
  }));
}

/// The dead keys of a file over the teaching pipe, by path.
std::map<std::string, std::string> found_over_pipe(const std::string& text) {
  const ScenarioFolder folder;
  std::filesystem::copy_file(MONAZITE_SOURCE_DIR "/scenarios/teaching/pipe.yaml",
                             folder.path("pipe.yaml"));
  folder.write("over.yaml", "monazite: 1\nbase: pipe.yaml\ntitle: A change\n" + text);
  DeadKeyOptions options;
  options.threads = 1;
  std::map<std::string, std::string> reasons;
  for (const DeadKey& dead : find_dead_keys(folder.path("over.yaml"), options).keys) {
    reasons[dead.path] = dead.reason;
  }
  return reasons;
}

TEST_CASE("what acts seldom is looked at again in as many runs as the scenario asks for") {
  const std::string talks =
      "talks:\n"
      "  - id: round\n"
      "    date: 2025-04-20\n"
      "    evaluate: sample\n"
      "    branches:\n"
      "      end: {probability: 10 %, actions: [{instrument: valve, do: suspend, after: 3 d}]}\n"
      "      quarrel: {probability: 90 %}\n";
  const std::string after = "talks.round.branches.end.actions.0.after";
  CHECK(found_over_pipe("runs: {replications: 1}\n" + talks).count(after) == 1);
  CHECK(found_over_pipe("runs: {replications: 40}\n" + talks).count(after) == 0);
}

TEST_CASE("keys without effect are told the reason why nothing can come of them") {
  const auto talks = found_over_pipe(
      "truces:\n"
      "  - {id: pause, from: 2025-05-01, deadline: 2025-06-30, then: extend, extension: 30 d,\n"
      "     actions: [{instrument: valve, do: suspend}]}\n"
      "talks:\n"
      "  - id: round\n"
      "    date: 2025-05-20\n"
      "    deadline: 2025-06-20\n"
      "    evaluate: enumerate\n"
      "    branches:\n"
      "      longer: {probability: 100 %, actions: [{truce: pause, extend: 30 d}]}\n");
  CHECK(talks.at("truces.pause.extension") == "it goes on again and again, by whatever time");
  CHECK(talks.at("talks.round.deadline") == "a bound that the round keeps");
  CHECK(talks.at("talks.round.date") == "it puts off what comes later than any of its days");
  CHECK(talks.count("talks.round.evaluate") == 0);
  const auto profiles =
      found_over_pipe("behaviour: [{id: idle, ordering: smoothed, adjustment_time: 28 d}]\n");
  CHECK(profiles.at("behaviour.idle.adjustment_time") == "no facility takes the profile 'idle'");
}

TEST_CASE("an approval of an end use that buys nothing covered cannot act") {
  const auto found = found_over_pipe(
      "sectors: [{id: LENSES, name: Lenses, recoverable_share: 0 %, restart: 0 d, stop_cover: 0 "
      "d,\n"
      "  demand_cv: 0 %}]\n"
      "instruments:\n"
      "  - {id: valve, remove: true}\n"
      "  - id: desk\n"
      "    type: licence\n"
      "    issuer: CN\n"
      "    from: 2025-04-04\n"
      "    covers: {materials: [oxide_Nd], origins: [CN], destinations: [US]}\n"
      "    review: {officers: 1, service: 5 workdays}\n"
      "    approval: {default: 90 %, LENSES: 10 %}\n");
  CHECK(found.at("instruments.desk.approval.LENSES") ==
        "no plant of 'LENSES' buys what is covered");
  CHECK(found.count("instruments.desk.approval.default") == 0);
}

TEST_CASE("what answers to duties and prices cannot act where no rule brings any") {
  const auto found = found_over_pipe(
      "instruments: [{id: valve, remove: true}]\n"
      "behaviour: [{id: default, cost_sensitivity: 0.5, holding_cost: 0.1 %/d}]\n");
  CHECK(found.at("behaviour.default.cost_sensitivity") ==
        "nothing here moves what a supplier's goods cost");
  CHECK(found.at("behaviour.default.holding_cost") ==
        "nothing here moves what a supplier's goods cost");
}

TEST_CASE("chances of branches, which add up to one, are varied in pairs") {
  const ScenarioFolder folder;
  std::filesystem::copy_file(MONAZITE_SOURCE_DIR "/scenarios/teaching/pipe.yaml",
                             folder.path("pipe.yaml"));
  folder.write("talks.yaml",
               "monazite: 1\n"
               "base: pipe.yaml\n"
               "title: Talks\n"
               "talks:\n"
               "  - id: round\n"
               "    date: 2025-04-20\n"
               "    branches:\n"
               "      end: {probability: 60 %, actions: [{instrument: valve, do: suspend}]}\n"
               "      quarrel: {probability: 40 %}\n");
  DeadKeyOptions options;
  options.threads = 1;
  DeadKeys found;
  try {
    found = find_dead_keys(folder.path("talks.yaml"), options);
  } catch (const InputError& error) {
    FAIL(to_text(error.diagnostics.front()));
  }
  CHECK(found.looked_at > 3);
  CHECK(std::none_of(found.keys.begin(), found.keys.end(),
                     [](const DeadKey& dead) { return dead.path.ends_with(".probability"); }));
}

TEST_CASE("dead keys are the same on any number of threads") {
  const std::string desk =
      "    approval: {default: 90 %, GLASS: 50 %}\n"
      "    record_weight: 0.5\n";
  const auto one = found_in(desk, 1);
  const auto three = found_in(desk, 3);
  REQUIRE(one.keys.size() == three.keys.size());
  CHECK(one.looked_at == three.looked_at);
  for (std::size_t k = 0; k < one.keys.size(); ++k) {
    CHECK(one.keys[k].path == three.keys[k].path);
    CHECK(one.keys[k].reason == three.keys[k].reason);
  }
}

}  // namespace
}  // namespace monazite
