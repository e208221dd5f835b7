#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sim/cli/prepare.hpp"

namespace monazite {

/// Where the results of a run go: `--out`, or `results/NAME`, NAME made of the scenarios' names. If
/// that exists, and is not to be overwritten, the first of `NAME-2`, `NAME-3`, … that does not.
std::filesystem::path result_place(const RunArguments& arguments,
                                   std::span<const PreparedScenario> scenarios);

/// `results/NAME` with an extension, or the first free of `NAME-2`, `NAME-3`, … unless `force` says
/// that what is there gives way.
std::filesystem::path free_place(const std::string& name, const std::string& extension, bool force);

}  // namespace monazite
