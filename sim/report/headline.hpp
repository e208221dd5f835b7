#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// How a table is set for reading.
struct TableStyle {
  std::size_t width = 100;  ///< columns of the terminal
  bool bold = false;        ///< the header, with ANSI escapes
};

/// The headline figures, scenarios side by side: mean and 95 % interval of each figure that a
/// scenario observes. Scenarios that do not fit into the width follow below.
std::string headline_table(std::span<const ScenarioResults> scenarios, const TableStyle& style);

/// A number for reading: about four significant digits, thousands set apart by commas.
std::string readable(double value);

}  // namespace monazite
