#include "sim/analysis/sensitivity.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/run/small_worlds.hpp"

namespace monazite {
namespace {

using small_worlds::pipe;

const SensitivityRow& named(const std::vector<SensitivityRow>& rows, const std::string& name) {
  return *std::find_if(rows.begin(), rows.end(),
                       [&](const SensitivityRow& row) { return row.parameter.name == name; });
}

TEST_CASE("use moves what is mined in proportion, and a habit without a shock nothing") {
  auto scenario = pipe(2).scenario;
  auto& demand = scenario.demand[0];
  demand.rate_range = {0.9 * demand.rate_tonnes_per_year, 1.2 * demand.rate_tonnes_per_year};
  const std::vector<HabitRange> habits = {{"cost_sensitivity", "0.3", "3", {}, {}}};
  const auto rows = measure_sensitivities(scenario, habits, 2, {.threads = 2});
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].parameter.name == "use, cars");  // the largest first
  CHECK(rows[0].low[0] == Approx(-0.1).margin(0.02));
  CHECK(rows[0].high[0] == Approx(0.2).margin(0.02));
  CHECK(rows[0].largest() == Approx(0.2).margin(0.02));
  // This world has no NdPr oxide.
  CHECK(std::isnan(rows[0].low[1]));
  const auto& habit = named(rows, "cost_sensitivity");
  CHECK(habit.low[0] == 0);
  CHECK(habit.high[0] == 0);
}

TEST_CASE("a variation that makes no world is told as unknown") {
  auto scenario = pipe(2).scenario;
  scenario.lines[0].capacity_range = {1e-12, 2 * scenario.lines[0].capacity_tonnes_per_year};
  const auto rows = measure_sensitivities(scenario, {}, 1, {.threads = 1});
  REQUIRE(rows.size() == 1);
  CHECK(std::isnan(rows[0].low[0]));
  CHECK(std::isfinite(rows[0].high[0]));
}

}  // namespace
}  // namespace monazite
