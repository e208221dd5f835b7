#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

#include "tests/cli/program_run.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

// The first page of a process's memory is never there: reading it is an I/O error.
TEST_CASE("an input that gives no bytes ends in 74 with its name and the reason") {
  const ScratchFolder scratch;
  for (const char* command : {"check", "run", "sweep", "network"}) {
    CAPTURE(command);
    const ProgramRun run = run_program_in(scratch.path(), {command, "/proc/self/mem"});
    CHECK(run.exit_code == 74);
    CHECK(run.error == "monazite: error: cannot read '/proc/self/mem': Input/output error\n");
  }
  write(scratch.path() / "top.yaml", "monazite: 1\nbase: /proc/self/mem\n");
  const ProgramRun base =
      run_program_in(scratch.path(), {"check", "top.yaml", "--allow-path", "/proc"});
  CHECK(base.exit_code == 74);
  CHECK(base.error == "monazite: error: cannot read '/proc/self/mem': Input/output error\n");
  write(scratch.path() / "table.yaml",
        "monazite: 1\ncalendar: {start: 2025-01-01, end: 2025-12-31}\n"
        "lanes: {table: /proc/self/mem}\n");
  CHECK(run_program_in(scratch.path(), {"run", "table.yaml", "--allow-path", "/proc"}).exit_code ==
        74);
  fs::create_directory(scratch.path() / "recorded");
  fs::create_symlink("/proc/self/mem", scratch.path() / "recorded/runs.csv");
  const ProgramRun compared = run_program_in(scratch.path(), {"compare", "recorded", "recorded"});
  CHECK(compared.exit_code == 74);
  CHECK(compared.error == "monazite: error: cannot read 'recorded/runs.csv': Input/output error\n");
  CHECK(scratch.names() == std::vector<std::string>{"recorded", "table.yaml", "top.yaml"});
}

TEST_CASE("a folder, a pipe or a device is no input file, and none is waited for") {
  const ScratchFolder scratch;
  REQUIRE(::mkfifo((scratch.path() / "pipe").c_str(), 0600) == 0);
  for (const char* file : {".", "pipe", "/dev/zero"}) {
    for (const char* command : {"check", "sweep"}) {
      CAPTURE(command, file);
      const ProgramRun run = run_program_in(scratch.path(), {command, file});
      CHECK(run.exit_code == 66);
      CHECK(run.error == std::string(file) + ": error: '" + file + "' is not a regular file\n");
    }
  }
}

TEST_CASE("a sweep is known as one whatever its lines end in") {
  const ScratchFolder scratch;
  for (const char* end : {"\n", "\r\n", "\r"}) {
    write(scratch.path() / "sweep.yaml",
          std::string("# text") + end + "monazite_sweep: 1" + end + "scenarios: none" + end);
    const ProgramRun run = run_program_in(scratch.path(), {"check", "sweep.yaml"});
    CHECK(run.exit_code == 65);
    CHECK(run.error.find("sweep.yaml:3:1: error: unknown key 'scenarios'") != std::string::npos);
    CHECK(run.error.find("this is a sweep") == std::string::npos);
  }
}
