#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/scenario/load.hpp"
#include "sim/cli/arguments.hpp"

namespace monazite {

struct World;

/// A scenario that was loaded and compiled.
struct PreparedScenario {
  std::string file;  ///< as given
  LoadedScenario loaded;
  std::shared_ptr<const World> world;
};

/// Scenarios ready to run, or what is wrong with them. Problems that several files share (a base)
/// are kept once.
struct Preparation {
  std::vector<PreparedScenario> scenarios;
  std::vector<Diagnostic> errors;
  std::vector<Diagnostic> warnings;
  std::vector<Diagnostic> notes;  ///< lists that took the place of a base's
  bool all_missing = true;        ///< nothing else is wrong than that files do not exist

  /// exit_done, exit_bad_input or exit_no_input.
  [[nodiscard]] int exit_code() const;
};

/// Loads and compiles scenarios. `unique_names` makes it an error that two have the same name.
/// Files that `read_before` knows are taken from there, and others are added to it. Runs that would
/// take too many events, or too much memory on so many threads, are refused.
Preparation prepare(std::span<const std::string> files, const ScenarioOptions& options,
                    bool unique_names, FileTexts* read_before = nullptr, unsigned threads = 1);

/// How many runs a scenario is: its replications, on each of the ways through talks that are
/// enumerated.
double runs_of(const PreparedScenario& scenario);

/// The line for a warning, as to_text writes it for an error.
std::string warning_text(const Diagnostic& diagnostic);

/// The same for a note.
std::string note_text(const Diagnostic& diagnostic);

/// Tells the problems on standard error: warnings unless `quiet`, errors always.
void tell_problems(const Preparation& preparation, const TalkOptions& talk);

}  // namespace monazite
