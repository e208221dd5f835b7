#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_goods() {
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    const auto material = world_.trades[lane.trade].material;
    const auto& buyer = world_.facilities[world_.pools[lane.to.index()].facility.index()];
    if (world_.materials[material.index()].form != Form::good || !lane.crosses_border ||
        !buyer.is_plant) {
      continue;
    }
    world_.goods_of_lane.resize(world_.lanes.size(), World::no_goods);
    world_.goods_of_lane[l] = static_cast<std::uint32_t>(world_.goods_lanes.size());
    world_.goods_lanes.push_back({l, material, buyer.plant});
  }
  warn_of_idle_goods();
}

void WorldBuilder::warn_of_idle_goods() {
  for (const auto& sector : scenario_.sectors) {
    const bool receives = std::any_of(
        world_.goods_lanes.begin(), world_.goods_lanes.end(), [&](const GoodsLane& goods) {
          return world_.plants[goods.plant.index()].sector == sectors_.at(sector.id);
        });
    if (sector.is_military.value_or(false) && !receives) {
      warnings_.add(sector.place,
                    fmt::format("'military' of sector '{}' has no effect: no good from abroad "
                                "reaches it",
                                sector.id));
    }
  }
  for (const auto& spec : scenario_.materials) {
    const bool counts =
        spec.diversion.value_or(0) > 0 || spec.strategic_weight_usd_per_unit.value_or(0) > 0;
    const bool comes =
        std::any_of(world_.goods_lanes.begin(), world_.goods_lanes.end(),
                    [&](const GoodsLane& goods) { return goods.good == materials_.at(spec.id); });
    if (counts && !comes) {
      warnings_.add(spec.place,
                    fmt::format("'diversion' and 'strategic_weight' of '{}' have no effect: no "
                                "plant receives it from abroad",
                                spec.id));
    }
  }
}

}  // namespace monazite
