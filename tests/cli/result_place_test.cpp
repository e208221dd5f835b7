#include <catch2/catch.hpp>
#include <fstream>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

ProgramRun run_small(const SmallWorld& world, const std::string& out,
                     const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments = {"run", "small.yaml", "--quiet", "--replications",
                                        "1",   "--out",      out};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_program_in(world.path(), arguments);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Names in a folder that a command may have left half written.
std::vector<std::string> partial_names(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (contains(entry.path().filename().string(), ".partial")) {
      names.push_back(entry.path().filename().string());
    }
  }
  return names;
}

}  // namespace

TEST_CASE("a run leaves the result folder whole, with what was run") {
  const SmallWorld world;
  REQUIRE(run_small(world, "new/out").exit_code == 0);
  for (const char* name : {"summary.csv", "runs.csv", "series.csv", "flows.csv", "policy.csv",
                           "licences.csv", "applications.csv", "balance.csv", "failures.csv",
                           "manifest.json", "scenario.resolved.yaml", "inputs/lanes.csv"}) {
    CAPTURE(name);
    CHECK(fs::exists(world.path() / "new/out" / name));
  }
  CHECK(partial_names(world.path() / "new").empty());
}

TEST_CASE("an existing result folder is kept unless forced") {
  const SmallWorld world;
  REQUIRE(run_small(world, "out").exit_code == 0);
  const std::string manifest = read_whole(world.path() / "out/manifest.json");

  const ProgramRun refused = run_small(world, "out");
  CHECK(refused.exit_code == 73);
  CHECK(contains(refused.error, "--force"));
  CHECK(read_whole(world.path() / "out/manifest.json") == manifest);

  CHECK(run_small(world, "out", {"--force"}).exit_code == 0);
  CHECK(read_whole(world.path() / "out/manifest.json") != manifest);
  CHECK(partial_names(world.path()).empty());
}

TEST_CASE("a result folder that holds a file of the user is not overwritten, forced or not") {
  const SmallWorld world;
  REQUIRE(run_small(world, "out").exit_code == 0);
  std::ofstream(world.path() / "out/notes.txt") << "thoughts";
  const ProgramRun refused = run_small(world, "out", {"--force"});
  CHECK(refused.exit_code == 73);
  CHECK(contains(refused.error, "'notes.txt'"));
  CHECK(read_whole(world.path() / "out/notes.txt") == "thoughts");
}

TEST_CASE("a folder that holds no results is not overwritten, forced or not") {
  const SmallWorld world;
  fs::create_directory(world.path() / "mine");
  std::ofstream(world.path() / "mine/thesis.txt") << "years of work";
  for (const std::vector<std::string>& options : {std::vector<std::string>{}, {"--force"}}) {
    CHECK(run_small(world, "mine", options).exit_code == 73);
    CHECK(read_whole(world.path() / "mine/thesis.txt") == "years of work");
  }
  CHECK(run_small(world, "small.yaml", {"--force"}).exit_code == 73);
  CHECK(partial_names(world.path()).empty());
}

TEST_CASE("a place where nothing can be created ends in 73 before anything runs") {
  const SmallWorld world;
  for (const char* out : {"small.yaml/out", "/proc/monazite/out"}) {
    CAPTURE(out);
    // So many runs would outlast the test.
    const ProgramRun run = run_program_in(
        world.path(), {"run", "small.yaml", "--out", out, "--replications", "10000000"});
    CHECK(run.exit_code == 73);
    CHECK(contains(run.error, "monazite: error: cannot create "));
  }
}

TEST_CASE("standard output that takes nothing ends in 74") {
  const SmallWorld world;
  CHECK(run_program_into("/dev/full", world.path(), {"check", "small.yaml"}).exit_code == 74);
  CHECK(run_program_into("/dev/full", world.path(), {"network", "small.yaml"}).exit_code == 74);
}

TEST_CASE("runs over their budget end in 1 and are listed with the command that repeats them") {
  const SmallWorld world;
  const ProgramRun run = run_small(world, "out", {"--set", "runs.max_events=1000"});
  CHECK(run.exit_code == 1);
  CHECK(contains(run.error, "monazite: error: 1 of 1 runs failed"));
  const std::string failures = read_whole(world.path() / "out/failures.csv");
  CHECK(contains(failures, "--set runs.max_events=1000"));
  CHECK(contains(failures, "small,,,0,7,"));
}

TEST_CASE("an interrupted run keeps the replications that are complete and ends in 130") {
  const SmallWorld world;
  const ProgramRun run = interrupt_program_in(
      world.path(), {"run", "small.yaml", "--out", "new/out", "--replications", "10000000"},
      world.path() / "new");
  CAPTURE(run.error);
  CHECK(run.exit_code == 130);
  CHECK(contains(run.error, "monazite: interrupted"));
  if (fs::exists(world.path() / "new/out")) {
    CHECK(contains(read_whole(world.path() / "new/out/manifest.json"), "interrupted"));
    CHECK(partial_names(world.path() / "new").empty());
  } else {
    CHECK_FALSE(fs::exists(world.path() / "new"));
  }
}

TEST_CASE("a page or graph is not written over an existing file unless forced") {
  const SmallWorld world;
  const std::vector<std::string> command = {"network", "small.yaml", "--out", "graph.dot"};
  REQUIRE(run_program_in(world.path(), command).exit_code == 0);
  CHECK(run_program_in(world.path(), command).exit_code == 73);
  auto forced = command;
  forced.push_back("--force");
  CHECK(run_program_in(world.path(), forced).exit_code == 0);
  CHECK(run_program_in(world.path(), {"network", "small.yaml", "--out", "none/graph.dot"})
            .exit_code == 73);
}
