#pragma once

#include <csignal>
#include <filesystem>
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

/// The same with standard output to a file of this path, which is not read.
ProgramRun run_program_into(const std::string& output, const std::string& folder,
                            const std::vector<std::string>& arguments);

/// The same, and interrupts it (SIGINT) as soon as something stands in `watched`. Throws if that
/// takes more than ten seconds.
ProgramRun interrupt_program_in(const std::string& folder,
                                const std::vector<std::string>& arguments,
                                const std::filesystem::path& watched, int signal = SIGINT);

/// Runs the program in `folder` by a shell; `words` are its arguments and redirections, and what
/// reads its output may stand in `reader`: `2>&1 | head -n 1`.
int exit_code_in_shell(const std::string& folder, const std::string& words,
                       const std::string& reader = {});

}  // namespace monazite::test
