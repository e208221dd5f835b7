#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/batch/run_store.hpp"
#include "sim/batch/sweep_plan.hpp"
#include "sim/batch/sweep_worlds.hpp"
#include "sim/cli/prepare.hpp"

namespace monazite {

/// A sweep ready to run, or what is wrong with it.
struct PreparedSweep {
  std::unique_ptr<LoadedSweep> sweep;  ///< at a place of its own: the plan refers to it
  Preparation bases;                   ///< its scenarios, with the settings of every variant
  SweepSources sources;
  std::unique_ptr<SweepPlan> plan;  ///< null: there are errors

  /// exit_done, exit_bad_input or exit_no_input.
  [[nodiscard]] int exit_code() const { return bases.exit_code(); }
};

/// Reads a sweep, what the command line says over it, and its scenarios, and tries the values of
/// each factor alone (of many numbers the least and the greatest), so that what no scenario takes
/// is told before a run is begun. A problem with a value is told at its place in the sweep file.
/// Without `try_factors`, no value is tried: of a sweep that has run before. It is to run on so
/// many threads.
PreparedSweep prepare_sweep(const std::string& file, const ScenarioOptions& options,
                            bool try_factors = true, unsigned threads = 1);

/// What the runs of a sweep come to.
struct SweepSize {
  double runs = 0;
  double events_per_run = 0;  ///< at most, of the scenario that takes most
  double bytes_per_thread = 0;
  double bytes_of_memory = 0;  ///< in all
  double bytes_on_disk = 0;
};

/// The size of a sweep on so many threads, by its scenarios as they are before any factor.
SweepSize size_of(const PreparedSweep& prepared, const SweepPlan& plan, unsigned threads);

/// What tells the sweep from another: the program, each key of the file, the settings of the
/// command line, and the SHA-256 of every input.
SweepIdentity identity_of(const PreparedSweep& prepared);

/// The sources of a sweep with this identity.
SweepSources sources_of(const SweepIdentity& identity);

/// The command that runs an arm and member again, less the options that choose its replications.
std::string repeat_command(const SweepPlan& plan, const SweepSources& sources, std::uint32_t arm,
                           std::uint32_t member);

}  // namespace monazite
