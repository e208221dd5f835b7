#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

using namespace monazite::test;

TEST_CASE("a run out of its budget ends in 1 and is told once by scenario, replication and date") {
  const SmallWorld world;
  const ProgramRun run =
      run_program_in(world.path(), {"run", "small.yaml", "--out", "out", "--replications", "1",
                                    "--set", "runs.max_events=1000"});
  CHECK(run.exit_code == 1);
  const std::string reason = "the event budget ran out: max_events = 1000 on 2024-";
  CHECK(run.error.rfind("monazite: error: small, replication 0: " + reason, 0) == 0);
  CHECK(run.error.find("replication 0", run.error.find(reason)) == std::string::npos);

  std::ifstream stream(world.path() / "out" / "failures.csv");
  const std::string failures{std::istreambuf_iterator<char>(stream), {}};
  CHECK(failures.find("small,,,0,7,") != std::string::npos);
  CHECK(failures.find("," + reason) != std::string::npos);
}
