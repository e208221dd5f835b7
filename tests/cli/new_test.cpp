#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/cli/program_run.hpp"
#include "tests/cli/scenario_copy.hpp"

using namespace monazite::test;

namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void check_and_run(const fs::path& folder, const std::string& file) {
  CAPTURE(file);
  const ProgramRun check = run_program_in(folder, {"check", file});
  CHECK(check.exit_code == 0);
  CHECK(check.error.empty());
  const ProgramRun run =
      run_program_in(folder, {"run", file, "--replications", "1", "--out", file + ".results"});
  INFO(run.error);
  CHECK(run.exit_code == 0);
  CHECK(fs::exists(folder / (file + ".results") / "summary.csv"));
}

}  // namespace

TEST_CASE("the minimal scenario needs nothing else, checks without a warning and runs") {
  const ScratchFolder scratch;
  const ProgramRun printed = run_program_in(scratch.path(), {"new"});
  CHECK(printed.exit_code == 0);
  CHECK(printed.error.empty());
  CHECK(scratch.names().empty());
  const ProgramRun written = run_program_in(scratch.path(), {"new", "--out", "mine.yaml"});
  CHECK(written.exit_code == 0);
  CHECK(written.output.empty());
  CHECK(read_whole(scratch.path() / "mine.yaml") == printed.output);
  check_and_run(scratch.path(), "mine.yaml");
}

TEST_CASE("what is laid over the world checks and runs wherever it is written below scenarios") {
  const ScenarioCopy copy;
  fs::create_directories(copy.path() / "scenarios/a/b");
  const std::string places[][2] = {{"ban", "scenarios/a/b/ban.yaml"},
                                   {"tariff", "scenarios/stockholm/tariff.yaml"},
                                   {"licence", "scenarios/licence.yaml"}};
  for (const auto& [name, file] : places) {
    const ProgramRun written =
        run_program_in(copy.path(), {"new", "--template", name, "--out", file});
    INFO(written.error);
    CHECK(written.exit_code == 0);
    CHECK(written.error.empty());
    check_and_run(copy.path(), file);
  }
  CHECK(contains(read_whole(copy.path() / "scenarios/a/b/ban.yaml"),
                 "\nbase: ../../world_2024/world_2024.yaml\n"));
  const ProgramRun elsewhere = run_program_in(
      copy.path() / "scenarios/a",
      {"new", "--template", "ban", "--world", "../world_2024/world_2024.yaml", "--out", "x.yaml"});
  CHECK(elsewhere.exit_code == 0);
  CHECK(contains(read_whole(copy.path() / "scenarios/a/x.yaml"),
                 "\nbase: ../world_2024/world_2024.yaml\n"));
}

TEST_CASE("a world outside the tree of the new file is told with the way out") {
  const ScenarioCopy copy;
  fs::create_directories(copy.path() / "elsewhere");
  const ProgramRun run =
      run_program_in(copy.path(), {"new", "--template", "ban", "--out", "elsewhere/ban.yaml"});
  CHECK(run.exit_code == 0);
  CHECK(run.error ==
        "monazite: warning: elsewhere/ban.yaml may name scenarios/world_2024/world_2024.yaml only "
        "with --allow-path scenarios/world_2024\n");
  CHECK(run_program_in(copy.path(), {"check", "elsewhere/ban.yaml"}).exit_code == 65);
  const ProgramRun check = run_program_in(
      copy.path(), {"check", "elsewhere/ban.yaml", "--allow-path", "scenarios/world_2024"});
  INFO(check.error);
  CHECK(check.exit_code == 0);
}

TEST_CASE("a world that is not there ends in 66 and leaves nothing") {
  const ScratchFolder scratch;
  const ProgramRun run =
      run_program_in(scratch.path(), {"new", "--template", "tariff", "--out", "a.yaml"});
  CHECK(run.exit_code == 66);
  CHECK(run.error ==
        "monazite: error: no file 'scenarios/world_2024/world_2024.yaml' to lay the scenario over; "
        "expected one at --world\n");
  CHECK(scratch.names().empty());
}

TEST_CASE("a file that exists gives way only with --force") {
  const ScratchFolder scratch;
  std::ofstream(scratch.path() / "mine.yaml") << "kept";
  const ProgramRun refused = run_program_in(scratch.path(), {"new", "--out", "mine.yaml"});
  CHECK(refused.exit_code == 73);
  CHECK(contains(refused.error, "mine.yaml"));
  CHECK(read_whole(scratch.path() / "mine.yaml") == "kept");
  CHECK(run_program_in(scratch.path(), {"new", "--out", "mine.yaml", "--force"}).exit_code == 0);
  CHECK(contains(read_whole(scratch.path() / "mine.yaml"), "\nmonazite: 1\n"));
  CHECK(run_program_in(scratch.path(), {"new", "--out", "none/mine.yaml"}).exit_code == 73);
  CHECK(scratch.names() == std::vector<std::string>{"mine.yaml"});
}

TEST_CASE("a template that does not exist or has no world is wrong usage") {
  const ScratchFolder scratch;
  const ProgramRun unknown = run_program_in(scratch.path(), {"new", "--template", "licences"});
  CHECK(unknown.exit_code == 64);
  CHECK(unknown.output.empty());
  CHECK(contains(unknown.error,
                 "there is no template 'licences'; expected minimal, ban, tariff or licence; did "
                 "you mean 'licence'?"));
  const ProgramRun no_world = run_program_in(scratch.path(), {"new", "--world", "a.yaml"});
  CHECK(no_world.exit_code == 64);
  CHECK(contains(no_world.error, "monazite: error: the template 'minimal' is laid over no world"));
}

TEST_CASE("the first line of a new file names the schema from where the file stands") {
  const ScratchFolder scratch;
  const std::string begin = "# yaml-language-server: $schema=";
  CHECK_FALSE(contains(run_program_in(scratch.path(), {"new"}).output, begin));
  fs::create_directories(scratch.path() / "docs/schema");
  fs::create_directories(scratch.path() / "mine");
  std::ofstream(scratch.path() / "docs/schema/scenario.schema.json") << "{}";
  const auto first_line = [&](const std::vector<std::string>& words) {
    std::vector<std::string> all = {"new", "--out", "mine/a.yaml", "--force"};
    all.insert(all.end(), words.begin(), words.end());
    CHECK(run_program_in(scratch.path(), all).exit_code == 0);
    const std::string text = read_whole(scratch.path() / "mine/a.yaml");
    return text.substr(0, text.find('\n'));
  };
  CHECK(first_line({}) == begin + "../docs/schema/scenario.schema.json");
  CHECK(first_line({"--schema", "mine/b.json"}) == begin + "b.json");
  CHECK(first_line({"--schema", "https://example.org/b.json"}) ==
        begin + "https://example.org/b.json");
}

TEST_CASE("schema prints what an editor or a reader needs, and nothing that is not built") {
  const ScratchFolder scratch;
  const ProgramRun json = run_program_in(scratch.path(), {"schema"});
  CHECK(json.exit_code == 0);
  CHECK(json.error.empty());
  CHECK(contains(json.output, "\"$schema\": \"http://json-schema.org/draft-07/schema#\""));
  CHECK(run_program_in(scratch.path(), {"schema", "--kind", "scenario"}).output == json.output);
  const ProgramRun page = run_program_in(scratch.path(), {"schema", "--format", "markdown"});
  CHECK(page.exit_code == 0);
  CHECK(page.output.rfind("# Keys of a scenario file\n", 0) == 0);
  const ProgramRun sweep = run_program_in(scratch.path(), {"schema", "--kind", "sweep"});
  CHECK(sweep.exit_code == 0);
  CHECK(contains(sweep.output, "\"monazite_sweep\""));
  const ProgramRun keys =
      run_program_in(scratch.path(), {"schema", "--kind", "sweep", "--format", "markdown"});
  CHECK(keys.output.rfind("# Keys of a sweep file\n", 0) == 0);
  const ProgramRun talks = run_program_in(scratch.path(), {"schema", "--kind", "talks"});
  CHECK(talks.exit_code == 64);
  CHECK(contains(talks.error, "there is no schema of 'talks'; expected scenario or sweep"));
}
