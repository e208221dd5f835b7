#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/result_tables.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite::test;

// The world of 2024 left alone for ten years, without control, growth, holidays and noise.
namespace {

constexpr int years = 10;
constexpr double weeks_per_year = 365.25 / 7;

struct SteadyWorld {
  std::map<std::string, std::vector<double>> weekly;  ///< by metric, region, partner and material
  std::map<std::string, double> into_outlets;         ///< tonnes a year by outlet
};

std::string series_name(const std::vector<std::string>& cells) {
  return cells.at(5) + " " + cells.at(6) + " " + cells.at(7) + " " + cells.at(9);
}

/// Rows of facilities and sectors are left out.
void read_series(const std::string& table, SteadyWorld& world) {
  for (const std::string& line : lines_of(table)) {
    const auto cells = cells_of(line);
    if (cells.at(8).empty() && cells.at(10).empty()) {
      world.weekly[series_name(cells)].push_back(std::stod(cells.at(12)));
    }
  }
}

void read_flows(const std::string& table, SteadyWorld& world) {
  for (const std::string& line : lines_of(table)) {
    if (line.find(",SURPLUS_") != std::string::npos) {
      const auto cells = cells_of(line);
      world.into_outlets[cells.at(6)] += std::stod(cells.at(9)) / years;
    }
  }
}

SteadyWorld run_steady_world() {
  const ScratchFolder scratch;
  const Tables tables = run_scenarios(MONAZITE_SOURCE_DIR "/scenarios/world_2024",
                                      {"arms/steady.yaml"}, scratch.path() / "out",
                                      {"--set", "outputs.flows=true", "--set",
                                       "outputs.series=[mined, produced, exports, inventory]"});
  SteadyWorld world;
  read_series(tables.at("series.csv"), world);
  read_flows(tables.at("flows.csv"), world);
  return world;
}

/// Tonnes a year by outlet that the table of lanes gives.
std::map<std::string, double> tabled_outlets() {
  std::map<std::string, double> tonnes;
  for (const std::string& line :
       lines_of(read_whole(MONAZITE_SOURCE_DIR "/scenarios/world_2024/lanes.csv"))) {
    const auto cells = cells_of(line);
    if (cells.at(1).rfind("SURPLUS_", 0) == 0) {
      tonnes[cells.at(1)] += std::stod(cells.at(3));
    }
  }
  return tonnes;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

/// The least-squares slope of weekly values, a year.
double slope_per_year(const std::vector<double>& values) {
  const double middle = 0.5 * static_cast<double>(values.size() - 1);
  double product = 0;
  double square = 0;
  for (std::size_t week = 0; week < values.size(); ++week) {
    const double from_middle = static_cast<double>(week) - middle;
    product += from_middle * values[week];
    square += from_middle * from_middle;
  }
  return product / square * weeks_per_year;
}

}  // namespace

TEST_CASE("the world of 2024 left alone for ten years stays as it is", "[exact-check-6]") {
  SteadyWorld world = run_steady_world();
  for (const char* flow :
       {"mined   ", "produced   concentrate", "produced   oxide", "produced   metal",
        "produced   alloy", "produced   magnet", "produced   scrap", "exports CN  magnet"}) {
    CAPTURE(flow);
    auto& weekly = world.weekly[flow];
    REQUIRE(weekly.size() > years * 52);
    weekly.pop_back();  // the last week is not whole
    CHECK(mean(weekly) > 0);
    CHECK(std::abs(slope_per_year(weekly)) < 0.001 * mean(weekly));
  }

  // What is not sold piles up nowhere but in its outlet.
  const double made_a_year = mean(world.weekly["produced   oxide"]) * weeks_per_year;
  CHECK(std::abs(slope_per_year(world.weekly["inventory   oxide"])) < 0.0005 * made_a_year);
  const auto tabled = tabled_outlets();
  REQUIRE(tabled.size() > 30);
  CHECK(world.into_outlets.size() == tabled.size());
  for (const auto& [outlet, tonnes] : tabled) {
    CAPTURE(outlet);
    const double found = world.into_outlets[outlet];
    CHECK(found > 0);
    // Small outlets get what is left after sales that come in whole bags and drums.
    if (tonnes > 100) {
      CHECK(found == Approx(tonnes).epsilon(0.05));
    }
    if (tonnes > 1000) {
      CHECK(found == Approx(tonnes).epsilon(0.005));
    }
  }
}
