#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "sim/batch/read_sweep.hpp"
#include "sim/batch/sweep_plan.hpp"
#include "sim/batch/sweep_worlds.hpp"

namespace monazite::bench {

/// A folder that is gone when the object is.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A sweep that benchmarks run, read without its scenarios.
struct SweepSample {
  explicit SweepSample(LoadedSweep loaded);

  LoadedSweep sweep;
  SweepPlan plan;
  SweepSources sources;
};

/// Four variants of `scenarios/sweeps/stockholm_1000.yaml`, two numbers of officers by two of stock
/// cover, with so many replications each.
std::shared_ptr<const SweepSample> sweep_of_stockholm(std::uint64_t replications);

/// The one variant of a sweep of `scenarios/teaching/pipe.yaml`.
std::shared_ptr<const SweepSample> sweep_of_pipe(std::uint64_t replications);

/// What running a shard into a new store took and left.
struct ShardRun {
  double start = 0.0;        ///< by the clock of wall_seconds
  double end = 0.0;          ///< when the last run was in the store
  double cpu_seconds = 0.0;  ///< from start to end
  double runs = 0.0;         ///< completed
  double store_bytes = 0.0;  ///< of the settled store
  double table_bytes = 0.0;  ///< of all rows of runs.csv
  double table_hash = 0.0;
};

/// Runs a shard on so many threads. `with_tables`: then writes every table of a result folder too.
/// Throws std::runtime_error when a run fails.
ShardRun run_shard(const SweepSample& sample, const Shard& shard, unsigned threads,
                   bool with_tables);

}  // namespace monazite::bench
