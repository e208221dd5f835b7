#include <catch2/catch.hpp>
#include <fstream>

#include "tests/cli/program_run.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("help and version succeed and speak on standard output") {
  const ScratchFolder scratch;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"--version"}, {"run", "--help"}}) {
    const ProgramRun run = run_program_in(scratch.path(), words);
    CHECK(run.exit_code == 0);
    CHECK_FALSE(run.output.empty());
    CHECK(run.error.empty());
  }
  CHECK(scratch.names().empty());
}

TEST_CASE("wrong usage ends in 64, says so on standard error and leaves nothing") {
  const ScratchFolder scratch;
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"fly"},
                                                {"run"},
                                                {"run", "--no-such-option", "a.yaml"},
                                                {"run", "a.yaml", "--replications", "none"}}) {
    const ProgramRun run = run_program_in(scratch.path(), words);
    CHECK(run.exit_code == 64);
    CHECK(run.output.empty());
    CHECK(contains(run.error, "monazite: error: "));
  }
  CHECK(scratch.names().empty());
}

TEST_CASE("a scenario that does not exist ends in 66 and leaves nothing") {
  const ScratchFolder scratch;
  for (const char* command : {"run", "check", "network"}) {
    const ProgramRun run = run_program_in(scratch.path(), {command, "missing.yaml"});
    CAPTURE(command, run.error);
    CHECK(run.exit_code == 66);
    CHECK(run.output.empty());
    CHECK(contains(run.error, "missing.yaml"));
    CHECK(contains(run.error, "error: "));
  }
  CHECK(scratch.names().empty());
}

TEST_CASE("a file that is no scenario ends in 65 with its place and leaves nothing") {
  const ScratchFolder scratch;
  std::ofstream(scratch.path() / "wrong.yaml") << "monazite: 1\ncalender: {}\n";
  const ProgramRun run = run_program_in(scratch.path(), {"run", "wrong.yaml", "--out", "out"});
  INFO(run.error);
  CHECK(run.exit_code == 65);
  CHECK(run.output.empty());
  CHECK(contains(run.error, "wrong.yaml:2:1: error: "));
  CHECK(contains(run.error, "did you mean 'calendar'?"));
  CHECK(scratch.names() == std::vector<std::string>{"wrong.yaml"});
}

TEST_CASE("check tells problems as JSON when asked") {
  const ScratchFolder scratch;
  std::ofstream(scratch.path() / "wrong.yaml") << "monazite: 1\ncalender: {}\n";
  const ProgramRun run =
      run_program_in(scratch.path(), {"check", "wrong.yaml", "--format", "json"});
  CHECK(run.exit_code == 65);
  CHECK(run.error.empty());
  CHECK(contains(run.output, "\"severity\": \"error\""));
  CHECK(contains(run.output, "\"file\": \"wrong.yaml\""));
  CHECK(contains(run.output, "\"line\": 2"));
}
