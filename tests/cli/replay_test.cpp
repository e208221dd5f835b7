#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/cli/sweep_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

ProgramRun replay(const SweepWorld& world, const std::string& result, const std::string& variant,
                  const std::string& replication, const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments = {"replay", result,          "--variant",
                                        variant,  "--replication", replication,
                                        "--out",  "again",         "--force"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return world.run(arguments);
}

/// Checks that a replayed run gives every row that a sweep has of it.
void check_rows(const SweepWorld& world, const std::string& result, const std::string& scenario,
                const std::string& variant, const std::string& replication) {
  CAPTURE(result, scenario, variant, replication);
  const ProgramRun replayed =
      replay(world, result, variant, replication, {"--scenario", scenario, "--quiet"});
  CAPTURE(replayed.error);
  REQUIRE(replayed.exit_code == 0);
  const std::vector<std::string> lines = lines_of(world.tables("again").at("runs.csv"));
  const std::set<std::string> replayed_lines(lines.begin(), lines.end());
  const std::string lead = scenario + "," + variant + ",," + replication + ",";
  std::size_t rows = 0;
  for (const std::string& line : lines_of(world.tables(result).at("runs.csv"))) {
    if (line.rfind(lead, 0) == 0) {
      ++rows;
      CHECK(replayed_lines.count(line) == 1);
    }
  }
  CHECK(rows > 0);
}

}  // namespace

TEST_CASE("a replayed run gives its rows of the sweep bit for bit") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "small").exit_code == 0);
  check_rows(world, "small", "ban", "v0", "0");
  check_rows(world, "small", "ban", "v4", "3");
  REQUIRE(world.sweep("hard_sweep.yaml", "hard").exit_code == 1);
  check_rows(world, "hard", "ban", "v2", "1");
  check_rows(world, "hard", "small", "v0", "2");
  world.write("mirrored.yaml",
              "monazite_sweep: 1\n"
              "scenario: small.yaml\n"
              "design: {method: sobol, size: 3}\n"
              "factors: {switches.demand_scale: {from: 80 %, to: 120 %}}\n"
              "replications: 4\n"
              "antithetic: true\n"
              "common_random_numbers: false\n");
  REQUIRE(world.sweep("mirrored.yaml", "mirrored").exit_code == 0);
  check_rows(world, "mirrored", "small", "v1", "2");
  check_rows(world, "mirrored", "small", "v2", "3");
}

TEST_CASE("a run is replayed by its inputs as they were, whatever became of them since") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "small").exit_code == 0);
  for (const char* file : {"small.yaml", "ban.yaml", "small_sweep.yaml", "users.csv"}) {
    fs::remove(world.path() / file);
  }
  fs::rename(world.path() / "small", world.path() / "moved");
  check_rows(world, "moved", "ban", "v1", "2");
}

TEST_CASE("a trace of a replayed run has its events in order, as table and for reading") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "small").exit_code == 0);
  const ProgramRun traced = replay(world, "small", "v3", "1", {"--trace"});
  REQUIRE(traced.exit_code == 0);
  const auto lines = lines_of(read_whole(world.path() / "again/trace.csv"));
  CHECK(lines.front() == "date,time,phase,event,subject,partner,material,kilograms\n");
  REQUIRE(lines.size() > 1000);
  CHECK(lines_of(traced.output).size() == lines.size() - 1);
  for (std::size_t k = 2; k < lines.size(); ++k) {
    // Date and time of day sort as text.
    REQUIRE(lines[k - 1].substr(0, 19) <= lines[k].substr(0, 19));
  }
  REQUIRE(replay(world, "small", "v3", "1", {"--quiet"}).exit_code == 0);
  const Tables plain = world.tables("again");
  CHECK(plain.count("trace.csv") == 0);
  const ProgramRun quiet = replay(world, "small", "v3", "1", {"--quiet", "--trace"});
  CHECK(quiet.output.empty());
  Tables with_trace = world.tables("again");
  CHECK(with_trace.erase("trace.csv") == 1);
  check_equal_tables(plain, with_trace);
}

TEST_CASE("who looks at the first lines of a trace may go") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "small").exit_code == 0);
  CHECK(exit_code_in_shell(world.path(),
                           "replay small --variant 3 --replication 1 --trace --out again",
                           "| head -n 1 >first.txt") == 0);
  CHECK(lines_of(read_whole(world.path() / "again/trace.csv")).size() > 1000);
}

TEST_CASE("a run that failed in its sweep fails again") {
  const SweepWorld world;
  REQUIRE(world.sweep("hard_sweep.yaml", "hard").exit_code == 1);
  const ProgramRun replayed = replay(world, "hard", "v1", "0", {"--scenario", "ban"});
  CHECK(replayed.exit_code == 1);
  CHECK(contains(replayed.error, "monazite: error: the event budget ran out: max_events = 1000"));
  CHECK_FALSE(fs::exists(world.path() / "again"));
}

TEST_CASE("what a sweep does not have is not replayed") {
  const SweepWorld world;
  REQUIRE(world.sweep("hard_sweep.yaml", "hard").exit_code == 1);
  const auto said = [&](const std::string& result, const std::string& variant,
                        const std::string& replication, const std::string& scenario,
                        int exit_code) {
    std::vector<std::string> options;
    if (!scenario.empty()) {
      options = {"--scenario", scenario};
    }
    const ProgramRun run = replay(world, result, variant, replication, options);
    CHECK(run.exit_code == exit_code);
    CHECK_FALSE(fs::exists(world.path() / "again"));
    return run.error;
  };
  CHECK(said("hard", "v4", "0", "ban", 64) ==
        "monazite: error: the sweep has no variant 'v4' of a scenario 'ban'; expected v0 to v3\n");
  CHECK(said("hard", "0", "0", "", 64) ==
        "monazite: error: the sweep has several scenarios; name one with --scenario\n");
  CHECK(contains(said("hard", "0", "0", "bun", 64), "'bun'"));
  CHECK(said("hard", "0", "99", "ban", 64) ==
        "monazite: error: hard has no replication 99 of variant 0\n");
  CHECK(said("nowhere", "0", "0", "", 66) == "monazite: error: nowhere holds no sweep\n");
}
