#include <catch2/catch.hpp>
#include <csignal>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

/// Whether the results are all there, with the text that ends each table.
void check_whole(const SmallWorld& world) {
  REQUIRE(fs::exists(world.path() / "out/manifest.json"));
  for (const auto& [name, content] : tables_in(world.path() / "out")) {
    CAPTURE(name);
    CHECK(content.rfind("scenario,variant,branch,", 0) == 0);
    CHECK(content.back() == '\n');
  }
}

}  // namespace

TEST_CASE("a reader of the progress that leaves does not end the run") {
  const SmallWorld world;
  CHECK(exit_code_in_shell(world.path(), "run small.yaml --out out --progress --replications 20",
                           "2>&1 >/dev/null | head -n 1 >progress") == 0);
  CHECK(read_whole(world.path() / "progress") == "[........................] 0/20 runs\n");
  check_whole(world);
}

TEST_CASE("standard output that is closed ends in 74 and keeps the results") {
  const SmallWorld world;
  CHECK(exit_code_in_shell(world.path(), "run small.yaml --out out >&- 2>error") == 74);
  CHECK(read_whole(world.path() / "error") == "monazite: error: cannot write to standard output\n");
  check_whole(world);
}

TEST_CASE("standard error that is closed costs the messages alone") {
  const SmallWorld world;
  CHECK(exit_code_in_shell(world.path(),
                           "run small.yaml --out out --progress --verbose >/dev/null 2>&-") == 0);
  check_whole(world);
  CHECK(exit_code_in_shell(world.path(), "run none.yaml 2>&-") == 66);
}

TEST_CASE("a terminal that closes interrupts a run as Ctrl-C does") {
  for (const int signal : {SIGHUP, SIGTERM}) {
    CAPTURE(signal);
    const SmallWorld world;
    const ProgramRun run = interrupt_program_in(
        world.path(), {"run", "small.yaml", "--out", "new/out", "--replications", "10000000"},
        world.path() / "new", signal);
    CHECK(run.exit_code == 130);
    CHECK(fs::exists(world.path() / "new") == fs::exists(world.path() / "new/out/manifest.json"));
  }
}
