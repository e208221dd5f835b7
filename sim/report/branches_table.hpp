#pragma once

#include <span>
#include <string_view>

#include "sim/report/result_tables.hpp"

namespace monazite {

inline constexpr std::string_view branches_file = "branches.csv";

/// Writes `branches_file`: one row a way through the talks of a scenario, with its weight as a
/// number and, where it does not depend on the run, as an exact fraction.
void write_branches(TableSink sink, std::span<const ScenarioReport> scenarios);

}  // namespace monazite
