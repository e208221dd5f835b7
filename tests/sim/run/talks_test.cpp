#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "sim/run/replication.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

ActionSpec impose(const std::string& instrument) {
  ActionSpec action;
  action.instrument = instrument;
  action.verb = ActionVerb::impose;
  return action;
}

BranchSpec branch(const std::string& id, double probability, std::vector<ActionSpec> actions = {},
                  const std::string& next = {}) {
  BranchSpec result;
  result.id = id;
  result.probability = probability;
  result.actions = std::move(actions);
  result.next = next;
  return result;
}

/// On 10 February a deal (70 %) or none; without a deal the leaders meet on 10 March, where half of
/// the time AA stops its exports.
Sketch talking_pipe() {
  auto sketch = pipe(1, {}, 120);
  sketch.instrument("stop", "AA", BanSpec{});
  auto& first = sketch.scenario.talks.emplace_back();
  first.id = "envoys";
  first.date = date_of(2025, 2, 10);
  first.branches = {branch("deal", 0.7), branch("no_deal", 0.3, {}, "leaders")};
  auto& second = sketch.scenario.talks.emplace_back();
  second.id = "leaders";
  second.date = date_of(2025, 3, 10);
  second.branches = {branch("peace", 0.5), branch("war", 0.5, {impose("stop")})};
  return sketch;
}

Observations on_way(const World& world, std::uint32_t way, std::uint32_t replication = 0) {
  Workspace workspace;
  return run_replication(world, 1, replication, workspace, way);
}

bool is_same(double a, double b) { return (std::isnan(a) && std::isnan(b)) || a == b; }

bool is_same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return is_same(x, y); });
}

std::uint32_t way_called(const World& world, const std::string& id) {
  for (std::uint32_t leaf = 0; leaf < world.plan.branches.size(); ++leaf) {
    if (world.plan.branches[leaf].id == id) {
      return leaf;
    }
  }
  return drawn_way;
}

TEST_CASE("a tree has a leaf for each way, with its exact weight") {
  const auto world = compiled(talking_pipe().scenario);
  std::map<std::string, std::string> weights;
  double sum = 0;
  for (const auto& way : world->plan.branches) {
    weights[way.id] = way.exact;
    sum += way.probability;
  }
  CHECK(weights == std::map<std::string, std::string>{{"envoys=deal", "7/10"},
                                                      {"envoys=no_deal/leaders=peace", "3/20"},
                                                      {"envoys=no_deal/leaders=war", "3/20"}});
  CHECK(sum == 1);
}

TEST_CASE("probabilities are the fractions that were written, in percent or not") {
  auto sketch = talking_pipe();
  auto& branches = sketch.scenario.talks.front().branches;
  // As 33.3 %, 28.6 % and 38.1 % are read.
  branches = {branch("a", 33.3 / 100), branch("b", 28.6 / 100),
              branch("c", 38.1 / 100, {}, "leaders")};
  const auto world = compiled(sketch.scenario);
  std::map<std::string, std::string> weights;
  for (const auto& way : world->plan.branches) {
    weights[way.id] = way.exact;
  }
  CHECK(weights.at("envoys=a") == "333/1000");
  CHECK(weights.at("envoys=b") == "143/500");
  CHECK(weights.at("envoys=c/leaders=war") == "381/2000");
}

TEST_CASE("a round that two branches lead to is held once") {
  auto sketch = talking_pipe();
  sketch.scenario.talks.front().branches.front().next = "leaders";
  const auto world = compiled(sketch.scenario);
  CHECK(world->plan.branches.size() == 4);
}

TEST_CASE("rounds that do not follow from each other follow each other by date") {
  auto sketch = talking_pipe();
  auto& other = sketch.scenario.talks.emplace_back();
  other.id = "firms";
  other.date = date_of(2025, 2, 20);
  other.branches = {branch("sell", 0.25), branch("wait", 0.75)};
  const auto world = compiled(sketch.scenario);
  std::map<std::string, std::string> weights;
  for (const auto& way : world->plan.branches) {
    weights[way.id] = way.exact;
  }
  CHECK(weights.size() == 6);
  CHECK(weights.at("envoys=deal/firms=sell") == "7/40");
  CHECK(weights.at("envoys=no_deal/firms=wait/leaders=war") == "9/80");
}

TEST_CASE("a branch does what it says, on its day, and nothing before") {
  const auto world = compiled(talking_pipe().scenario);
  const auto peace = on_way(*world, way_called(*world, "envoys=no_deal/leaders=peace"));
  const auto war = on_way(*world, way_called(*world, "envoys=no_deal/leaders=war"));
  const auto deal = on_way(*world, way_called(*world, "envoys=deal"));
  CHECK(is_same(deal.run_values, peace.run_values));
  CHECK_FALSE(is_same(deal.run_values, war.run_values));
  const auto figures = world->plan.series_figures.size();
  const auto day = static_cast<std::size_t>(date_of(2025, 3, 10) - world->start);
  for (std::size_t cell = 0; cell < day * figures; ++cell) {
    REQUIRE(is_same(peace.series_values[cell], war.series_values[cell]));
  }
}

TEST_CASE("drawn ways come as often as their weights say, and enumerated ways as they are told") {
  auto sketch = talking_pipe();
  for (auto& round : sketch.scenario.talks) {
    round.evaluate = TalksMethod::sample;
  }
  const auto world = compiled(sketch.scenario);
  Workspace workspace;
  std::vector<int> taken(world->plan.branches.size(), 0);
  constexpr int runs = 2000;
  for (std::uint32_t replication = 0; replication < runs; ++replication) {
    ++taken.at(run_replication(*world, 7, replication, workspace).leaf);
  }
  for (std::size_t leaf = 0; leaf < taken.size(); ++leaf) {
    const double p = world->plan.branches[leaf].probability;
    CAPTURE(world->plan.branches[leaf].id);
    CHECK(std::abs(taken[leaf] - p * runs) < 4 * std::sqrt(runs * p * (1 - p)));
    CHECK(on_way(*world, static_cast<std::uint32_t>(leaf)).leaf == leaf);
  }
}

TEST_CASE("talks break down before their round with the chance of the days") {
  auto sketch = talking_pipe();
  auto& first = sketch.scenario.talks.front();
  BreakdownSpec breakdown;
  breakdown.on = date_of(2025, 2, 1);
  breakdown.probability = 0.1;
  breakdown.actions = {impose("stop")};
  first.breakdowns.push_back(breakdown);
  breakdown.on = date_of(2025, 2, 5);
  breakdown.probability = 0.5;
  first.breakdowns.push_back(breakdown);
  const auto world = compiled(sketch.scenario);
  std::map<std::string, std::string> weights;
  for (const auto& way : world->plan.branches) {
    weights[way.id] = way.exact;
  }
  CHECK(weights.at("envoys=breakdown_2025-02-01") == "1/10");
  CHECK(weights.at("envoys=breakdown_2025-02-05") == "9/20");
  CHECK(weights.at("envoys=deal") == "63/200");
  const auto early = on_way(*world, way_called(*world, "envoys=breakdown_2025-02-01"));
  CHECK(world->plan.branches[early.leaf].id == "envoys=breakdown_2025-02-01");
  bool is_stopped = false;
  for (const auto& row : early.policy) {
    is_stopped = is_stopped || (row.action == "impose" && row.date == date_of(2025, 2, 1));
  }
  CHECK(is_stopped);
}

TEST_CASE("a hazard breaks talks down as often as an exponential clock does") {
  auto sketch = talking_pipe();
  for (auto& round : sketch.scenario.talks) {
    round.evaluate = TalksMethod::sample;
  }
  auto& hazard = sketch.scenario.talks.front().hazard.emplace();
  hazard.from = date_of(2025, 1, 1);
  hazard.per_day = 0.02;
  const auto world = compiled(sketch.scenario);
  const auto broken = way_called(*world, "envoys=breakdown");
  Workspace workspace;
  int count = 0;
  constexpr int runs = 2000;
  for (std::uint32_t replication = 0; replication < runs; ++replication) {
    count += run_replication(*world, 7, replication, workspace).leaf == broken ? 1 : 0;
  }
  const double p = 1 - std::exp(-0.02 * 40);
  CHECK(std::abs(count - p * runs) < 4 * std::sqrt(runs * p * (1 - p)));
}

TEST_CASE("lines that stand still sway a branch by its log odds") {
  auto sketch = talking_pipe();
  sketch.instrument("siege", "AA", BanSpec{}).from = date_of(2024, 10, 1);
  for (auto& round : sketch.scenario.talks) {
    round.evaluate = TalksMethod::sample;
  }
  auto& sway = sketch.scenario.talks.front().branches.front().sway.emplace();
  sway.regions = {"BB"};
  sway.weight = -2;
  const auto world = compiled(sketch.scenario);
  Workspace workspace;
  int deals = 0;
  constexpr int runs = 2000;
  const auto deal = way_called(*world, "envoys=deal");
  for (std::uint32_t replication = 0; replication < runs; ++replication) {
    deals += run_replication(*world, 7, replication, workspace).leaf == deal ? 1 : 0;
  }
  // The plant has stood still for months.
  const double p = 0.7 * std::exp(-2) / (0.7 * std::exp(-2) + 0.3);
  CHECK(std::abs(deals - p * runs) < 4 * std::sqrt(runs * p * (1 - p)));
}

}  // namespace
}  // namespace monazite::small_worlds
