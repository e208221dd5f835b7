#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// What all stocks, lots and shipments hold, counted without the ledger.
std::array<std::int64_t, element_count> counted(const World& world, State& state) {
  std::array<std::int64_t, element_count> grams{};
  const auto add = [&](std::uint32_t element_set, std::span<const std::int64_t> held) {
    for (std::size_t k = 0; k < held.size(); ++k) {
      grams[world.element_sets[element_set].elements[k]] += held[k];
    }
  };
  for (const auto& pool : world.pools) {
    add(pool.elements,
        {state.elements.data() + pool.offset, world.element_sets[pool.elements].count});
  }
  for (std::uint32_t id = 0; id < state.parcels.size(); ++id) {
    const auto& parcel = state.parcels[id];
    if (parcel.status == ParcelStatus::in_process) {
      add(world.lines[parcel.owner].elements, state.parcels.elements(id));
    } else if (parcel.status != ParcelStatus::free) {
      add(world.pools[world.lanes[parcel.owner].from.index()].elements, state.parcels.elements(id));
    }
  }
  return grams;
}

/// What left on the ways round a control or a duty, over the whole run.
double tonnes_smuggled(const World& world, const Observations& observations) {
  double tonnes = 0;
  for (std::size_t k = 0; k < world.plan.run_figures.size(); ++k) {
    const auto& metric = world.plan.run_figures[k].metric;
    if (metric == "smuggled" || metric == "trans_shipped") {
      tonnes += std::isfinite(observations.run_values[k]) ? observations.run_values[k] : 0;
    }
  }
  return tonnes;
}

TEST_CASE("no gram of any element appears or vanishes in random worlds", "[exact-check-5]") {
  std::int64_t seized = 0;
  std::int64_t recycled = 0;
  std::int64_t lost = 0;
  std::int64_t consumed = 0;
  std::size_t returned = 0;
  std::size_t held = 0;
  double smuggled_tonnes = 0;
  const auto check = [&](std::uint64_t seed) {
    Stepper stepper(random_world(seed), seed);
    const auto& world = stepper.world();
    for (Date date = world.origin; date < world.end; date = date + 23) {
      stepper.run_to(date);
      stepper.run().verify_balance();
      for (std::uint32_t id = 0; id < stepper.state().parcels.size(); ++id) {
        const auto status = stepper.state().parcels[id].status;
        returned += status == ParcelStatus::returning;
        held += status == ParcelStatus::at_customs;
      }
    }
    const auto outcome = stepper.finish();
    const auto in_all = counted(world, stepper.state());
    for (std::size_t e = 0; e < element_count; ++e) {
      const auto& row = outcome.observations.balance[e];
      RC_ASSERT(row.residual() == 0);
      RC_ASSERT(row.closing == in_all[e]);
      seized += row.seized;
      recycled += row.recycled_old;
      lost += row.lost;
      consumed += row.consumed;
    }
    smuggled_tonnes += tonnes_smuggled(world, outcome.observations);
    for (const auto grams : stepper.state().elements) {
      RC_ASSERT(grams >= 0);
    }
    for (const auto& pool : stepper.state().pools) {
      RC_ASSERT(pool.gross >= 0);
      RC_ASSERT(pool.owed >= 0);
      RC_ASSERT(pool.in_process >= 0);
    }
  };
  std::uint64_t next_known = 0;
  rc::prop("the balance closes at every date and over the whole run", [&] {
    check(*rc::gen::arbitrary<std::uint64_t>());
    // Some worlds are the same each time, so that what is rare is not left to the luck of the draw.
    if (next_known < 50) {
      check(next_known++);
    }
  });
  // The property says nothing unless the worlds do all of this.
  CHECK(seized > 0);
  CHECK(recycled > 0);
  CHECK(lost > 0);
  CHECK(consumed > 0);
  CHECK(returned > 0);
  CHECK(held > 0);
  CHECK(smuggled_tonnes > 0);
}

}  // namespace
}  // namespace monazite::small_worlds
