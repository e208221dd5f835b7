#pragma once

#include <span>
#include <string>

#include "sim/cli/arguments.hpp"

namespace monazite {

/// Looks for keys without effect in scenarios that are well, tells them on standard output, and
/// gives exit_done, exit_dead_keys or exit_interrupted.
int check_dead_keys(std::span<const std::string> files, const CheckArguments& arguments);

}  // namespace monazite
