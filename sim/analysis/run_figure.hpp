#pragma once

#include <optional>

#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// The place of a figure in a sorted list of figures; nothing when it is not observed.
std::optional<std::size_t> place_of(const std::vector<MetricKey>& figures, const MetricKey& wanted);

/// The value of a run figure in the completed replication with place `run`; nothing when the figure
/// is not observed.
std::optional<double> run_value(const ScenarioResults& results, const MetricKey& wanted,
                                std::size_t run);

/// The key of what a region's facilities, or one of them, put out.
MetricKey produced(std::string region, std::string material, std::string facility = {});

}  // namespace monazite
