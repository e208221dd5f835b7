#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// A scenario in which the controls of at most one side are put on, again and again.
struct ErosionArm {
  std::optional<std::size_t> side;  ///< whose controls; nothing: nobody's
  int uses = 0;
  Scenario scenario;  ///< its horizons end with each use
};

/// The scenario in which the controls of one side are put on so often, on the days that `erosion`
/// says, and those of all others are off. Each use is the first one again, so many days later: the
/// course of a control from `from` on, with its dated changes and announced as long before.
/// Talks and truces move none of them. What `can_be_used_again` alone.
Scenario with_uses(const Scenario& scenario, std::size_t side, int uses);

/// What is run for `erosion`: the scenario without any control, and with 1, 2, ... uses of those of
/// each side that has any.
std::vector<ErosionArm> erosion_arms(const Scenario& scenario);

}  // namespace monazite
