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
}

}  // namespace monazite
