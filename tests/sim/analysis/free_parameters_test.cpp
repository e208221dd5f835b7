#include "sim/analysis/free_parameters.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "models/scenario/load.hpp"
#include "tests/sim/report/scratch_folder.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite {
namespace {

using small_worlds::pipe;
using test::ScratchFolder;

std::vector<HabitRange> read(const std::string& rows) {
  const ScratchFolder scratch;
  const auto path = scratch.path() / "habits.csv";
  std::ofstream(path) << "habit,low,high,source,confidence,note\n" << rows;
  return read_habits(path);
}

std::string refusal(const std::string& rows) {
  try {
    read(rows);
  } catch (const InputError& error) {
    return to_text(error.diagnostics.front());
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const FreeParameter& named(const std::vector<FreeParameter>& parameters, const std::string& name) {
  return *std::find_if(parameters.begin(), parameters.end(),
                       [&](const FreeParameter& parameter) { return parameter.name == name; });
}

TEST_CASE("values with ranges are grouped and set to their own ends") {
  auto scenario = pipe(3).scenario;
  scenario.demand[0].cover_days = 20;
  scenario.demand[0].cover_range = {10, 50};
  scenario.lines[0].capacity_tonnes_per_year = 1000;
  scenario.lines[0].capacity_range = {900, 1100};
  scenario.lines[1].capacity_tonnes_per_year = 1000;  // no range: stays
  const auto parameters = free_parameters(scenario, {});
  REQUIRE(parameters.size() == 2);
  const auto& cover = named(parameters, "cover, cars");
  CHECK(cover.values == 1);
  CHECK(cover.low == "× 0.50");
  CHECK(cover.high == "× 2.50");
  CHECK(at_end(scenario, cover, {}, RangeEnd::low).demand[0].cover_days == 10);
  const auto high = at_end(scenario, cover, {}, RangeEnd::high);
  CHECK(high.demand[0].cover_days == 50);
  CHECK(high.lines[0].capacity_tonnes_per_year == 1000);
  const auto& capacity = named(parameters, "capacity, mine");
  const auto low = at_end(scenario, capacity, {}, RangeEnd::low);
  CHECK(low.lines[0].capacity_tonnes_per_year == 900);
  CHECK(low.lines[1].capacity_tonnes_per_year == 1000);
  CHECK(low.demand[0].cover_days == 20);
}

TEST_CASE("a habit is set for every profile in the unit of its key") {
  auto scenario = pipe(2).scenario;
  scenario.behaviour.emplace_back().id = "other";
  const auto habits = read("forecast_time,2 weeks,1 yr,,,\nholding_cost,0.05 %/d,0.1 %/d,,,\n");
  const auto parameters = free_parameters(scenario, habits);
  REQUIRE(parameters.size() == 2);
  CHECK(parameters[0].is_habit);
  CHECK(parameters[0].values == scenario.behaviour.size());
  const auto low = at_end(scenario, parameters[0], habits, RangeEnd::low);
  for (const auto& profile : low.behaviour) {
    CHECK(profile.forecast_days == 14);
  }
  CHECK(at_end(scenario, parameters[0], habits, RangeEnd::high).behaviour[1].forecast_days ==
        365.25);
  CHECK(at_end(scenario, parameters[1], habits, RangeEnd::high).behaviour[1].holding_cost_per_day ==
        Approx(0.001));
}

TEST_CASE("reviews and adjustment times keep their distance") {
  Scenario scenario;
  auto& profile = scenario.behaviour.emplace_back();
  profile.review_days = 7;
  profile.adjustment_days = 28;
  const auto habits = read("review,1 d,30 d,,,\nadjustment_time,7 d,90 d,,,\n");
  const auto parameters = free_parameters(scenario, habits);
  const auto slow = at_end(scenario, parameters[0], habits, RangeEnd::high).behaviour[0];
  CHECK(slow.review_days == 14);
  CHECK(slow.adjustment_days == 28);
  const auto hasty = at_end(scenario, parameters[1], habits, RangeEnd::low).behaviour[0];
  CHECK(hasty.review_days == 7);
  CHECK(hasty.adjustment_days == 14);
}

TEST_CASE("a wrong table of habits is refused") {
  CHECK(contains(refusal("courage,1,2,,,\n"), "habits.csv:2"));
  CHECK(contains(refusal("courage,1,2,,,\n"), "'courage' is no number of a profile"));
  CHECK(contains(refusal("ordering,1,2,,,\n"), "'ordering' is no number of a profile"));
  CHECK(contains(refusal("review,30 d,1 d,,,\n"), "no range of 'review'"));
  CHECK(contains(refusal("review,1 t,2 t,,,\n"), "no range of 'review'"));
  CHECK(contains(refusal("supply_line_weight,0,1.5,,,\n"), "no range of 'supply_line_weight'"));
}

TEST_CASE("the shipped habits are all there and each says that it is estimated") {
  const auto habits =
      read_habits(std::string(MONAZITE_SOURCE_DIR) + "/scenarios/world_2024/habits.csv");
  CHECK(habits.size() >= 12);
  for (const auto& habit : habits) {
    CHECK(habit.provenance.confidence == "estimated");
    CHECK_FALSE(habit.provenance.source.empty());
  }
}

}  // namespace
}  // namespace monazite
