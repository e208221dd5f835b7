#include "sim/batch/choices.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/metrics/metric.hpp"

namespace monazite {
namespace {

/// Losses of the world by way: quarrel (one in four) and deal.
ObservationPlan plan_of_talks() {
  ObservationPlan plan;
  plan.run_figures = {{"delayed_output_usd", "", "", "", "", "", "USD"},
                      {"lost_output_usd", "", "", "", "", "", "USD"}};
  plan.branches = {{"round=deal", 0.75, "3/4"}, {"round=quarrel", 0.25, "1/4"}};
  plan.branches_are_enumerated = true;
  return plan;
}

/// A scenario with the net loss of each replication on each way; a billion is made up later.
ScenarioResults results_of(const std::string& name, const ObservationPlan& plan,
                           const std::vector<std::vector<double>>& losses) {
  BatchScenario scenario;
  scenario.name = name;
  scenario.plan = &plan;
  ScenarioResults results(scenario);
  for (std::uint32_t leaf = 0; leaf < losses.size(); ++leaf) {
    for (std::uint32_t run = 0; run < losses[leaf].size(); ++run) {
      Observations seen;
      seen.run_values = {1e9, losses[leaf][run] + 1e9};
      seen.leaf = leaf;
      results.merge(run, std::move(seen));
    }
  }
  results.close();
  return results;
}

TEST_CASE("to know the way is worth what the best choice on each saves over the best of all") {
  const auto plan = plan_of_talks();
  const auto bare = results_of("bare", plan, {{2, 2, 2}, {10, 10, 10}});
  const auto stocked = results_of("stocked", plan, {{3, 3, 3}, {4, 4, 4}});
  const std::vector<const ScenarioResults*> both = {&bare, &stocked};
  const auto rows = choices_of(both);
  REQUIRE(rows.size() == 6);
  // Expected 0.75 x 2 + 0.25 x 10 = 4 and 0.75 x 3 + 0.25 x 4 = 3.25.
  CHECK(rows[0].scenario == "bare");
  CHECK(rows[0].loss_usd == 4);
  CHECK(rows[0].regret_usd == 0.75);
  CHECK_FALSE(rows[0].is_best);
  CHECK(std::isnan(rows[0].value_of_knowing_usd));
  CHECK(rows[1].is_best);
  // Who knows loses 0.75 x 2 + 0.25 x 4 = 2.5.
  CHECK(rows[1].value_of_knowing_usd == Approx(0.75));
  CHECK(rows[1].ci95_low == Approx(0.75));
  CHECK(rows[1].replications == 3);
  CHECK(rows[2].branch == "round=deal");
  CHECK(rows[2].is_best);
  CHECK(rows[3].regret_usd == 1);
  CHECK(rows[4].branch == "round=quarrel");
  CHECK(rows[4].regret_usd == 6);
  CHECK(rows[5].is_best);
}

TEST_CASE("a replication that is missing somewhere counts nowhere") {
  const auto plan = plan_of_talks();
  const auto whole = results_of("whole", plan, {{1, 100}, {1, 100}});
  const auto cut = results_of("cut", plan, {{2}, {2, 100}});
  const std::vector<const ScenarioResults*> both = {&cut, &whole};
  const auto rows = choices_of(both);
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].replications == 1);
  CHECK(rows[1].loss_usd == 1);
  CHECK(std::isnan(rows[1].ci95_low));
}

TEST_CASE("scenarios without talks, alone, or under other talks are no choices") {
  const auto plan = plan_of_talks();
  auto other_plan = plan_of_talks();
  other_plan.branches[0].exact = "2/3";
  const auto one = results_of("one", plan, {{1}, {1}});
  const auto other = results_of("other", other_plan, {{1}, {1}});
  const std::vector<const ScenarioResults*> both = {&one, &other};
  CHECK(choices_of(both).empty());
  CHECK(choices_of({both.data(), 1}).empty());
}

}  // namespace
}  // namespace monazite
