#pragma once

namespace monazite {

/// The whole program: reads the command line, executes the command and returns the exit code.
/// Nothing is thrown.
int run_program(int argc, const char* const* argv) noexcept;

}  // namespace monazite
