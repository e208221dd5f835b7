#pragma once

#include <csignal>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

#include "tests/sim/report/scratch_folder.hpp"

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

/// The program at work. It is killed when it is no longer looked at.
class RunningProgram {
 public:
  /// Starts it with these arguments in `folder`.
  RunningProgram(const std::string& folder, const std::vector<std::string>& arguments);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void send(int signal) const;

  /// Waits until it has a handler for a signal; false when it ends without one.
  [[nodiscard]] bool await_handler(int signal) const;

  /// Waits for its end.
  ProgramRun wait();

 private:
  ScratchFolder scratch_;
  pid_t child_;
  bool is_over_ = false;
};

/// Runs the program in `folder` by a shell; `words` are its arguments and redirections, what reads
/// its output may stand in `reader`: `2>&1 | head -n 1`, and what the shell does before it in
/// `first`: `ulimit -f 8`.
int exit_code_in_shell(const std::string& folder, const std::string& words,
                       const std::string& reader = {}, const std::string& first = ":");

}  // namespace monazite::test
