#pragma once

#include <filesystem>
#include <span>

#include "sim/cli/prepare.hpp"

namespace monazite {

/// Where the results of a run go: `--out`, or `results/NAME`, NAME made of the scenarios' names. If
/// that exists, and is not to be overwritten, the first of `NAME-2`, `NAME-3`, … that does not.
std::filesystem::path result_place(const RunArguments& arguments,
                                   std::span<const PreparedScenario> scenarios);

}  // namespace monazite
