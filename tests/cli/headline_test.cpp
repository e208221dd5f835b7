#include <catch2/catch.hpp>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

using namespace monazite::test;

TEST_CASE("the headline table of a tariff tells the duty paid in the world") {
  const SmallWorld world;
  const ProgramRun run =
      run_program_in(world.path(), {"run", "tariff.yaml", "--replications", "1", "--out", "out"});
  REQUIRE(run.exit_code == 0);
  const std::size_t at = run.output.find("tariff paid (USD)");
  REQUIRE(at != std::string::npos);
  const std::string line = run.output.substr(at, run.output.find('\n', at) - at);
  CAPTURE(line);
  const std::string cell = line.substr(line.find_last_of(' ') + 1);
  CHECK(cell != "-");
  CHECK(cell != "0");
}
