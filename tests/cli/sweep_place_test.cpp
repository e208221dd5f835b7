#include <catch2/catch.hpp>
#include <unistd.h>

#include "tests/cli/sweep_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

TEST_CASE("a disk that is full ends a sweep in 74 with its reason, and it can be gone on with") {
  const SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "whole", {"--replications", "40"});
  // The limit bounds each file, in blocks of 512 bytes.
  for (const int blocks : {12, 24, 60, 120}) {
    CAPTURE(blocks);
    const std::string out = "out" + std::to_string(blocks);
    const std::string words = "sweep small_sweep.yaml --replications 40 --quiet --out " + out;
    const std::string limit = "ulimit -f " + std::to_string(blocks);
    const int code = exit_code_in_shell(world.path(), words + " 2>said.txt", {}, limit);
    const std::string said = read_whole(world.path() / "said.txt");
    CAPTURE(said);
    CHECK(code == 74);
    CHECK(contains(said, "monazite: error: "));
    CHECK(contains(said, out));
    if (fs::exists(world.path() / out)) {
      check_equal_tables(whole, [&] {
        REQUIRE(
            world.sweep("small_sweep.yaml", out, {"--replications", "40", "--resume"}).exit_code ==
            0);
        return world.tables(out);
      }());
    }
  }
}

TEST_CASE("a table that finds the disk full leaves none of its name, and the sweep its runs") {
  const SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "out", {"--replications", "12"});
  for (const char* name : {"variants.csv", "summary.csv", "runs.csv", "failures.csv"}) {
    fs::remove(world.path() / "out" / name);
  }
  const std::string words =
      "sweep small_sweep.yaml --quiet --replications 12 --out out --resume 2>said.txt";
  CHECK(exit_code_in_shell(world.path(), words, {}, "ulimit -f 140") == 74);
  CHECK(contains(read_whole(world.path() / "said.txt"), "runs.csv.partial-"));
  CHECK_FALSE(fs::exists(world.path() / "out/runs.csv"));
  CHECK(fs::exists(world.path() / "out/summary.csv"));
  REQUIRE(world.sweep("small_sweep.yaml", "out", {"--replications", "12", "--resume"}).exit_code ==
          0);
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("a place where nothing can be created ends a sweep in 73 before anything runs") {
  const SweepWorld world;
  for (const char* out : {"small.yaml/out", "/proc/monazite/out"}) {
    CAPTURE(out);
    const ProgramRun swept = world.sweep("small_sweep.yaml", out, {"--replications", "100000"});
    CHECK(swept.exit_code == 73);
    CHECK(contains(swept.error, "monazite: error: cannot create "));
  }
}

TEST_CASE("a folder that cannot be written to is not resumed") {
  if (::geteuid() == 0) {
    return;  // root writes anywhere
  }
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "out").exit_code == 0);
  fs::remove(world.path() / "out/sweep.lock");
  fs::permissions(world.path() / "out", fs::perms::owner_read | fs::perms::owner_exec);
  const ProgramRun resumed = world.sweep("small_sweep.yaml", "out", {"--resume"});
  fs::permissions(world.path() / "out", fs::perms::owner_all);
  CHECK(resumed.exit_code == 73);
  CHECK(contains(resumed.error, "monazite: error: cannot write to out: "));
}

TEST_CASE("a lock that cannot be made ends a resume in 73") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "out").exit_code == 0);
  fs::remove(world.path() / "out/sweep.lock");
  fs::create_directory(world.path() / "out/sweep.lock");
  const ProgramRun resumed = world.sweep("small_sweep.yaml", "out", {"--resume"});
  CHECK(resumed.exit_code == 73);
  CHECK(contains(resumed.error, "monazite: error: cannot write to out: "));
}

TEST_CASE("a store that is none is refused") {
  const SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "out").exit_code == 0);
  world.write("out/sweep.sqlite", "This is a letter, and no store of a sweep.\n");
  const ProgramRun resumed = world.sweep("small_sweep.yaml", "out", {"--resume"});
  CHECK(resumed.exit_code == 74);
  CHECK(contains(resumed.error, "out/sweep.sqlite: "));
}
