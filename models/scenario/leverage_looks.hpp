#pragma once

#include <cstddef>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// The tracked figures of a side, in this order, side by side: World::tracked_figures.
enum SideFigure : std::size_t {
  lost_output,     ///< USD of value added of use that stopped lines did not take
  delayed_output,  ///< the part of it made up later
  exports_sent,    ///< USD of what left for other sides and regions, at the constant prices
  side_figures     ///< how many
};

/// Days after `from` on which the losses of sides are looked at, in increasing order: 0, each step
/// up to the longest horizon, and each horizon.
std::vector<int> leverage_look_days(const LeverageSpec& leverage);

}  // namespace monazite
