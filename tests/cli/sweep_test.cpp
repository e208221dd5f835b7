#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/cli/sweep_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

TEST_CASE("a sweep writes its tables, its inputs and what was run") {
  const SweepWorld world;
  const Tables tables = world.swept("small_sweep.yaml", "new/out");
  CHECK(tables.size() == 4);
  for (const char* name :
       {"variants.csv", "runs.csv", "summary.csv", "failures.csv", "manifest.json", "sweep.sqlite",
        "sweep.resolved.yaml", "resolved/ban/scenario.resolved.yaml"}) {
    CAPTURE(name);
    CHECK(fs::exists(world.path() / "new/out" / name));
  }
  CHECK(records_of(tables.at("failures.csv")).empty());
  std::set<std::string> metrics;
  for (const auto& row : records_of(tables.at("runs.csv"))) {
    metrics.insert(row.at("metric"));
  }
  CHECK(metrics == std::set<std::string>{"exports", "fill_rate", "mined"});
}

TEST_CASE("any number of threads gives a sweep the same bytes", "[exact-check-10]") {
  const SweepWorld world;
  for (const auto& [sweep, exit_code] :
       std::map<std::string, int>{{"small_sweep.yaml", 0}, {"hard_sweep.yaml", 1}}) {
    CAPTURE(sweep);
    const Tables one = world.swept(sweep, sweep + ".1", {"--threads", "1"}, exit_code);
    for (const char* threads : {"2", "7"}) {
      CAPTURE(threads);
      check_equal_tables(
          one, world.swept(sweep, sweep + "." + threads, {"--threads", threads}, exit_code));
    }
  }
}

TEST_CASE("every run row joins one row of variants.csv by its digest, and each is joined") {
  const SweepWorld world;
  for (const auto& [sweep, exit_code] :
       std::map<std::string, int>{{"small_sweep.yaml", 0}, {"hard_sweep.yaml", 1}}) {
    CAPTURE(sweep);
    const Tables tables = world.swept(sweep, sweep + ".out", {}, exit_code);
    using Key = std::array<std::string, 3>;
    std::map<Key, int> variants;
    for (const auto& row : records_of(tables.at("variants.csv"))) {
      CHECK(row.at("digest").size() == 16);
      CHECK(++variants[{row.at("scenario"), row.at("variant"), row.at("digest")}] == 1);
    }
    std::set<Key> joined;
    std::size_t orphans = 0;
    for (const char* name : {"runs.csv", "failures.csv"}) {
      for (const auto& row : records_of(tables.at(name))) {
        const Key key = {row.at("scenario"), row.at("variant"), row.at("digest")};
        orphans += variants.count(key) == 0 ? 1 : 0;
        joined.insert(key);
      }
    }
    CHECK(orphans == 0);
    CHECK(joined.size() == variants.size());
  }
}

TEST_CASE("a variant has the digest and the rows of `monazite run` with the same settings") {
  const SweepWorld world;
  const Tables tables = world.swept("small_sweep.yaml", "out");
  const auto variants = records_of(tables.at("variants.csv"));
  REQUIRE(variants.size() == 6);
  const auto& variant = variants.at(3);
  CHECK(variant.at("variant") == "v3");
  CHECK(variant.at("switches.demand_scale") == "100 %");
  CHECK(variant.at("lines.PLANT_CN/separating.lead_time") == "20 d");
  const Tables run = run_scenarios(
      world.path(), {"ban.yaml"}, "run",
      {"--set", "switches.demand_scale=100 %", "--set", "lines.PLANT_CN/separating.lead_time=20 d",
       "--seed", "11", "--replications", "4"});
  std::map<std::string, std::string> rows;
  const auto key_of = [](const std::map<std::string, std::string>& row) {
    return row.at("replication") + " " + row.at("metric") + " " + row.at("region") + " " +
           row.at("partner") + " " + row.at("sector") + " " + row.at("material") + " " +
           row.at("facility");
  };
  for (const auto& row : records_of(run.at("runs.csv"))) {
    rows[key_of(row)] = row.at("seed") + " " + row.at("digest") + " " + row.at("value");
  }
  std::size_t compared = 0;
  std::size_t differing = 0;
  for (const auto& row : records_of(tables.at("runs.csv"))) {
    if (row.at("variant") == "v3") {
      ++compared;
      const auto found = rows.find(key_of(row));
      const std::string text = row.at("seed") + " " + row.at("digest") + " " + row.at("value");
      differing += found == rows.end() || found->second != text ? 1 : 0;
    }
  }
  CHECK(compared > 40);
  CHECK(differing == 0);
}

TEST_CASE("failed runs are recorded, the others are done, and the sweep ends in 1") {
  const SweepWorld world;
  const ProgramRun swept = world.sweep("hard_sweep.yaml", "out");
  CHECK(swept.exit_code == 1);
  CHECK(contains(swept.error, "runs failed; they are listed in out/failures.csv"));
  const auto failures = records_of(world.tables("out").at("failures.csv"));
  REQUIRE(failures.size() >= 16);
  for (const auto& failure : failures) {
    CHECK(contains(failure.at("reason"), "the event budget ran out: max_events = 1000 on 2024-"));
  }
  std::set<std::string> whole;
  for (const auto& row : records_of(world.tables("out").at("runs.csv"))) {
    whole.insert(row.at("scenario") + " " + row.at("variant"));
  }
  CHECK(whole == std::set<std::string>{"ban v0", "ban v2", "small v0", "small v2"});
}

TEST_CASE("the command that a failed run is recorded with repeats its failure") {
  const SweepWorld world;
  REQUIRE(world.sweep("hard_sweep.yaml", "out").exit_code == 1);
  const auto failures = records_of(world.tables("out").at("failures.csv"));
  REQUIRE(failures.size() > 5);
  const auto& failure = failures.at(5);
  const std::string command = failure.at("repeat_command");
  CAPTURE(command);
  REQUIRE(command.rfind("monazite run ", 0) == 0);
  CHECK(exit_code_in_shell(world.path(), command.substr(9) + " --out again --quiet 2>again.txt") ==
        1);
  const auto again = records_of(world.tables("again").at("failures.csv"));
  REQUIRE(again.size() == 1);
  for (const char* column : {"scenario", "replication", "seed", "digest", "reason"}) {
    CAPTURE(column);
    CHECK(again[0].at(column) == failure.at(column));
  }
}

TEST_CASE("values that are wrong only together fail their variant, not the sweep") {
  const SweepWorld world;
  world.write("together.yaml",
              "monazite_sweep: 1\n"
              "scenario: ban.yaml\n"
              "factors:\n"
              "  calendar.start: [2025-01-01, 2025-11-01]\n"
              "  calendar.end: [2025-06-30, 2025-12-31]\n");
  const ProgramRun swept = world.sweep("together.yaml", "out");
  CAPTURE(swept.error);
  CHECK(swept.exit_code == 1);
  const auto failures = records_of(world.tables("out").at("failures.csv"));
  REQUIRE(failures.size() == 1);
  CHECK(failures[0].at("variant") == "v2");
  CHECK(contains(failures[0].at("reason"), "is before the start"));
  CHECK(exit_code_in_shell(world.path(), failures[0].at("repeat_command").substr(9) +
                                             " --out again --quiet 2>again.txt") == 65);
  CHECK(contains(read_whole(world.path() / "again.txt"), "is before the start"));
}

TEST_CASE("on_failure: stop ends the sweep at a failed run, which can be gone on with") {
  const SweepWorld world;
  world.write("stopping.yaml",
              "monazite_sweep: 1\n"
              "scenario: small.yaml\n"
              "factors: {runs.max_events: [1000, 100000000, 90000000]}\n"
              "replications: 3\n"
              "on_failure: stop\n");
  const ProgramRun swept = world.sweep("stopping.yaml", "out", {"--threads", "1"});
  CHECK(swept.exit_code == 1);
  CHECK(contains(swept.error, "a failed run ended the sweep; the 1 complete runs are kept"));
  CHECK(contains(swept.error, "--out out --quiet --threads 1 --resume"));
  CHECK_FALSE(fs::exists(world.path() / "out/runs.csv"));

  world.replace("stopping.yaml", "stop", "continue");
  CHECK(world.sweep("stopping.yaml", "out", {"--resume"}).exit_code == 65);
  world.replace("stopping.yaml", "continue", "stop");
  // Each call goes on to the next failure.
  for (int call = 0; call < 2; ++call) {
    CHECK(world.sweep("stopping.yaml", "out", {"--threads", "1", "--resume"}).exit_code == 1);
  }
  CHECK(world.sweep("stopping.yaml", "out", {"--threads", "1", "--resume"}).exit_code == 1);
  CHECK(records_of(world.tables("out").at("failures.csv")).size() == 3);
  CHECK(records_of(world.tables("out").at("variants.csv")).size() == 3);
}

TEST_CASE("a scenario is no sweep, a sweep no scenario, and each says so at its place") {
  const SweepWorld world;
  const ProgramRun swept = world.sweep("small.yaml", "out");
  CHECK(swept.exit_code == 65);
  CHECK(swept.error ==
        "small.yaml:4:1: error: this is a scenario, not a sweep; expected monazite_sweep: 1, or "
        "`monazite run`\n");
  const ProgramRun run = world.run({"run", "small_sweep.yaml", "--out", "out"});
  CHECK(run.exit_code == 65);
  CHECK(run.error ==
        "small_sweep.yaml:1:1: error: this is a sweep, not a scenario; expected monazite: 1, or "
        "`monazite sweep`\n");
  CHECK_FALSE(fs::exists(world.path() / "out"));
}

TEST_CASE("values that the scenario refuses are told at their place before anything is run") {
  const SweepWorld world;
  world.write("refused.yaml",
              "monazite_sweep: 1\n"
              "scenario: small.yaml\n"
              "factors:\n"
              "  switches.demand_scale: [90 %, 5 d]\n"
              "  demand.CARS_DE.rat: [190 t/yr, 200 t/yr]\n"
              "  lines.PLANT_CN/separating.lead_time: {from: -5 d, to: 5 d, steps: 2}\n"
              "  latest: {levels: {early: {calendar.end: 2024-01-01}}}\n");
  const ProgramRun swept = world.sweep("refused.yaml", "out");
  CAPTURE(swept.error);
  CHECK(swept.exit_code == 65);
  CHECK(contains(swept.error, "refused.yaml:4:33: error: "));
  CHECK(contains(swept.error,
                 "refused.yaml:5:24: error: unknown key 'rat' in "
                 "'demand.CARS_DE.rat'; did you mean 'rate'?"));
  CHECK(contains(swept.error, "refused.yaml:6:3: error: "));
  CHECK(
      contains(swept.error, "refused.yaml:7:28: error: the end '2024-01-01' is before the start"));
  CHECK_FALSE(fs::exists(world.path() / "out"));
}

TEST_CASE("a stop rule by a figure that the scenario does not have is refused") {
  const SweepWorld world;
  world.write("nowhere.yaml",
              "monazite_sweep: 1\n"
              "scenario: small.yaml\n"
              "replications: 2\n"
              "stop: {metric: fill_rate, region: FR, half_width: 1 %}\n");
  const ProgramRun swept = world.sweep("nowhere.yaml", "out");
  CHECK(swept.exit_code == 65);
  CHECK(contains(swept.error,
                 "nowhere.yaml:4:7: error: scenario 'small' has no such figure of "
                 "fill_rate"));
}

TEST_CASE("options of the command line count as keys of the sweep, with their checks") {
  const SweepWorld world;
  const Tables tables =
      world.swept("small_sweep.yaml", "out",
                  {"--replications", "2", "--seed", "99", "--set", "switches.noise=false"});
  const auto runs = records_of(tables.at("runs.csv"));
  std::set<std::string> replications;
  std::set<std::string> seeds;
  for (const auto& row : runs) {
    replications.insert(row.at("replication"));
    seeds.insert(row.at("seed"));
  }
  CHECK(replications == std::set<std::string>{"0", "1"});
  CHECK(seeds == std::set<std::string>{"99"});
  const ProgramRun few = world.sweep("hard_sweep.yaml", "few", {"--replications", "1"});
  CHECK(few.exit_code == 65);
  CHECK(contains(few.error, "--replications does not go with the stop rule; expected 2 to 12"));
}

TEST_CASE("a factor's key that --set sets too is refused before anything is run") {
  const SweepWorld world;
  const auto run = world.sweep("small_sweep.yaml", "out", {"--set", "switches.demand_scale=50 %"});
  CHECK(run.exit_code == 65);
  CHECK(run.error ==
        "small_sweep.yaml:5:3: error: 'switches.demand_scale' of the factor "
        "'switches.demand_scale' is set by --set too; expected each key in one place\n");
  CHECK_FALSE(std::filesystem::exists(world.path() / "out"));
}

TEST_CASE("without common random numbers each variant draws luck of its own") {
  const SweepWorld world;
  for (const bool common : {true, false}) {
    const std::string name = common ? "common" : "own";
    world.write(name + ".yaml",
                "monazite_sweep: 1\nscenario: small.yaml\nfactors: {title: [a, b]}\n"
                "keep: [exports]\ncommon_random_numbers: " +
                    std::string(common ? "true" : "false") + "\n");
    std::map<std::string, std::string> seeds;
    std::map<std::string, std::string> values;
    for (const auto& row : records_of(world.swept(name + ".yaml", name).at("runs.csv"))) {
      seeds[row.at("variant")] = row.at("seed");
      values[row.at("variant")] += row.at("metric") + "=" + row.at("value") + " ";
    }
    REQUIRE(seeds.size() == 2);
    CHECK((seeds.at("v0") == seeds.at("v1")) == common);
    CHECK((values.at("v0") == values.at("v1")) == common);
  }
}
