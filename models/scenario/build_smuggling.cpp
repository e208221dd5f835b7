#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "models/network/stable_hash.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_smuggling() {
  if (!scenario_.switches.smuggling || !scenario_.switches.prices) {
    return;  // without prices nobody knows what it gains
  }
  const auto specs = by_id(scenario_.smuggling);
  constexpr std::size_t most_routes = 127;  // a shipment names its own in seven bits
  if (specs.size() > most_routes) {
    errors_.add(specs[most_routes]->place, "too many smuggling routes for one world",
                fmt::format("at most {}", most_routes));
    return;
  }
  for (const auto* spec : specs) {
    SmugglingRoute route;
    route.id = spec->id;
    route.key = stable_hash(spec->id);
    route.hub = regions_.at(spec->hub);
    route.rules = spec->rules;
    route.detour = duration_of(spec->detour);
    route.blacklist_days = spec->blacklist_days;
    route.review_days = spec->review_days;
    route.enforcement.push_back({world_.origin, spec->detection});
    for (const auto& change : spec->changes) {
      route.enforcement.push_back({change.on, change.detection});
    }
    std::map<std::uint16_t, std::uint32_t> contraband_of;
    for (const auto lane : lanes_covered(spec->covers, {})) {
      const auto& of_lane = world_.lanes[lane];
      const auto& trade = world_.trades[of_lane.trade];
      if (of_lane.push != 0 || world_.lane_details[lane].is_reserve || trade.origin == route.hub ||
          trade.destination == route.hub ||
          world_.prices.lanes[lane].route == LanePrice::no_route) {
        continue;
      }
      const auto [known, is_new] = contraband_of.try_emplace(
          of_lane.trade, static_cast<std::uint32_t>(world_.contraband.size()));
      if (is_new) {
        world_.contraband.push_back(
            {static_cast<std::uint32_t>(world_.smuggling.size()), of_lane.trade});
      }
      route.lanes.push_back(lane);
      route.contraband.push_back(known->second);
    }
    if (route.lanes.empty()) {
      warnings_.add(
          spec->place,
          fmt::format("smuggling route '{}' goes round no trade between two markets", spec->id));
    }
    route.first_claim = world_.smuggling.empty()
                            ? 0
                            : world_.smuggling.back().first_claim +
                                  static_cast<std::uint32_t>(world_.smuggling.back().lanes.size());
    world_.smuggling.push_back(std::move(route));
  }
}

}  // namespace monazite
