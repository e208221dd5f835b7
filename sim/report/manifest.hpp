#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario/load.hpp"
#include "sim/batch/run_store.hpp"
#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// How a command ended that left a result folder; `running`: it has not.
enum class ExitState : std::uint8_t { done, some_runs_failed, interrupted, running };

/// The name of a state in the manifest.
std::string_view name_of(ExitState state);

/// What is to be told of a command beside its results.
struct CommandRecord {
  std::vector<std::string> arguments;  ///< as given, the program's name first
  std::chrono::system_clock::time_point started;
  double duration_seconds = 0;
  unsigned threads = 1;
  ExitState state = ExitState::done;
};

/// A scenario and what was made of it.
struct ManifestScenario {
  std::string file;  ///< as given
  const LoadedScenario* loaded = nullptr;
  const ScenarioResults* results = nullptr;
};

/// The manifest of a result folder, as JSON: program, command, host, time, and for each scenario
/// its seed, replications, digest and inputs with their SHA-256.
std::string manifest_json(const CommandRecord& record, std::span<const ManifestScenario> scenarios);

/// A sweep and how far it is.
struct ManifestSweep {
  std::string name;
  std::string title;
  std::string file;  ///< as given
  std::uint64_t arms = 0;
  std::uint64_t seed = 0;
  Shard shard;
  RunStore::Count count;
  SweepIdentity identity;
};

/// The manifest of a sweep's result folder.
std::string sweep_manifest_json(const CommandRecord& record, const ManifestSweep& sweep);

}  // namespace monazite
