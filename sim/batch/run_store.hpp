#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "models/metrics/metric.hpp"
#include "sim/batch/sweep_plan.hpp"

namespace monazite {

/// A store that cannot be read or written.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What tells one sweep from another: names with their values, in order.
using SweepIdentity = std::vector<std::pair<std::string, std::string>>;

/// A world of a sweep: an arm with a member of the ensemble.
struct StoredWorld {
  std::string digest;              ///< of the effective parameters
  std::vector<MetricKey> figures;  ///< those kept of its runs
};

/// A run that is over.
struct StoredRun {
  std::uint32_t arm = 0;
  std::uint32_t replication = 0;
  std::optional<std::string> failure;  ///< why it failed
  std::uint64_t events = 0;
  std::vector<double> values;  ///< of the world's figures
  std::string branch = {};     ///< the way through the talks that it drew; empty: none
};

/// The runs of a sweep as they finish, in an SQLite file with a write-ahead log: each is written
/// whole or not at all, whenever the process ends. For one process at a time; within it, for any
/// thread.
class RunStore {
 public:
  /// Makes a new store. Throws StoreError.
  static void create(const std::filesystem::path& file, const SweepIdentity& identity,
                     const Shard& shard);

  /// Opens one. Throws StoreError, also when the file is none.
  explicit RunStore(const std::filesystem::path& file);
  ~RunStore();
  RunStore(const RunStore&) = delete;
  RunStore& operator=(const RunStore&) = delete;

  [[nodiscard]] SweepIdentity identity();
  [[nodiscard]] Shard shard();

  /// Notes a world; once is enough.
  void put_world(std::uint32_t arm, std::uint32_t member, const StoredWorld& world);

  /// The world of an arm with a member; nothing when none of its runs has begun or it cannot be
  /// made.
  [[nodiscard]] std::optional<StoredWorld> world(std::uint32_t arm, std::uint32_t member);

  /// Adds a run that is not there yet.
  void put_run(const StoredRun& run);

  /// Tells the arm and replication of every run, in order.
  void for_each_key(const std::function<void(PlannedRun)>& tell);

  /// Tells the runs of an arm in the order of their replications; the run is reused.
  void for_each_run(std::uint32_t arm, const std::function<void(const StoredRun&)>& tell);

  [[nodiscard]] std::optional<StoredRun> run(std::uint32_t arm, std::uint32_t replication);

  /// How many runs there are, and how many of them failed.
  struct Count {
    std::uint64_t runs = 0;
    std::uint64_t failed = 0;
    std::uint64_t events = 0;
  };
  [[nodiscard]] Count count();

  /// Takes over all worlds and runs of another store, which must have none of this one's.
  void take(RunStore& other);

  /// Ends the log, so that the file alone holds all.
  void settle();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace monazite
