#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>

#include "models/behaviour/hoarding.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("what a run keeps ready is what it would work out anew, in random worlds") {
  std::size_t contracted = 0;
  std::size_t assessed = 0;
  std::size_t fearful = 0;
  rc::prop("kept values are those worked out anew", [&] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    auto scenario = random_world(seed);
    scenario.contracts.assign(1, {});
    scenario.contracts.front().id = "deal";
    Stepper stepper(scenario, seed);
    const auto& world = stepper.world();
    for (Date date = world.origin; date < world.end; date = date + 23) {
      stepper.run_to(date);
      const auto& state = stepper.state();
      for (std::size_t c = 0; c < world.contracted_lanes.size(); ++c) {
        const auto& lane = world.contracted_lanes[c];
        const auto& terms = world.contracts[lane.contract].terms;
        const double most =
            state.contract_accounts[c].carried +
            terms.most_volume * (state.contracted[c].volume + lane.grams_per_day * 7);
        RC_ASSERT(state.contracted[c].deliverable == nearest_whole(most));
        RC_ASSERT(state.contracted[c].spot_part == static_cast<float>(1 - terms.share));
        ++contracted;
      }
      for (std::size_t c = 0; c < world.prices.cells.size(); ++c) {
        const auto& cell = state.markets.cells[c];
        RC_ASSERT(cell.log_quoted == std::log(state.markets.price[c] * cell.quote));
        ++assessed;
      }
      for (std::size_t p = 0; p < state.buyers.size(); ++p) {
        const auto& pool = world.pools[p];
        const auto& rules =
            world.profiles[world.facilities[pool.facility.index()].profile].hoarding;
        if (rules && pool.on_order_lanes > 0) {
          RC_ASSERT(state.buyers[p].calm == response_to(*rules, 0));
          ++fearful;
        }
      }
    }
  });
  CHECK(contracted > 0);
  CHECK(assessed > 0);
  CHECK(fearful > 0);
}

}  // namespace
}  // namespace monazite::small_worlds
