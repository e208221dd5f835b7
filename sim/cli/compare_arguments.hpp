#pragma once

#include <CLI/CLI.hpp>

#include "sim/cli/arguments.hpp"

namespace monazite {

/// Adds the command `compare`, which is read into `arguments`.
CLI::App* add_compare(CLI::App& program, CompareArguments& arguments);

}  // namespace monazite
