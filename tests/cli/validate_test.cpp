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

  [[nodiscard]] fs::path folder() const { return scratch_.path() / "scenarios" / "world_2024"; }
  [[nodiscard]] bool has_page() const { return fs::exists(scratch_.path() / "page.md"); }
  [[nodiscard]] std::string page() const { return read_whole(scratch_.path() / "page.md"); }

  /// Two weeks instead of years, so that it takes no time and meets no target.
  [[nodiscard]] ProgramRun validate_in_a_hurry() const {
    return run_program_in(
        scratch_.path(), {"validate", "scenarios/world_2024/world_2024.yaml", "--replications", "1",
                          "--set", "calendar.start=2024-01-01", "--set", "calendar.end=2024-01-21",
                          "--set", "calendar.warm_up=7 d", "--out", "page.md"});
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
  CHECK(contains(run.error, "targets do not hold: "));
  CHECK(contains(run.error, "mined of CN"));
  CHECK(contains(world.page(), "| FAIL |"));
  CHECK(contains(world.page(), "- `--set calendar.end=2024-01-21`\n"));
  CHECK(contains(world.page(), "- `--replications 1`\n"));
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
