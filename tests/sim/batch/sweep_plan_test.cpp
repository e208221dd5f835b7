#include "sim/batch/sweep_plan.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>
#include <set>

#include "sim/engine/random_stream.hpp"
#include "tests/sim/batch/sweep_files.hpp"

using namespace monazite;
using test::listed_factor;
using Texts = std::vector<std::string>;

namespace {

SweepSpec small_spec() {
  SweepSpec spec;
  spec.factors = {listed_factor("a", {"1", "2", "3"})};
  spec.replications = 4;
  spec.seed = 9;
  return spec;
}

}  // namespace

TEST_CASE("arms are numbered by the names of scenarios, then by variant") {
  const SweepSpec spec = small_spec();
  const SweepPlan plan(spec, {"zinc", "alloy"});
  REQUIRE(plan.arms() == 6);
  CHECK(plan.scenario_name(0) == "alloy");
  CHECK(plan.scenario_of(0) == 1);
  CHECK(plan.scenario_name(3) == "zinc");
  CHECK(plan.variant_of(4) == 1);
  CHECK(plan.settings(4, 0) == Texts{"a=2"});
}

TEST_CASE("a replication takes the parameters of its number modulo the ensemble, factors win") {
  SweepSpec spec = small_spec();
  spec.members = {{{"x", {"m=x"}, {}}}, {{"y", {"m=y"}, {}}}};
  const SweepPlan plan(spec, {"one"});
  CHECK(plan.members() == 2);
  CHECK(plan.member_of(3) == 1);
  CHECK(plan.settings(2, 1) == Texts{"m=y", "a=3"});
}

TEST_CASE("arms share a seed under common random numbers, else each has its own") {
  SweepSpec spec = small_spec();
  const SweepPlan common(spec, {"one", "two"});
  CHECK(common.seed(0) == 9);
  CHECK(common.seed(5) == 9);
  SweepSpec own = small_spec();
  own.common_random_numbers = false;
  const SweepPlan plan(own, {"one", "two"});
  std::set<std::uint64_t> seeds;
  for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
    seeds.insert(plan.seed(arm));
  }
  CHECK(seeds.size() == 6);
  CHECK(SweepPlan(own, {"one", "two"}).seed(4) == plan.seed(4));
}

TEST_CASE("antithetic replications come in pairs of one draw and its mirror image") {
  SweepSpec spec = small_spec();
  CHECK(SweepPlan(spec, {"one"}).engine_replication(3) == 3);
  spec.antithetic = true;
  const SweepPlan plan(spec, {"one"});
  CHECK(plan.engine_replication(0) == 0);
  CHECK(plan.engine_replication(1) == engine::mirror_bit);
  CHECK(plan.engine_replication(6) == 3);
  CHECK(plan.engine_replication(7) == (3 | engine::mirror_bit));
}

TEST_CASE("property: shards part all runs, under a stop rule by whole arms") {
  CHECK(rc::check("each run is in one shard", [] {
    SweepSpec spec;
    Texts values(*rc::gen::inRange<std::size_t>(1, 20), "x");
    spec.factors = {listed_factor("a", values)};
    spec.replications = *rc::gen::inRange<std::uint64_t>(1, 30);
    if (*rc::gen::arbitrary<bool>()) {
      spec.stop.emplace();
    }
    const Texts names = *rc::gen::arbitrary<bool>() ? Texts{"one"} : Texts{"one", "two"};
    const SweepPlan plan(spec, names);
    const auto count = *rc::gen::inRange<std::uint32_t>(1, 50);
    std::uint64_t next = 0;
    for (std::uint32_t index = 0; index < count; ++index) {
      const SweepPlan::Range range = plan.range({index, count});
      RC_ASSERT(range.first == next);
      RC_ASSERT(range.end >= range.first);
      if (spec.stop) {
        RC_ASSERT(range.first % spec.replications == 0);
      }
      const std::uint64_t all = plan.arms() * spec.replications;
      const std::uint64_t unit = spec.stop ? spec.replications : 1;
      RC_ASSERT(range.end - range.first <= (all / unit / count + 1) * unit);
      next = range.end;
    }
    RC_ASSERT(next == plan.arms() * spec.replications);
    const std::uint64_t number = *rc::gen::inRange<std::uint64_t>(0, next);
    const PlannedRun run = plan.run(number);
    RC_ASSERT(run.arm * spec.replications + run.replication == number);
  }));
}
