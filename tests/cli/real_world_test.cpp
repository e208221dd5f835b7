#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/cli/scenario_copy.hpp"

using namespace monazite::test;

// What small worlds show of the same bytes and the balance, of the world of 2024 and the talks.
// Most runs end after the snap-back of August 2025: sanitizers take their time.
namespace {

const std::vector<std::string> real_scenarios = {"scenarios/stockholm/truce_extended.yaml",
                                                 "scenarios/stockholm/snap_back.yaml",
                                                 "scenarios/world_2024/world_2024.yaml"};

Tables run_briefly(const std::filesystem::path& folder, const std::filesystem::path& out,
                   std::vector<std::string> options) {
  options.insert(options.end(),
                 {"--set", "calendar.end=2025-09-30", "--set", "calendar.warm_up=90 d"});
  return run_scenarios(folder, real_scenarios, out, options);
}

Tables run_in_copy(const ScenarioCopy& copy, const std::string& out) {
  return run_briefly(copy.path(), out, {"--replications", "1"});
}

}  // namespace

TEST_CASE("the real world: threads change no file but the manifest", "[exact-check-10]") {
  const ScratchFolder scratch;
  const auto run_with = [&](const std::string& threads) {
    run_briefly(MONAZITE_SOURCE_DIR, scratch.path() / threads,
                {"--replications", "2", "--threads", threads});
    return files_below(scratch.path() / threads);
  };
  const auto one = run_with("1");
  CHECK(one.size() > 7);
  for (const char* threads : {"2", "7", "16"}) {
    CAPTURE(threads);
    const auto many = run_with(threads);
    REQUIRE(many.size() == one.size());
    for (const auto& [name, content] : one) {
      CAPTURE(name);
      REQUIRE(many.count(name) == 1);
      CHECK(first_difference(content, many.at(name)) == "");
    }
  }
}

TEST_CASE("the real world: the order of rows, keys and things is of no consequence",
          "[exact-check-10]") {
  const ScenarioCopy world;
  const Tables tables = without_digest(run_in_copy(world, "out"));
  const ScenarioCopy shuffled;
  shuffled.shuffle_rows(20250728);
  check_same_tables(tables, without_digest(run_in_copy(shuffled, "out")));
  shuffled.reverse_files();
  check_same_tables(tables, without_digest(run_in_copy(shuffled, "again")));
}

TEST_CASE("the real world: a resolved scenario gives the same files again") {
  for (const std::string& scenario : real_scenarios) {
    CAPTURE(scenario);
    const ScratchFolder scratch;
    run_scenarios(MONAZITE_SOURCE_DIR, {scenario}, scratch.path() / "first",
                  {"--replications", "1"});
    run_scenarios(scratch.path(), {"first/scenario.resolved.yaml"}, "again");
    const auto first = files_below(scratch.path() / "first");
    const auto again = files_below(scratch.path() / "again");
    REQUIRE(first.size() == again.size());
    for (const auto& [name, content] : first) {
      CAPTURE(name);
      REQUIRE(again.count(name) == 1);
      CHECK(first_difference(content, again.at(name)) == "");
    }
  }
}

TEST_CASE("the real world: another seed gives other figures") {
  const ScratchFolder scratch;
  const auto run_with = [&](const std::string& seed) {
    return run_briefly(MONAZITE_SOURCE_DIR, scratch.path() / seed,
                       {"--replications", "1", "--seed", seed});
  };
  const Tables seven = run_with("7");
  const Tables eight = run_with("8");
  for (const char* name : {"summary.csv", "series.csv", "flows.csv", "balance.csv"}) {
    CAPTURE(name);
    const bool same = seven.at(name) == eight.at(name);
    CHECK_FALSE(same);
  }
  // What happens on a date does not hang on luck.
  CHECK(first_difference(seven.at("policy.csv"), eight.at("policy.csv")) == "");
}

TEST_CASE("a resolved scenario with talks, a truce and promises gives the same files again") {
  const ScratchFolder scratch;
  for (const std::string name : {"round", "london_framework", "november_2026", "tit_for_tat"}) {
    CAPTURE(name);
    const std::string first = scratch.path() / name;
    const std::vector<std::string> options = {"--replications", "1"};
    const Tables tables =
        run_scenarios(MONAZITE_SOURCE_DIR "/scenarios/stockholm", {name + ".yaml"}, first, options);
    const Tables again =
        run_scenarios(first, {"scenario.resolved.yaml"}, first + "_again", options);
    CHECK(tables.size() == again.size());
    for (const auto& [table, text] : tables) {
      CAPTURE(table);
      CHECK(first_difference(text, again.at(table)) == "");
    }
  }
}

TEST_CASE("every scenario of the repository runs and its balance closes to the gram",
          "[exact-check-5]") {
  const auto scenarios = scenarios_below(MONAZITE_SOURCE_DIR "/scenarios");
  CHECK(scenarios.size() > 5);
  for (const std::string& scenario : scenarios) {
    CAPTURE(scenario);
    const ScratchFolder scratch;
    const Tables tables =
        run_scenarios(MONAZITE_SOURCE_DIR "/scenarios", {scenario}, scratch.path() / "out",
                      {"--replications", "1", "--set", "outputs.interval=month"});
    std::set<std::string> branches;
    std::set<std::string> elements;
    auto lines = lines_of(tables.at("balance.csv"));
    for (std::size_t row = 1; row < lines.size(); ++row) {
      const auto cells = cells_of(lines[row]);
      branches.insert(cells.at(2));
      elements.insert(cells.at(4));
    }
    CHECK(elements.size() - elements.count("goods") == 16);
    CHECK(check_balance(tables.at("balance.csv")) == branches.size() * elements.size());
  }
}
