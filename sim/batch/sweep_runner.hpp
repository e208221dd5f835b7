#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/batch/batch.hpp"
#include "sim/batch/run_store.hpp"
#include "sim/batch/sweep_plan.hpp"
#include "sim/batch/sweep_worlds.hpp"

namespace monazite {

struct SweepOutcome {
  unsigned threads = 1;
  std::uint64_t begun = 0;   ///< runs of this call
  bool interrupted = false;  ///< some runs were not begun
};

/// Runs what a shard of a sweep still lacks in its store, on several workers; each run goes to the
/// store as it ends. A run that fails is stored with its reason. Under a stop rule, arms get
/// further runs in rounds until each is known well enough. What the store holds in the end depends
/// on plan and sources alone. Throws StoreError.
SweepOutcome run_sweep(const SweepPlan& plan, const SweepSources& sources, RunStore& store,
                       const Shard& shard, const BatchOptions& options);

/// A value a replication; nothing where there is no run, NaN where it failed or has no such figure.
using ArmValues = std::vector<std::optional<double>>;

/// The values of the figure that a sweep stops by in an arm.
ArmValues stop_values(const SweepPlan& plan, RunStore& store, std::uint32_t arm);

/// Whether a store has all runs of a shard, those that a stop rule asks for included.
bool is_complete(const SweepPlan& plan, RunStore& store, const Shard& shard);

}  // namespace monazite
