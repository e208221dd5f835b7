#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/scenario/world.hpp"

namespace monazite {

/// Calls `visit(seller's pool, grams a day)` for the lanes into a stock by which it is supplied in
/// the steady year of the table's flows; not for those from reserves. `lane_grams_per_day` is by
/// lane.
template <class Visit>
void for_each_supply(const World& world, const std::vector<double>& lane_grams_per_day,
                     const Pool& pool, const Visit& visit) {
  // A lane without a flow of its own still says what would come.
  constexpr double least_flow = 1e-6;
  for (std::uint32_t k = 0; k < pool.suppliers.count; ++k) {
    const auto lane = pool.suppliers.first + k;
    if (!world.lane_details[lane].is_reserve) {
      visit(world.pools[world.lanes[lane].from.index()],
            std::max(lane_grams_per_day[lane], least_flow));
    }
  }
}

/// Calls `visit(place of the line in the facility, lots a day, output)` for each output of its
/// lines that goes into one of a facility's stocks.
template <class Visit>
void for_each_output_to(const World& world, const Facility& facility, PoolId pool,
                        const Visit& visit) {
  // A line that stands still in the base year still says what would be made.
  constexpr double least_lots = 1e-9;
  for (std::uint32_t k = 0; k < facility.lines.count; ++k) {
    const auto& line = world.lines[facility.lines.first + k];
    for (std::uint32_t o = 0; o < line.outputs.count; ++o) {
      const auto& output = world.line_outputs[line.outputs.first + o];
      if (output.pool == pool) {
        visit(k, std::max(line.base_lots_per_day, least_lots), output);
      }
    }
  }
}

}  // namespace monazite
