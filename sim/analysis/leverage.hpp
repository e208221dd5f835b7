#pragma once

#include <span>
#include <vector>

#include "models/metrics/leverage.hpp"
#include "sim/analysis/endurance.hpp"
#include "sim/analysis/leverage_arms.hpp"
#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// The rows of leverage.csv of a scenario: by side, side against, whose controls, and horizon, in
/// the order of the file; a side without controls imposes nothing and has no row of its own. `arms`
/// are those of `leverage_arms` and `results` what they left. `endurance` may be empty.
std::vector<LeverageRow> leverage_of(const Scenario& scenario, std::span<const LeverageArm> arms,
                                     const ScenarioResults& as_written,
                                     std::span<const ScenarioResults> results,
                                     const Endurance& endurance = {});

}  // namespace monazite
