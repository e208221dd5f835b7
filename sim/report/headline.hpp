#pragma once

#include <span>
#include <string>

#include "sim/batch/scenario_results.hpp"
#include "sim/report/text_table.hpp"

namespace monazite {

/// The headline figures, scenarios side by side: mean and 95 % interval of each figure that a
/// scenario observes. Scenarios that do not fit into the width follow below.
std::string headline_table(std::span<const ScenarioResults> scenarios, const TableStyle& style);

}  // namespace monazite
