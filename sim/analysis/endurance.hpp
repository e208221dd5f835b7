#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario/scenario.hpp"
#include "sim/analysis/time_to_survive.hpp"
#include "sim/batch/batch.hpp"

namespace monazite {

/// The scenario in which the controls of one side are on for `days` from the first day of the
/// horizons, and those of all other sides are off.
Scenario with_controls_for(const Scenario& scenario, std::size_t side, int days);

/// How long the end uses of sides stand the controls of others.
struct Endurance {
  /// By side that controls and side that stands it; nothing where the first has no controls or both
  /// are one.
  std::vector<std::vector<std::optional<TimeToSurvive>>> of;
  std::vector<std::string> failures;  ///< why trials could not be run; their entries are left out
};

/// Looks for it as `endurance` of the scenario asks: a trial hurts a side when its mean loss of
/// output (not made up, up to the end of the longest horizon) less that without any controls, over
/// the same replications, is `loss_days` of its value added at risk or more. A trial tells of all
/// sides, so that no length is run twice.
Endurance endurance_of(const Scenario& scenario, const BatchOptions& options);

}  // namespace monazite
