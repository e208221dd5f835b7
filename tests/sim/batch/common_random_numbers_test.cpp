#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/quantity/date.hpp"
#include "models/scenario/compile.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/world.hpp"
#include "sim/batch/executor.hpp"
#include "sim/run/replication.hpp"

// What common random numbers are worth on the full world: how much less the difference of two
// histories scatters when both draw the same luck.

namespace monazite {
namespace {

constexpr std::uint32_t replications = 40;
constexpr std::uint64_t seed = 20250728;

/// The histories part on this day; the weeks of a series begin on a Wednesday, the next day.
constexpr Date parting = date_of(2025, 8, 12);
constexpr std::size_t weeks = 13;

std::shared_ptr<const World> history(const std::string& name,
                                     const std::vector<std::string>& settings = {}) {
  LoadOptions options;
  options.settings = settings;
  for (const char* setting : {"calendar.end=2025-11-11", "outputs.interval=week",
                              "outputs.series=[exports]", "outputs.flows=false"}) {
    options.settings.emplace_back(setting);
  }
  const auto file = std::string(MONAZITE_SOURCE_DIR) + "/scenarios/stockholm/" + name + ".yaml";
  return compile(load_scenario(file, options).scenario).world;
}

std::size_t place_of(const std::vector<MetricKey>& figures, const MetricKey& wanted) {
  for (std::size_t k = 0; k < figures.size(); ++k) {
    MetricKey key = figures[k];
    key.unit.clear();
    if (key == wanted) {
      return k;
    }
  }
  throw std::runtime_error("no figure of " + wanted.metric);
}

/// China's exports of magnets in the 13 weeks after the histories part, in tonnes.
double magnet_exports(const World& world, const Observations& seen) {
  const ObservationPlan& plan = world.plan;
  const auto first = std::lower_bound(plan.intervals.begin(), plan.intervals.end(), parting);
  const std::size_t place =
      place_of(plan.series_figures, {"exports", "CN", "", "", "magnet", "", ""});
  double tonnes = 0;
  for (auto week = static_cast<std::size_t>(first - plan.intervals.begin()), end = week + weeks;
       week < end; ++week) {
    tonnes += seen.series_values.at(week * plan.series_figures.size() + place);
  }
  return tonnes;
}

/// Value added that car plants of all kinds lost, in USD.
double lost_car_output(const World& world, const Observations& seen) {
  return seen.run_values.at(
      place_of(world.plan.run_figures, {"lost_output_usd", "", "", "auto", "", "", ""}));
}

/// A history with its figures of each replication.
struct Arm {
  std::shared_ptr<const World> world;
  std::uint32_t way = drawn_way;  ///< through the talks
  std::vector<double> exports = std::vector<double>(replications);
  std::vector<double> lost = std::vector<double>(replications);
};

void run_all(std::span<Arm> arms) {
  const Executor executor(0);
  std::vector<Workspace> workspaces(executor.threads());
  const std::atomic<bool> never{false};
  executor.for_each_task(
      arms.size() * replications,
      [&](std::size_t worker, std::size_t task) {
        Arm& arm = arms[task / replications];
        const auto replication = static_cast<std::uint32_t>(task % replications);
        const Observations seen =
            run_replication(*arm.world, seed, replication, workspaces[worker], arm.way);
        arm.exports[replication] = magnet_exports(*arm.world, seen);
        arm.lost[replication] = lost_car_output(*arm.world, seen);
      },
      never);
}

double variance(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return squares / (count - 1);
}

/// How much larger the variance of the difference would be under seeds of their own, where it is
/// the sum of both variances.
double gain(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> differences(a.size());
  std::transform(b.begin(), b.end(), a.begin(), differences.begin(), std::minus<>());
  return (variance(a) + variance(b)) / variance(differences);
}

TEST_CASE("common random numbers cut the variance of a difference of histories to a third") {
  std::array<Arm, 2> arms = {Arm{history("truce_extended")}, Arm{history("snap_back")}};
  REQUIRE(arms[0].world);
  REQUIRE(arms[1].world);
  run_all(arms);
  // 6.2 and 14.4 of 200 replications; 6.6 and 13.5 when the second history then runs with a seed of
  // its own.
  CHECK(gain(arms[0].exports, arms[1].exports) >= 3);
  CHECK(gain(arms[0].lost, arms[1].lost) >= 3);
}

std::uint32_t way_called(const World& world, const std::string& branch) {
  const auto& ways = world.plan.branches;
  const auto found = std::find_if(ways.begin(), ways.end(),
                                  [&](const BranchLabel& way) { return way.id == branch; });
  REQUIRE(found != ways.end());
  return static_cast<std::uint32_t>(found - ways.begin());
}

TEST_CASE("two outcomes of the Stockholm round share their luck") {
  const auto world = history("round", {"leverage.horizons=[30 d]"});
  REQUIRE(world);
  std::array<Arm, 2> arms = {
      Arm{world, way_called(*world, "stockholm=extend_90_days/leaders=no_deal")},
      Arm{world, way_called(*world, "stockholm=snap_back")}};
  run_all(arms);
  CHECK(gain(arms[0].exports, arms[1].exports) >= 3);
  CHECK(gain(arms[0].lost, arms[1].lost) >= 3);
}

}  // namespace
}  // namespace monazite
