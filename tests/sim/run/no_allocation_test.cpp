#include <catch2/catch.hpp>
#include <cstdint>

#include "models/scenario/load.hpp"
#include "tests/sim/engine/allocation_counter.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// Allocations of a replication's event loop.
std::uint64_t allocations(const World& world, std::uint32_t replication, Workspace& workspace) {
  Run replicate(world, 1, replication, workspace.memory());
  replicate.open();
  const auto before = engine::allocation_count();
  replicate.advance_to(world.end + 1);
  const auto after = engine::allocation_count();
  (void)replicate.finish();
  return after - before;
}

TEST_CASE("a replication that is run again in its workspace allocates nothing in its event loop") {
  for (const auto& scenario : {pipe(3).scenario, coproduct().scenario, random_world(1),
                               random_world(2), random_world(3), random_world(4)}) {
    const auto world = compiled(scenario);
    Workspace workspace;
    allocations(*world, 0, workspace);
    CHECK(allocations(*world, 0, workspace) == 0);
  }
}

TEST_CASE("after a few replications a workspace is large enough for the next") {
  const auto world = compiled(random_world(5));
  Workspace workspace;
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    allocations(*world, replication, workspace);
  }
  std::uint64_t of_next = 0;
  for (std::uint32_t replication = 20; replication < 30; ++replication) {
    of_next += allocations(*world, replication, workspace);
  }
  CHECK(of_next == 0);
}

TEST_CASE("the real world allocates nothing in its event loop after a replication of warm-up") {
  LoadOptions options;
  options.settings = {"calendar.end=2025-12-31"};
  const auto loaded =
      load_scenario(MONAZITE_SOURCE_DIR "/scenarios/stockholm/snap_back.yaml", options);
  const auto world = compiled(loaded.scenario);
  Workspace workspace;
  CHECK(allocations(*world, 0, workspace) > 0);
  CHECK(allocations(*world, 0, workspace) == 0);
}

}  // namespace
}  // namespace monazite::small_worlds
