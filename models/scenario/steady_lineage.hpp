#pragma once

#include <vector>

#include "models/scenario/world.hpp"

namespace monazite {

/// The share of listed content in each element of each stock in a steady year, 0-1, by element
/// slot: the fixed point of mixing along the flows of the base year. Looks at a world with its
/// lanes, lines and the contents of its stocks, and at the flows of its lanes in grams a day.
std::vector<double> steady_lineage(const World& world,
                                   const std::vector<double>& lane_grams_per_day,
                                   const Lineage& lineage);

}  // namespace monazite
