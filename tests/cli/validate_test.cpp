#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/cli/program_run.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A copy of the shipped scenario that a test may break.
class CopiedWorld {
 public:
  CopiedWorld() {
    fs::create_directories(folder());
    fs::copy(fs::path(MONAZITE_SOURCE_DIR) / "scenarios" / "world_2024", folder(),
             fs::copy_options::recursive);
  }

  /// Copies the history and the small worlds too.
  void add_back_tests() const {
    for (const char* name : {"history", "shapes", "teaching"}) {
      fs::copy(fs::path(MONAZITE_SOURCE_DIR) / "scenarios" / name, folder().parent_path() / name,
               fs::copy_options::recursive);
    }
  }

  [[nodiscard]] fs::path folder() const { return scratch_.path() / "scenarios" / "world_2024"; }
  [[nodiscard]] fs::path page_path() const { return scratch_.path() / "page.md"; }
  [[nodiscard]] bool has_page() const { return fs::exists(page_path()); }
  [[nodiscard]] std::string page() const { return read_whole(page_path()); }

  /// Two weeks instead of years, so that it takes no time and meets no target.
  [[nodiscard]] ProgramRun validate_in_a_hurry(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"validate",       "scenarios/world_2024/world_2024.yaml",
                                      "--replications", "1",
                                      "--set",          "calendar.start=2024-01-01",
                                      "--set",          "calendar.end=2024-01-21",
                                      "--set",          "calendar.warm_up=7 d",
                                      "--out",          "page.md"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program_in(scratch_.path(), words);
  }

 private:
  ScratchFolder scratch_;
};

}  // namespace

TEST_CASE("targets that do not hold end in 1, with the page written and what was set on it") {
  const CopiedWorld world;
  const ProgramRun run = world.validate_in_a_hurry();
  CAPTURE(run.error);
  CHECK(run.exit_code == 1);
  CHECK(contains(run.error, "these targets do not hold: "));
  CHECK(contains(run.error, "mined of CN"));
  CHECK(contains(world.page(), "| FAIL |"));
  CHECK(contains(world.page(), "- `--set calendar.end=2024-01-21`\n"));
  CHECK(contains(world.page(), "- `--replications 1`\n"));
}

TEST_CASE("a scenario that is missing is named, not the targets beside it") {
  const CopiedWorld world;
  const ProgramRun run =
      run_program_in(world.folder(), {"validate", "no_such.yaml", "--out", "page.md"});
  CHECK(run.exit_code == 66);
  CHECK(contains(run.error, "no file 'no_such.yaml'"));
  CHECK_FALSE(contains(run.error, "targets.csv"));
}

TEST_CASE("a page takes the place of an older page, and of another file only when forced") {
  const CopiedWorld world;
  REQUIRE(world.validate_in_a_hurry().exit_code == 1);
  CHECK(world.validate_in_a_hurry().exit_code == 1);
  std::ofstream(world.page_path()) << "# My notes\n";
  const ProgramRun run = world.validate_in_a_hurry();
  CHECK(run.exit_code == 73);
  CHECK(contains(run.error, "--force"));
  CHECK(world.page() == "# My notes\n");
  CHECK(world.validate_in_a_hurry({"--force"}).exit_code == 1);
  CHECK(contains(world.page(), "# Validation"));
}

TEST_CASE("targets that are missing end in 66, wrong ones in 65, and nothing is written") {
  const CopiedWorld world;
  fs::remove(world.folder() / "targets.csv");
  CHECK(world.validate_in_a_hurry().exit_code == 66);
  std::ofstream(world.folder() / "targets.csv") << "quantity,region,target [t]\nmined,CN,none\n";
  const ProgramRun run = world.validate_in_a_hurry();
  CHECK(run.exit_code == 65);
  CHECK(contains(run.error, "targets.csv:2:10: error: "));
  CHECK_FALSE(world.has_page());
}

TEST_CASE("a history and small worlds beside the scenario are judged too, and miss without error") {
  const CopiedWorld world;
  REQUIRE(world.validate_in_a_hurry().exit_code == 1);
  CHECK_FALSE(contains(world.page(), "## The year 2025"));
  world.add_back_tests();
  const ProgramRun run = world.validate_in_a_hurry();
  CAPTURE(run.error);
  CHECK(run.exit_code == 1);
  CHECK(contains(run.output, "Of 27 targets of the back-test and of published shapes "));
  CHECK_FALSE(contains(run.error, "magnet exports, May"));
  CHECK(contains(world.page(), "\n- magnet exports, May\n"));
  CHECK(contains(world.page(), "| rationing: the same under `uniform` |"));
  std::ofstream(world.folder().parent_path() / "history" / "targets_2025.csv")
      << "name,quantity\nMay,guess\n";
  CHECK(world.validate_in_a_hurry().exit_code == 65);
}
