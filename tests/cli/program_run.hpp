#pragma once

#include <string>
#include <vector>

namespace monazite::test {

/// What a run of the program left.
struct ProgramRun {
  int exit_code = -1;  ///< -1 when a signal ended it
  std::string output;
  std::string error;
};

/// Runs the program with these arguments in `folder` and waits for its end.
ProgramRun run_program_in(const std::string& folder, const std::vector<std::string>& arguments);

}  // namespace monazite::test
