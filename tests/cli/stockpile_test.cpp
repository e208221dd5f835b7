#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

// The stockpile of the teaching scenarios, whose header works its days out by hand.
TEST_CASE("the stockpile behind a valve releases and buys on the days of its header") {
  const ScratchFolder scratch;
  const Tables tables = run_scenarios(MONAZITE_SOURCE_DIR "/scenarios/teaching", {"stockpile.yaml"},
                                      scratch.path() / "out");
  std::map<std::string, double> released;
  std::map<std::string, double> held;
  std::string first_stop;
  for (const std::string& line : lines_of(tables.at("series.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(5) == "released" && std::stod(cells.at(12)) > 0) {
      released[cells.at(3)] = std::stod(cells.at(12));
    } else if (cells.at(5) == "stockpiled") {
      held[cells.at(3)] = std::stod(cells.at(12));
    } else if (cells.at(5) == "fill_rate" && cells.at(6) == "US" && first_stop.empty() &&
               std::stod(cells.at(12)) < 1) {
      first_stop = cells.at(3);
    }
  }
  CHECK(released.begin()->first == "2025-04-14");
  CHECK(released.rbegin()->first == "2025-06-12");
  CHECK(released.size() == 60);
  CHECK(first_stop == "2025-07-29");
  // What was ordered on 2 August is there on 6 September at the earliest.
  CHECK(held.at("2025-09-05") == Approx(10));
  CHECK(held.at("2026-03-31") == Approx(70));
}
