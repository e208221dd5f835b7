#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/scenario/world.hpp"
#include "sim/batch/batch.hpp"
#include "sim/batch/weighted_summary.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// On 10 February AA stops its exports for good (20 %), or does not.
Sketch quarrel(TalksMethod method) {
  auto sketch = pipe(1, {}, 120);
  sketch.scenario.switches.noise = true;
  sketch.scenario.sectors.front().demand_cv = 0.3;
  sketch.instrument("stop", "AA", BanSpec{});
  auto& round = sketch.scenario.talks.emplace_back();
  round.id = "round";
  round.date = date_of(2025, 2, 10);
  round.evaluate = method;
  BranchSpec peace;
  peace.id = "peace";
  BranchSpec war;
  war.id = "war";
  war.probability = 0.2;
  ActionSpec stop;
  stop.instrument = "stop";
  stop.verb = ActionVerb::impose;
  war.actions = {stop};
  round.branches = {war, peace};
  return sketch;
}

BatchResults run_all(const World& world, std::uint32_t replications, unsigned threads = 2) {
  BatchScenario scenario;
  scenario.name = "quarrel";
  scenario.world = &world;
  scenario.plan = &world.plan;
  scenario.seed = 5;
  scenario.replications = replications;
  BatchOptions options;
  options.threads = threads;
  return run_batch({&scenario, 1}, replications_of_worlds(), options);
}

std::size_t exports_of(const World& world) {
  for (std::size_t k = 0; k < world.plan.run_figures.size(); ++k) {
    const auto& key = world.plan.run_figures[k];
    if (key.metric == "exports" && key.region == "AA" && key.partner.empty() &&
        key.material == "crude_metal") {
      return k;
    }
  }
  throw std::runtime_error("no exports");
}

TEST_CASE("an enumerated scenario is the mixture of its branches by their weights") {
  const auto world = compiled(quarrel(TalksMethod::enumerate).scenario);
  const auto batch = run_all(*world, 10);
  const auto& results = batch.scenarios.front();
  REQUIRE(results.is_mixture());
  CHECK(results.completed.size() == 20);
  const auto parts = results.parts();
  REQUIRE(parts.size() == 2);
  CHECK(parts[0]->scenario.branch == "round=peace");
  CHECK(parts[0]->scenario.weight == 0.8);
  CHECK(parts[1]->scenario.weight == 0.2);
  const auto figure = exports_of(*world);
  const auto peace = summarise(parts[0]->values_of_figure(figure), parts[0]->completed);
  const auto war = summarise(parts[1]->values_of_figure(figure), parts[1]->completed);
  CHECK(war.mean < 0.7 * peace.mean);
  const auto mixture =
      summarise_weighted(results.values_of_figure(figure), results.weights(), results.completed);
  CHECK(mixture.mean == Approx(0.8 * peace.mean + 0.2 * war.mean).epsilon(1e-12));
  CHECK(mixture.replications == 20);
  for (std::size_t cell = 0; cell < parts[0]->series.size(); cell += 97) {
    const double a = parts[0]->series_mean(cell);
    const double b = parts[1]->series_mean(cell);
    if (a == a && b == b) {
      CHECK(results.series_mean(cell) == Approx(0.8 * a + 0.2 * b).margin(1e-12));
    }
  }
}

TEST_CASE("the mixture has the same bytes on any number of threads") {
  const auto world = compiled(quarrel(TalksMethod::enumerate).scenario);
  const auto one = run_all(*world, 10, 1);
  const auto many = run_all(*world, 10, 7);
  const auto figure = exports_of(*world);
  CHECK(one.scenarios.front().values_of_figure(figure) ==
        many.scenarios.front().values_of_figure(figure));
  CHECK(one.scenarios.front().completed == many.scenarios.front().completed);
}

TEST_CASE("drawing the ways gives the expectation of enumerating them, within its interval") {
  const auto enumerated = compiled(quarrel(TalksMethod::enumerate).scenario);
  const auto sampled = compiled(quarrel(TalksMethod::sample).scenario);
  const auto exact_batch = run_all(*enumerated, 100);
  const auto drawn_batch = run_all(*sampled, 400);
  const auto& exact = exact_batch.scenarios.front();
  const auto& drawn = drawn_batch.scenarios.front();
  CHECK_FALSE(drawn.is_mixture());
  CHECK(drawn.parts().size() == 2);
  CHECK(drawn.parts()[0]->completed.size() + drawn.parts()[1]->completed.size() == 400);
  const auto figure = exports_of(*enumerated);
  const auto expectation =
      summarise_weighted(exact.values_of_figure(figure), exact.weights(), exact.completed);
  const auto mean = summarise(drawn.values_of_figure(figure), drawn.completed);
  // Half again as wide as the interval of 95 %: one fixed seed, no luck to be had.
  CHECK(std::abs(mean.mean - expectation.mean) < 1.5 * (mean.ci95_high - mean.mean));
}

TEST_CASE("quantiles of a mixture of sketches weigh each sketch, not each value") {
  LogSketch few;
  few.add(1);
  LogSketch many;
  for (int k = 0; k < 99; ++k) {
    many.add(2);
  }
  const std::vector<WeightedSketch> even = {{&few, 0.6}, {&many, 0.4}};
  CHECK(quantile_of_mixture(even, 0.5) == 1);
  CHECK(quantile_of_mixture(even, 0.61) == 2);
  CHECK(quantile_of_mixture(even, 1) == 2);
  CHECK(std::isnan(quantile_of_mixture({}, 0.5)));
}

}  // namespace
}  // namespace monazite::small_worlds
