#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_contracts() {
  if (!scenario_.switches.contracts || scenario_.contracts.empty()) {
    return;
  }
  const auto specs = by_id(scenario_.contracts);
  world_.contract_of_lane.assign(world_.lanes.size(), World::no_contract);
  for (const auto* spec : specs) {
    const auto number = static_cast<std::uint32_t>(world_.contracts.size());
    Contract contract{spec->id, spec->terms, {}};
    contract.lanes.first = static_cast<std::uint32_t>(world_.contracted_lanes.size());
    for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
      const auto& lane = world_.lanes[l];
      const auto& detail = world_.lane_details[l];
      const double base_per_day =
          static_cast<double>(lane.share) * world_.pools[lane.to.index()].use_per_day;
      if (lane.push != 0 || detail.is_reserve || detail.is_candidate || !(base_per_day > 0) ||
          !covers(spec->covers, l)) {
        continue;
      }
      if (const auto known = world_.contract_of_lane[l]; known != World::no_contract) {
        errors_.add(spec->place,
                    fmt::format("the contracts '{}' and '{}' both cover trade from '{}' to '{}'",
                                world_.contracts[world_.contracted_lanes[known].contract].id,
                                spec->id, lane_specs_[l]->from, lane_specs_[l]->to),
                    "each trade in one contract");
        return;
      }
      world_.contract_of_lane[l] = static_cast<std::uint32_t>(world_.contracted_lanes.size());
      world_.contracted_lanes.push_back({number, l, spec->terms.share * base_per_day});
    }
    contract.lanes.count =
        static_cast<std::uint32_t>(world_.contracted_lanes.size()) - contract.lanes.first;
    if (contract.lanes.count == 0) {
      warnings_.add(spec->place, fmt::format("contract '{}' covers no trade", spec->id));
    }
    world_.contracts.push_back(std::move(contract));
  }
}

}  // namespace monazite
