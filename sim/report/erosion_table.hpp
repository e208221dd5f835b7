#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/metrics/erosion.hpp"
#include "sim/report/result_tables.hpp"
#include "sim/report/text_table.hpp"

namespace monazite {

inline constexpr std::string_view erosion_file = "erosion.csv";

/// The erosion of leverage in one scenario.
struct ErosionReport {
  const BatchScenario* scenario = nullptr;
  std::vector<ErosionRow> rows;
};

/// Writes `erosion_file`: one row a scenario, branch, side, side against, and use.
void write_erosion(TableSink sink, std::span<const ErosionReport> scenarios);

/// The same for reading, less what a terminal has no room for.
std::string erosion_text(const ErosionReport& report, const TableStyle& style);

}  // namespace monazite
