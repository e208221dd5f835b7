#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/program_run.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

// Read so often, it outlasts every wait below.
const std::string world = MONAZITE_SOURCE_DIR "/scenarios/world_2024/world_2024.yaml";
const std::string sweep = MONAZITE_SOURCE_DIR "/scenarios/sweeps/stockholm_1000.yaml";

ProgramRun interrupt_after(int milliseconds, int signal, const fs::path& folder,
                           const std::vector<std::string>& arguments) {
  RunningProgram program(folder, arguments);
  const bool has_handler = program.await_handler(signal);
  CHECK(has_handler);
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  program.send(signal);
  return program.wait();
}

}  // namespace

TEST_CASE("a signal while inputs are read ends every command in 130 and leaves nothing") {
  const std::vector<std::vector<std::string>> commands = {
      {"check", world, world, world, world, world, world, world, world, world, world},
      {"run", world, "--out", "new/out", "--replications", "1000000"},
      {"sweep", sweep, "--out", "new/out"}};
  for (const auto& command : commands) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      for (const int milliseconds : {0, 5, 30}) {
        CAPTURE(command.front(), signal, milliseconds);
        const ScratchFolder scratch;
        const ProgramRun run = interrupt_after(milliseconds, signal, scratch.path(), command);
        CHECK(run.exit_code == 130);
        CHECK(run.error.find("monazite: interrupted") != std::string::npos);
        CHECK(scratch.names().empty());
      }
    }
  }
}

TEST_CASE("a signal in the first 0.3 s of a run ends it in 130, with all results or none") {
  for (const int milliseconds : {60, 100, 150, 200, 250, 300}) {
    CAPTURE(milliseconds);
    const ScratchFolder scratch;
    const ProgramRun run =
        interrupt_after(milliseconds, SIGTERM, scratch.path(),
                        {"run", world, "--out", "new/out", "--replications", "1000000"});
    CHECK(run.exit_code == 130);
    CHECK(fs::exists(scratch.path() / "new") ==
          fs::exists(scratch.path() / "new/out/manifest.json"));
  }
}
