#include <algorithm>
#include <span>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// The smallest order and the smallest lot of some lanes.
OrderBatch smallest_of(std::span<const OrderBatch> lanes) {
  if (lanes.empty()) {
    return {};
  }
  auto smallest = lanes.front();
  for (const auto& lane : lanes.subspan(1)) {
    smallest.least = std::min(smallest.least, lane.least);
    smallest.lot = std::min(smallest.lot, lane.lot);
  }
  return smallest;
}

}  // namespace

void WorldBuilder::add_order_batches() {
  const auto batch_of_lane = [&](std::uint32_t lane) {
    const auto& spec = *lane_specs_[lane];
    return OrderBatch{spec.least_order_tonnes * 1e6, spec.order_lot_tonnes * 1e6};
  };
  const auto lanes = static_cast<std::uint32_t>(world_.lanes.size());
  for (std::uint32_t l = 0; l < lanes && world_.lane_batches.empty(); ++l) {
    if (batch_of_lane(l) != OrderBatch{}) {
      world_.lane_batches.resize(lanes);
    }
  }
  for (std::uint32_t l = 0; l < world_.lane_batches.size(); ++l) {
    world_.lane_batches[l] = batch_of_lane(l);
  }
  for (auto& pool : world_.pools) {
    const auto& facility = world_.facilities[pool.facility.index()];
    if (pool.on_order_lanes == 0 || facility.stage == Stage::stockpile) {
      continue;
    }
    const auto& profile = world_.profiles[facility.profile];
    const auto suppliers = pool.on_order_lanes - pool.candidates;
    if (!world_.lane_batches.empty()) {
      const auto own =
          std::span(world_.lane_batches).subspan(pool.suppliers.first, pool.on_order_lanes);
      pool.lanes_differ =
          std::any_of(own.begin(), own.end(), [](const auto& of) { return of != OrderBatch{}; });
      pool.batch = smallest_of(own.first(suppliers));
    }
    const auto lot = static_cast<double>(world_.materials[pool.material.index()].lot.grams);
    const double use = (pool.use_per_day - pool.push_per_day) * profile.review_days;
    // Where a review's use is more than a lot, what is lacking beside it is no reason to wait.
    if (!profile.smoothed && lot > use) {
      pool.batch.least = std::max(pool.batch.least, lot);
    }
    pool.in_batches = profile.at_reorder_point || profile.least_order_days > 0 ||
                      profile.order_lot_days > 0 || pool.batch != OrderBatch{};
  }
}

}  // namespace monazite
