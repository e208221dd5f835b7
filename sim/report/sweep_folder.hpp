#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario/load.hpp"
#include "sim/batch/sweep_spec.hpp"
#include "sim/report/sweep_tables.hpp"

namespace monazite {

/// @name What a sweep's result folder holds beside its tables
/// @{
inline constexpr auto store_file = "sweep.sqlite";
inline constexpr auto lock_file = "sweep.lock";
inline constexpr auto resolved_sweep_file = "sweep.resolved.yaml";
/// @}

/// Whether a file of this name in a result folder is one of those, or of SQLite beside the store.
bool is_of_sweep(const std::string& name);

/// Removes what a process that was killed has left of tables and manifest beside them. Only for
/// who holds the lock of the folder.
void remove_half_written(const std::filesystem::path& folder);

/// Removes the folders `NAME.partial-…` beside a result folder that processes which are dead have
/// left. A live one holds the lock in its folder.
void remove_abandoned(const std::filesystem::path& result_folder);

/// Keeps other processes out of a result folder, until it is destroyed or the process ends.
class FolderLock {
 public:
  /// Throws OutputError when another process holds the folder or it cannot be written to.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

/// A scenario of a sweep with the settings of all variants.
struct SweepScenario {
  std::string name;
  const LoadedScenario* loaded = nullptr;
};

/// Writes what was asked for into a folder: `sweep.resolved.yaml`, which runs again as it is, with
/// its tables in `inputs/` and its scenarios in `resolved/`. Throws OutputError.
void write_resolved_sweep(const std::filesystem::path& folder, const LoadedSweep& sweep,
                          std::span<const SweepScenario> scenarios);

/// Rewrites what was asked for in the folder of a sweep that asks for more of the same scenarios,
/// each file aside and then renamed. Throws OutputError.
void update_resolved_sweep(const std::filesystem::path& folder, const LoadedSweep& sweep,
                           std::span<const SweepScenario> scenarios);

/// Removes the tables of a sweep that is no longer whole. Throws OutputError.
void remove_sweep_tables(const std::filesystem::path& folder);

/// Writes every table of a sweep into its folder, each aside and then renamed. Throws OutputError,
/// StoreError.
void write_sweep_tables(const std::filesystem::path& folder, const SweepReport& sweep);

}  // namespace monazite
