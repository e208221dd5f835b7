#include "sim/analysis/back_test.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "models/scenario/world.hpp"
#include "tests/sim/analysis/figures.hpp"

namespace monazite {
namespace {

constexpr double no_stop = std::numeric_limits<double>::quiet_NaN();

const MetricKey magnets = chosen::tonnes_of("exports", "CN", "magnet");
const MetricKey quoted = {"price_quoted", "EU", "", "", "oxide_Dy", "", "USD/kg"};

struct PlantSketch {
  const char* id;
  const char* region;
  const char* sector;
  double cover_days;
};

constexpr PlantSketch sketches[] = {{"thin", "DE", "AUTO", 8},
                                    {"middling", "DE", "EV", 60},
                                    {"at_home", "CN", "AUTO", 5},
                                    {"stocked", "JP", "WIND", 120}};

/// A world with these plants and nothing else.
World plants_only() {
  World world;
  for (const auto& sketch : sketches) {
    const auto number = static_cast<std::uint32_t>(world.plants.size());
    world.regions.emplace_back().id = sketch.region;
    world.sectors.emplace_back().id = sketch.sector;
    auto& facility = world.facilities.emplace_back();
    facility.id = sketch.id;
    facility.inputs = {number, 1};
    world.pools.emplace_back().cover_days = sketch.cover_days;
    auto& plant = world.plants.emplace_back();
    plant.facility = FacilityId{number};
    plant.region = RegionId{number};
    plant.sector = SectorId{number};
  }
  return world;
}

MetricKey first_stop_of(const PlantSketch& sketch) {
  return {"first_stop_date", sketch.region, "", sketch.sector, "", sketch.id, "d"};
}

/// First stops of the plants above, in that order, a list of replications each.
chosen::Figures stops(const std::vector<std::vector<double>>& days) {
  chosen::Figures figures;
  for (std::size_t p = 0; p < days.size(); ++p) {
    figures[first_stop_of(sketches[p])] = days[p];
  }
  return figures;
}

BackTestTarget target_of(BackTestQuantity quantity, double low, double high) {
  BackTestTarget target;
  target.name = "target";
  target.quantity = quantity;
  target.low = low;
  target.high = high;
  return target;
}

/// The row of a target about stops, with those of the control and those without it.
BackTestRow stop_row(const BackTestTarget& target, const std::vector<std::vector<double>>& with,
                     const std::vector<std::vector<double>>& without) {
  const World world = plants_only();
  const auto plan = chosen::plan_of_run(stops(with));
  auto results = chosen::results_of_run(plan, stops(with));
  auto calm = chosen::results_of_run(plan, stops(without));
  results.scenario.world = &world;
  return compare_back_test({nullptr, nullptr, &results, &calm}, {target}).front();
}

/// The row of a target about a series that a plan of weeks from 2024-01-01 observes.
BackTestRow series_row(const MetricKey& figure, BackTestTarget target,
                       const std::vector<std::vector<double>>& replications) {
  target.region = figure.region;
  target.material = figure.material;
  const World world;
  const auto plan =
      chosen::plan_of_weeks({figure}, static_cast<int>(replications.front().size()) - 1);
  SeriesRecord record(plan, static_cast<std::uint32_t>(replications.size()), {figure});
  for (std::uint32_t run = 0; run < replications.size(); ++run) {
    record.add(run, replications[run]);
  }
  const ObservationPlan no_stops;
  ScenarioResults results(synthetic::scenario("stops", no_stops, 1));
  results.scenario.world = &world;
  return compare_back_test({&record, &record, &results, &results}, {target}).front();
}

TEST_CASE("exports are the mean of the intervals that begin in the span") {
  auto target = target_of(BackTestQuantity::exports, 20, 30);
  target.from = date_of(2024, 1, 8);
  target.until = date_of(2024, 1, 21);
  // Weeks of 1, 8, 15 and 22 January.
  const auto row = series_row(magnets, target, {{1, 20, 30, 500}, {1, 20, 28, 500}});
  CHECK(row.model == Approx(24.5));
  CHECK(row.half_width == Approx(12.706 * 0.5).epsilon(1e-3));
  CHECK(row.verdict() == Verdict::open);
  CHECK(std::isnan(row.calm));
  CHECK(followed_figures({target}).size() == 1);
}

TEST_CASE("a price is the last of the span over the mean of its first month") {
  auto target = target_of(BackTestQuantity::price_quoted, 2, 4);
  target.from = date_of(2024, 1, 1);
  target.until = date_of(2024, 2, 12);
  // Five weeks begin in January, the seventh on 12 February, one more is beyond.
  const auto row = series_row(quoted, target, {{90, 95, 100, 105, 110, 200, 300, 900}});
  CHECK(row.model == Approx(3));
  CHECK(row.verdict() == Verdict::open);
}

TEST_CASE("a figure that is not observed is a target that is missed") {
  auto target = target_of(BackTestQuantity::exports, 0, 30);
  target.from = date_of(2030, 1, 1);
  target.until = date_of(2030, 1, 31);
  CHECK(series_row(magnets, target, {{1, 2}, {1, 2}}).verdict() == Verdict::missed);
}

TEST_CASE("the first stop is that of a car plant outside China, with and without a cause") {
  const std::vector<std::vector<double>> with = {{3, 20}, {50, 52}, {1, 1}, {no_stop, no_stop}};
  const std::vector<std::vector<double>> without = {
      {3, no_stop}, {no_stop, no_stop}, {1, 1}, {no_stop, no_stop}};
  const auto any = stop_row(target_of(BackTestQuantity::first_stop, 0, 60), with, without);
  CHECK(any.model == Approx(11.5));
  CHECK(any.calm == 3);
  // In the first replication the thin plant would have stopped anyway.
  const auto caused = stop_row(target_of(BackTestQuantity::caused_stop, 42, 62), with, without);
  CHECK(caused.model == Approx(35));
  CHECK(caused.verdict() == Verdict::missed);
  const auto low = stop_row(target_of(BackTestQuantity::low_cover_stop, 0, 60), with, without);
  CHECK(low.model == Approx(11.5));
}

TEST_CASE("no stocked plant in Japan may stop early") {
  const auto target = target_of(BackTestQuantity::stocked_stops, 0, 0);
  const std::vector<std::vector<double>> none = {
      {no_stop, no_stop}, {no_stop, no_stop}, {no_stop, no_stop}, {80, no_stop}};
  CHECK(stop_row(target, none, none).verdict() == Verdict::holds);
  auto one = none;
  one[3] = {79, no_stop};
  CHECK(stop_row(target, one, none).model == 0.5);
  CHECK(stop_row(target, one, none).verdict() == Verdict::missed);
}

}  // namespace
}  // namespace monazite
