#include <catch2/catch.hpp>
#include <fstream>

#include "tests/cli/program_run.hpp"
#include "tests/cli/small_world.hpp"

using namespace monazite::test;

namespace {

const std::string source_folder = MONAZITE_SOURCE_DIR "/";
const std::string folder = source_folder + "tests/bad_input/";

struct BadInput {
  std::string file;
  int exit_code;
  std::string messages;  ///< lines
};

/// The list of `expected.txt`: a line for a file, indented lines for its messages.
std::vector<BadInput> bad_inputs() {
  std::vector<BadInput> list;
  std::ifstream stream(folder + "expected.txt");
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    if (line[0] == ' ') {
      list.back().messages += line.substr(2) + "\n";
      continue;
    }
    const auto space = line.find(' ');
    list.push_back({line.substr(0, space), line.substr(space + 1) == "not_found" ? 66 : 65, {}});
  }
  return list;
}

std::string without(std::string text, const std::string& part, const std::string& instead) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part)) {
    text.replace(at, part.size(), instead);
  }
  return text;
}

std::string relative(const std::string& text) {
  return without(without(text, folder, ""), source_folder, "SOURCE/");
}

void check_refused(const std::vector<std::string>& files, int exit_code,
                   const std::string& messages) {
  CAPTURE(files);
  const ScratchFolder scratch;
  std::vector<std::string> arguments = {"run", "--out", "new/out"};
  arguments.insert(arguments.end(), files.begin(), files.end());
  const ProgramRun run = run_program_in(scratch.path(), arguments);
  CHECK(run.exit_code == exit_code);
  CHECK(run.output.empty());
  CHECK(relative(run.error) == messages);
  CHECK(scratch.names().empty());
}

}  // namespace

TEST_CASE("each bad file ends a run in 65 or 66 with its messages and leaves nothing") {
  const auto list = bad_inputs();
  REQUIRE(list.size() > 40);
  for (const BadInput& input : list) {
    check_refused({folder + input.file}, input.exit_code, input.messages);
  }
}

TEST_CASE("a good file beside a bad one does not run") {
  const std::string good = folder + "valid_world.yaml";
  check_refused({good, folder + "bad_date.yaml"}, 65,
                "bad_date.yaml:3:19: error: '2025-02-30' is no date; expected a date such as "
                "'2025-04-04'\n");
  check_refused({good, folder + "missing_base.yaml"}, 66,
                "missing_base.yaml:2:7: error: no file 'no_such_world.yaml'\n");
  check_refused({folder + "missing_base.yaml", folder + "bad_date.yaml"}, 65,
                "missing_base.yaml:2:7: error: no file 'no_such_world.yaml'\n"
                "bad_date.yaml:3:19: error: '2025-02-30' is no date; expected a date such as "
                "'2025-04-04'\n");
}

TEST_CASE("a problem of two files is told once") {
  const std::string base =
      "bad_date.yaml:3:19: error: '2025-02-30' is no date; expected a date "
      "such as '2025-04-04'\n";
  check_refused({folder + "bad_date.yaml", folder + "bad_date.yaml"}, 65, base);
}

TEST_CASE("a scenario and its copy must have names of their own") {
  const SmallWorld world;
  const ProgramRun run =
      run_program_in(world.path(), {"run", "small.yaml", "small.yaml", "--out", "out"});
  CHECK(run.exit_code == 65);
  CHECK(run.error ==
        "small.yaml:5:7: error: the scenario name 'small' is taken by small.yaml; expected a "
        "`name` of its own in scenarios that run together\n");
  CHECK_FALSE(std::filesystem::exists(world.path() / "out"));
}

TEST_CASE("a bad setting ends in 65 and tells the setting") {
  const SmallWorld world;
  const ProgramRun run =
      run_program_in(world.path(), {"run", "small.yaml", "--out", "out", "--set",
                                    "demand.CARS_UK.rate=5 t/yr", "--set", "runs.seed=x"});
  CHECK(run.exit_code == 65);
  CHECK(run.error ==
        "--set demand.CARS_UK.rate=5 t/yr: error: no demand 'CARS_UK' in 'demand'; did you mean "
        "'CARS_US'?\n"
        "--set runs.seed=x: error: 'x' is no whole number; expected a whole number\n");
  CHECK_FALSE(std::filesystem::exists(world.path() / "out"));
}

TEST_CASE("what only the compiled world shows ends in 65 with its place") {
  const SmallWorld world;
  const ProgramRun run =
      run_program_in(world.path(), {"run", "small.yaml", "--out", "out", "--set",
                                    "lanes.PLANT_CN/GLASS_CN/oxide_Ce.remove=true"});
  CHECK(run.exit_code == 65);
  CHECK(run.error.rfind("demand.csv:5:1: error: ", 0) == 0);
  CHECK_FALSE(std::filesystem::exists(world.path() / "out"));
}
