#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/metrics/leverage.hpp"
#include "sim/report/result_tables.hpp"
#include "sim/report/text_table.hpp"

namespace monazite {

/// The leverage of one scenario.
struct LeverageReport {
  const BatchScenario* scenario = nullptr;
  std::vector<LeverageRow> rows;
};

/// Writes leverage.csv: one row a scenario, side, side against, whose controls, and horizon.
void write_leverage(TableSink sink, std::span<const LeverageReport> scenarios);

/// The same for reading, less what a terminal has no room for.
std::string leverage_text(const LeverageReport& report, const TableStyle& style);

}  // namespace monazite
