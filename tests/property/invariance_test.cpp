#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("the order of rows is of no consequence", "[exact-check-10]") {
  rc::prop("shuffling every list gives the same report bit for bit", [] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto scenario = random_world(seed);
    const auto outcome = run(scenario, 7);
    const auto other = run(shuffled(scenario, seed + 1), 7);
    RC_ASSERT(same_plan(outcome.world->plan, other.world->plan));
    RC_ASSERT(bits(outcome.observations) == bits(other.observations));
  });
}

TEST_CASE("a replication is a function of the world, the seed and its number") {
  int noisy_worlds = 0;
  rc::prop("the same numbers give the same report, also in a used workspace", [&] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto scenario = random_world(seed);
    const auto world = compiled(scenario);
    Workspace used;
    const auto first = bits(run_replication(*world, seed, 3, used));
    const auto of_other_seed = bits(run_replication(*world, seed + 1, 3, used));
    const auto of_other_replication = bits(run_replication(*world, seed, 4, used));
    RC_ASSERT(bits(run_replication(*world, seed, 3, used)) == first);
    Workspace fresh;
    RC_ASSERT(bits(run_replication(*world, seed, 3, fresh)) == first);
    if (scenario.switches.noise) {
      ++noisy_worlds;
      RC_ASSERT(of_other_seed != first);
      RC_ASSERT(of_other_replication != first);
    } else {
      RC_ASSERT(of_other_seed == first);
    }
  });
  CHECK(noisy_worlds > 0);
}

TEST_CASE("nothing of one world is left in the workspace of the next at the same address") {
  rc::prop("a world in place of another", [] {
    const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1000);
    auto slower = random_world(seed);
    for (auto& route : slower.routes) {
      route.transit = scaled(route.transit, 2);
    }
    World place = *compiled(random_world(seed));
    Workspace used;
    run_replication(place, seed, 0, used);
    place = *compiled(slower);
    Workspace fresh;
    RC_ASSERT(bits(run_replication(place, seed, 0, used)) ==
              bits(run_replication(place, seed, 0, fresh)));
  });
}

TEST_CASE("one changed value of a row changes the report") {
  const auto scenario = random_world(11);
  const auto before = bits(run(scenario).observations);
  auto changed = scenario;
  changed.lanes.front().tonnes_per_year *= 1.5;
  CHECK(bits(run(changed).observations) != before);
  auto renamed = scenario;
  renamed.facilities.front().name = "another display name";
  CHECK(bits(run(renamed).observations) == before);
}

}  // namespace
}  // namespace monazite::small_worlds
