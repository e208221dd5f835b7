#include <fmt/format.h>
#include <set>

#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::warn_of_idle_bids() {
  std::set<std::string_view> told;
  for (const auto& spec : scenario_.lanes) {
    const auto* seller = find(facilities_, spec.from);
    if (!spec.bid_usd_per_kg || seller == nullptr) {
      continue;
    }
    const auto& profile = world_.profiles[world_.facilities[seller->index()].profile];
    if (profile.allocation != Allocation::highest_bid && told.insert(spec.from).second) {
      warnings_.add(
          spec.place,
          fmt::format("a bid to '{}', which does not sell to the highest bidder", spec.from),
          "'allocation: highest_bid' in its behaviour");
    }
  }
}

}  // namespace monazite
