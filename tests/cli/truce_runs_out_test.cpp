#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

// The truce of the teaching scenarios, whose header works its stock out by hand.
TEST_CASE("the user of the truce that runs out loads ahead as its header works it out") {
  const ScratchFolder scratch;
  const Tables tables = run_scenarios(
      MONAZITE_SOURCE_DIR "/scenarios/teaching", {"truce_runs_out.yaml"}, scratch.path() / "out",
      {"--set", "outputs.series=[inventory]", "--set", "outputs.interval=day"});
  std::map<std::string, double> stock;
  for (const std::string& line : lines_of(tables.at("series.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(5) == "inventory" && cells.at(6) == "US" && cells.at(8).empty()) {
      stock[cells.at(3)] = std::stod(cells.at(12));
    }
  }
  const double usual = 35.0;
  const double ahead = 20 * 1.1664;
  CHECK(stock.at("2025-04-04") == Approx(usual).margin(0.02));
  CHECK(stock.at("2025-04-05") > usual + 10);
  CHECK(stock.at("2025-06-30") == Approx(usual + ahead).margin(0.02));
  CHECK(stock.at("2025-08-04") == Approx(usual + ahead).margin(0.02));
  CHECK(stock.at("2025-08-14") == Approx(usual + ahead - 10 * 1.1664).margin(0.02));
  CHECK(stock.at("2025-08-25") == Approx(usual).margin(0.02));
}
