#pragma once

#include <string>

#include "sim/cli/arguments.hpp"

namespace monazite {

/// The command that runs a scenario file again under these options, as a shell reads it, less those
/// that choose its replications.
std::string repeat_command(const std::string& file, const ScenarioOptions& options);

}  // namespace monazite
