#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/batch/run_store.hpp"
#include "sim/cli/prepare_sweep.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/sweep_folder.hpp"

namespace monazite {

/// What differs between two sweeps, a line each: `seed: it is 1, now 2`. Inputs count by what they
/// hold, whatever path they were named by.
/// Entries that `may_differ` are left out.
std::vector<std::string> differences_of(
    const SweepIdentity& stored, const SweepIdentity& now,
    const std::function<bool(const std::string& name)>& may_differ = [](const auto&) {
      return false;
    });

/// What the tables of a sweep need.
SweepReport report_of(const SweepPlan& plan, RunStore& store);

/// Writes the manifest of a sweep into its folder.
void write_sweep_manifest(const std::filesystem::path& folder, const PreparedSweep& prepared,
                          const SweepIdentity& identity, const Shard& shard,
                          const RunStore::Count& count, const CommandRecord& record);

}  // namespace monazite
