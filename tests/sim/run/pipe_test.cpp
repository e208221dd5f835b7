#include <catch2/catch.hpp>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("x") {
  for (auto& sketch : {pipe(3), diamond(), diamond(.25), coproduct()}) {
  Stepper s(sketch.scenario);
  std::vector<std::string> snaps;
  for (int d = -200; d < 300; d += 1) {
    s.run_to(sketch.start() + d);
    snaps.push_back(snapshot(s.world(), s.state(), sketch.start() + d));
  }
  for (int P = 1; P < 60; ++P) {
    int last = -1;
    for (int k = 0; k + P < (int)snaps.size(); ++k) if (snaps[k] != snaps[k+P]) last = k;
    WARN(P << ": " << last);
    if (last < 250) break;
  }
  WARN(snaps.back());
  }
}
TEST_CASE("y") {
  for (int seed : {1, 2, 3}) {
    auto sc = random_world(seed);
    auto a = run(sc, 7), b = run(shuffled(sc, seed + 1), 7);
    WARN(same_plan(a.world->plan, b.world->plan) << (bits(a.observations) == bits(b.observations)));
    if (!same_plan(a.world->plan, b.world->plan)) {
      auto& p = a.world->plan; auto& q = b.world->plan;
      WARN((p.run_figures == q.run_figures) << (p.series_figures == q.series_figures) << (p.intervals==q.intervals) << (p.months==q.months));
    }
    auto&x = a.observations; auto& y = b.observations;
    for (int k = 0; k < (int)x.run_values.size(); ++k) if (x.run_values[k] != y.run_values[k]) { WARN(a.world->plan.run_figures[k].metric << " " << a.world->plan.run_figures[k].region << " " << a.world->plan.run_figures[k].partner<< " " << a.world->plan.run_figures[k].material << x.run_values[k] << " " << y.run_values[k]); break; }
    WARN(x.events << " " << y.events);
  }
}
TEST_CASE("z") {
    const std::uint64_t seed = 1531;
    const auto scenario = random_world(seed);
    const auto world = compiled(scenario);
    Workspace used;
    auto A = run_replication(*world, seed, 3, used);
    const auto first = bits(A);
    run_replication(*world, seed+1, 3, used);
    auto B = run_replication(*world, seed, 3, used);
    CHECK(bits(B) == first);
    Workspace fresh;
    auto C = run_replication(*world, seed, 3, fresh);
    CHECK(bits(C) == first);
    auto D = run_replication(*world, seed, 4, fresh);
    CHECK(bits(D) != first);
    WARN(scenario.switches.noise << " " << A.events << " " << B.events << " " << C.events << " " << D.events);
}

}  // namespace
}  // namespace monazite::small_worlds
namespace monazite::small_worlds {
TEST_CASE("w") {
    const std::uint64_t seed = 5034938332;
    Stepper stepper(random_world(seed), seed);
    const auto& world = stepper.world();
    for (Date date = world.origin; date < world.end; date = date + 23) {
      stepper.run_to(date);
      stepper.run().verify_balance();
      }
    const auto outcome = stepper.finish();
    for (const auto grams : stepper.state().elements) {
      CHECK(grams >= 0);
    }
    for (const auto& pool : stepper.state().pools) {
      auto i = &pool - stepper.state().pools.data();
      INFO(world.facilities[world.pools[i].facility.index()].id << world.materials[world.pools[i].material.index()].id);
      CHECK(pool.gross >= 0);
      CHECK(pool.owed >= 0);
      CHECK(pool.on_order >= 0);
      CHECK(pool.in_process >= 0);
    }
}
}
