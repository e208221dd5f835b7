#pragma once

namespace monazite {

/// How a command ends; the numbers from 64 on are those of sysexits.h.
enum ExitCode : int {
  exit_done = 0,
  exit_runs_failed = 1,     ///< done, but some runs failed
  exit_target_missed = 1,   ///< done, but a target of the validation does not hold
  exit_dead_keys = 1,       ///< checked, but some keys do nothing
  exit_usage = 64,          ///< wrong usage
  exit_bad_input = 65,      ///< a scenario or table is wrong
  exit_no_input = 66,       ///< an input was not found
  exit_internal = 70,       ///< an error of the program
  exit_cannot_create = 73,  ///< the output cannot be created
  exit_io = 74,             ///< reading or writing failed
  exit_interrupted = 130    ///< stopped by a signal
};

}  // namespace monazite
