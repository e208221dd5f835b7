#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/batch/store_error.hpp"
#include "sim/batch/store_rows.hpp"
#include "sim/batch/sweep_plan.hpp"

namespace monazite {

/// The runs of a sweep as they finish, in an SQLite file with a write-ahead log: each is written
/// whole or not at all, whenever the process ends. A row that is not what was written is not given
/// back: StoreDamage names it. For one process at a time; within it, for any thread.
class RunStore {
 public:
  /// Makes a new store. Throws StoreError.
  static void create(const std::filesystem::path& file, const SweepIdentity& identity,
                     const Shard& shard);

  /// Opens one, and looks whether its pages, tables and head are whole. Throws StoreError, also
  /// when the file is none.
  explicit RunStore(const std::filesystem::path& file);
  ~RunStore();
  RunStore(const RunStore&) = delete;
  RunStore& operator=(const RunStore&) = delete;

  [[nodiscard]] const SweepIdentity& identity() const { return head_.identity; }
  [[nodiscard]] const Shard& shard() const { return head_.shard; }

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

  /// What is told of the rows of a store.
  struct Examiner {
    std::function<void(std::uint32_t arm, std::uint32_t member, const StoredWorld&)> world;
    std::function<void(const StoredRun&)> run;
    std::function<void(const std::string& damage)> damaged;
  };

  /// Reads every row, worlds before runs: tells those that are whole, and what is wrong with which
  /// of the others.
  void examine(const Examiner& examiner);

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
  StoreHead head_;
};

}  // namespace monazite
