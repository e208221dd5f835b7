#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/batch/run_store.hpp"
#include "sim/cli/prepare_sweep.hpp"

namespace monazite {

/// What keeps a sweep from being extended into another, a line each; empty: nothing. It may ask for
/// more replications, variants and metrics of the same scenarios under the same seed.
std::vector<std::string> obstacles_to_extension(const SweepIdentity& stored,
                                                const SweepIdentity& now, const SweepPlan& plan);

/// What a sweep that is extended does with the runs that it has made.
struct Extension {
  std::uint64_t kept = 0;
  std::uint64_t again = 0;  ///< made again, as figures are asked for that were not kept
};

/// Puts the runs of a store that a longer sweep has too into a new store of it. `folder` holds the
/// sweep that made them, as it was. A run is the same when its scenario, settings, seed and
/// replication are. Throws SweepShrinks when runs or figures would be lost, OutputError when the
/// folder does not hold the sweep of the store.
Extension take_over_runs(const std::filesystem::path& folder, const PreparedSweep& now,
                         RunStore& from, RunStore& to);

/// The sweep that is asked for has no place for what is there.
struct SweepShrinks {
  std::string what;
};

}  // namespace monazite
