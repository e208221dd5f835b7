#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/metrics/leverage.hpp"
#include "sim/report/result_tables.hpp"
#include "sim/report/text_table.hpp"

namespace monazite {

inline constexpr std::string_view leverage_file = "leverage.csv";

/// The leverage of one scenario.
struct LeverageReport {
  const BatchScenario* scenario = nullptr;
  std::vector<LeverageRow> rows;
};

/// Writes `leverage_file`: one row a scenario, side, side against, whose controls, and horizon.
void write_leverage(TableSink sink, std::span<const LeverageReport> scenarios);

/// The same for reading, less what a terminal has no room for.
std::string leverage_text(const LeverageReport& report, const TableStyle& style);

}  // namespace monazite
