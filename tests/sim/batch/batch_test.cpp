#include "sim/batch/batch.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <new>
#include <stdexcept>

#include "sim/batch/statistics.hpp"
#include "sim/run/replication.hpp"
#include "tests/sim/batch/synthetic_batch.hpp"

using namespace monazite;

namespace {

/// Equality to the bit, NaN included.
bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return x == y || (std::isnan(x) && std::isnan(y));
         });
}

void check_same(const ScenarioResults& a, const ScenarioResults& b) {
  CHECK(a.completed == b.completed);
  for (std::size_t figure = 0; figure < a.plan().run_figures.size(); ++figure) {
    CHECK(same_bits(a.values_of_figure(figure), b.values_of_figure(figure)));
  }
  REQUIRE(a.series.size() == b.series.size());
  for (std::size_t i = 0; i < a.series.size(); ++i) {
    CHECK(same_bits({a.series[i].mean()}, {b.series[i].mean()}));
    CHECK(a.series[i].sketch == b.series[i].sketch);
  }
  REQUIRE(a.flows.size() == b.flows.size());
  for (std::size_t i = 0; i < a.flows.size(); ++i) {
    CHECK(a.flows[i].total() == b.flows[i].total());
  }
  CHECK(a.events == b.events);
  CHECK(a.failures.size() == b.failures.size());
}

/// Fails replications 3 and 5 of the scenario named `frail`.
MakeReplicate frail_replications() {
  return [] {
    return [](const BatchScenario& wanted, std::uint32_t replication) {
      if (wanted.name == "frail" && replication == 3) {
        throw RunFailure("the balance of Dy does not close at ningbo");
      }
      if (wanted.name == "frail" && replication == 5) {
        throw std::out_of_range("vector::at");
      }
      return synthetic::observe(wanted.seed, replication);
    };
  };
}

}  // namespace

TEST_CASE("a batch gives the same results on any number of threads") {
  const ObservationPlan plan = synthetic::plan();
  const std::vector<BatchScenario> scenarios = {synthetic::scenario("a", plan, 150, 1),
                                                synthetic::scenario("empty", plan, 0),
                                                synthetic::scenario("b", plan, 83, 2)};
  const BatchResults alone = run_batch(scenarios, synthetic::slow_replications(), {.threads = 1});
  REQUIRE(alone.scenarios.size() == 3);
  CHECK(alone.scenarios[0].completed.size() == 150);
  CHECK(alone.scenarios[1].completed.empty());
  CHECK(alone.scenarios[2].completed.size() == 83);
  CHECK(alone.completed() == 233);
  CHECK_FALSE(
      same_bits(alone.scenarios[0].values_of_figure(0), alone.scenarios[2].values_of_figure(0)));
  for (const unsigned threads : {2U, 7U, 16U}) {
    const BatchResults together =
        run_batch(scenarios, synthetic::slow_replications(), {.threads = threads});
    CHECK(together.threads == threads);
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      check_same(alone.scenarios[i], together.scenarios[i]);
    }
  }
}

TEST_CASE("results hold what the replications observed") {
  const ObservationPlan plan = synthetic::plan();
  const std::vector<BatchScenario> scenarios = {synthetic::scenario("a", plan, 100)};
  const BatchResults batch = run_batch(scenarios, synthetic::quick_replications());
  const ScenarioResults& results = batch.scenarios[0];
  double mean = 0;
  double flow = 0;
  std::uint64_t events = 0;
  for (std::uint32_t r = 0; r < 100; ++r) {
    const Observations seen = synthetic::observe(scenarios[0].seed, r);
    CHECK(results.values_of_figure(2)[r] == seen.run_values[2]);
    mean += seen.series_values[3] / 100;
    flow += seen.flows[1].tonnes / 100;
    events += seen.events;
  }
  CHECK(results.series[3].mean() == Approx(mean).epsilon(1e-12));
  CHECK(results.mean_flow(1, 1) == Approx(flow).epsilon(1e-12));
  CHECK(results.mean_flow(0, 1) == 0);
  CHECK(results.events == events);
  CHECK(results.policy.runs() == 100);
  CHECK(results.balances.of_run(99)[index_of(Element::Dy)].opening == 1099);
}

TEST_CASE("a later part of the replications is the same as in the whole") {
  const ObservationPlan plan = synthetic::plan();
  BatchScenario part = synthetic::scenario("a", plan, 5);
  part.first_replication = 40;
  const std::vector<BatchScenario> whole = {synthetic::scenario("a", plan, 100)};
  const BatchResults all = run_batch(whole, synthetic::quick_replications());
  const BatchResults some = run_batch(std::span(&part, 1), synthetic::quick_replications());
  CHECK(some.scenarios[0].completed == std::vector<std::uint32_t>{40, 41, 42, 43, 44});
  CHECK(some.scenarios[0].values_of_figure(0)[2] == all.scenarios[0].values_of_figure(0)[42]);
}

TEST_CASE("a replication that fails is recorded and the batch goes on") {
  const ObservationPlan plan = synthetic::plan();
  const std::vector<BatchScenario> scenarios = {synthetic::scenario("frail", plan, 8),
                                                synthetic::scenario("sound", plan, 8)};
  for (const unsigned threads : {1U, 7U}) {
    const BatchResults batch = run_batch(scenarios, frail_replications(), {.threads = threads});
    const ScenarioResults& frail = batch.scenarios[0];
    CHECK(batch.failures() == 2);
    CHECK(batch.completed() == 14);
    CHECK_FALSE(batch.interrupted);
    REQUIRE(frail.failures.size() == 2);
    CHECK(frail.failures[0].replication == 3);
    CHECK(frail.failures[0].reason == "the balance of Dy does not close at ningbo");
    CHECK(frail.failures[1].replication == 5);
    CHECK(frail.failures[1].reason == "vector::at");
    CHECK(frail.completed == std::vector<std::uint32_t>{0, 1, 2, 4, 6, 7});
    CHECK(summarise(frail.values_of_figure(0), frail.completed).replications == 6);
    CHECK(batch.scenarios[1].completed.size() == 8);
  }
}

TEST_CASE("observations whose balance does not close are a failure") {
  const ObservationPlan plan = synthetic::plan();
  ScenarioResults results(synthetic::scenario("a", plan, 1));
  Observations seen = synthetic::observe(1, 0);
  seen.balance[index_of(Element::Tb)].mined = 1;
  results.merge(0, std::move(seen));
  CHECK(results.completed.empty());
  CHECK(results.run_values.runs() == 0);
  REQUIRE(results.failures.size() == 1);
  CHECK(results.failures[0].reason == "the balance of Tb does not close: 1 g are unaccounted for");
}

TEST_CASE("observations that do not fit the plan are an error of the program") {
  const ObservationPlan plan = synthetic::plan();
  ScenarioResults results(synthetic::scenario("a", plan, 1));
  Observations seen = synthetic::observe(1, 0);
  seen.series_values.pop_back();
  CHECK_THROWS_AS(results.merge(0, std::move(seen)), std::logic_error);
}

TEST_CASE("running out of memory ends a batch and blocks no worker") {
  const ObservationPlan plan = synthetic::plan();
  const std::vector<BatchScenario> scenarios = {synthetic::scenario("a", plan, 5000)};
  const MakeReplicate make = [] {
    return [](const BatchScenario& wanted, std::uint32_t replication) {
      if (replication == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        throw std::bad_alloc();
      }
      return synthetic::observe(wanted.seed, replication);
    };
  };
  CHECK_THROWS_AS(run_batch(scenarios, make, {.threads = 7}), std::bad_alloc);
}

TEST_CASE("an interrupt keeps the runs that are complete") {
  const ObservationPlan plan = synthetic::plan();
  const std::vector<BatchScenario> scenarios = {synthetic::scenario("a", plan, 10000)};
  std::atomic<bool> interrupt{false};
  BatchOptions options{.threads = 4, .interrupt = &interrupt};
  options.progress = [&interrupt](const BatchProgress& progress) {
    if (progress.done == 10) {
      interrupt = true;
    }
  };
  const BatchResults batch = run_batch(scenarios, synthetic::slow_replications(), options);
  CHECK(batch.interrupted);
  const std::vector<std::uint32_t>& completed = batch.scenarios[0].completed;
  REQUIRE(completed.size() >= 10);
  CHECK(completed.size() < 10000);
  CHECK(completed.back() == completed.size() - 1);
}

TEST_CASE("progress counts every run once and in order") {
  const ObservationPlan plan = synthetic::plan();
  const std::vector<BatchScenario> scenarios = {synthetic::scenario("frail", plan, 20)};
  std::vector<std::size_t> done;
  std::size_t failed = 0;
  BatchOptions options{.threads = 7};
  options.progress = [&](const BatchProgress& progress) {
    done.push_back(progress.done);
    failed = progress.failed;
    CHECK(progress.total == 20);
  };
  run_batch(scenarios, frail_replications(), options);
  REQUIRE(done.size() == 20);
  CHECK(std::is_sorted(done.begin(), done.end()));
  CHECK(done.back() == 20);
  CHECK(failed == 2);
}
