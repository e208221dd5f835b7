#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

// The quota year of the teaching scenarios, whose header works its days out by hand.
namespace {

using Days = std::vector<std::string>;

Tables results(const std::vector<std::string>& options = {}) {
  const ScratchFolder scratch;
  return run_scenarios(MONAZITE_SOURCE_DIR "/scenarios/teaching", {"quota_year.yaml"},
                       scratch.path() / "out", options);
}

Days exhausted_on(const Tables& tables) {
  Days days;
  for (const std::string& line : lines_of(tables.at("policy.csv"))) {
    if (const auto cells = cells_of(line); cells.at(8) == "exhaust") {
      days.push_back(cells.at(4));
    }
  }
  return days;
}

double mean_of(const Tables& tables, const std::string& metric, const std::string& sector) {
  for (const std::string& line : lines_of(tables.at("summary.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(3) == metric && cells.at(6) == sector) {
      return std::stod(cells.at(10));
    }
  }
  FAIL("no figure " + metric);
  return 0;
}

/// The days on which the user stops and starts again.
std::vector<std::pair<std::string, std::string>> turns_of_user(const Tables& tables) {
  std::vector<std::pair<std::string, std::string>> turns;
  std::string before = "0";
  for (const std::string& line : lines_of(tables.at("series.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(5) == "stopped_share" && cells.at(6) == "US" && cells.at(12) != before) {
      before = cells.at(12);
      turns.emplace_back(cells.at(3), before);
    }
  }
  return turns;
}

}  // namespace

TEST_CASE("the quota year goes as its header works it out") {
  const Tables tables = results();
  CHECK(exhausted_on(tables) == Days{"2025-04-30", "2025-08-21"});
  using Turns = std::vector<std::pair<std::string, std::string>>;
  CHECK(turns_of_user(tables) ==
        Turns{{"2025-07-05", "1"}, {"2025-08-05", "0"}, {"2025-10-24", "1"}, {"2026-02-05", "0"}});
  CHECK(mean_of(tables, "line_stop_days", "GLASS") == 135);
  // From 5 July to 5 February, with the months between in which it ran.
  CHECK(mean_of(tables, "time_to_recover_days", "GLASS") == 215);
  CHECK(mean_of(tables, "quota_used", "") == Approx(460.728 / 500));
}

TEST_CASE("a rush uses the quota up earlier and wins nothing") {
  const Tables tables = results({"--set", "behaviour.default.most_rush=30 d"});
  CHECK(exhausted_on(tables) == Days{"2025-03-31", "2025-08-09"});
  CHECK(mean_of(tables, "line_stop_days", "GLASS") == 135);
}
