#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/metrics/metric.hpp"
#include "sim/batch/sweep_plan.hpp"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace monazite {

/// What tells one sweep from another: names with their values, in order.
using SweepIdentity = std::vector<std::pair<std::string, std::string>>;

/// What a store says of its sweep.
struct StoreHead {
  SweepIdentity identity;
  Shard shard;
};

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

/// @name The tables of a store
/// Each row has a `checksum` of all that it holds, the lengths of its texts and blobs included, so
/// that what it gives back is what was written. A list of figures is known by its digest.
/// @{
inline constexpr int store_version = 3;

/// The statements that make the tables, as SQLite keeps them.
std::span<const std::string_view> store_tables();

/// What differs between the tables of a database and those of a store; empty: nothing.
std::vector<std::string> schema_differences(SQLite::Database& database);
/// @}

/// The row of a run: its arm above its replication.
std::int64_t run_row(std::uint32_t arm, std::uint32_t replication);
PlannedRun run_of_row(std::int64_t row);

/// Figures as one text, and the digest that it is known by.
std::string text_of_figures(const std::vector<MetricKey>& keys);
std::string digest_of_figures(std::string_view text);

std::int64_t checksum_of(const StoredRun& run);
std::int64_t checksum_of_world(std::uint32_t arm, std::uint32_t member, std::string_view digest,
                               std::string_view figures);
std::int64_t checksum_of_head(std::string_view identity, const Shard& shard);

/// An identity as the text that a store keeps.
std::string text_of_identity(const SweepIdentity& identity);

/// @name Rows of the query with this name, read and compared with their checksum
/// What is not as it was written is a StoreError that names the row.
/// @{
inline constexpr auto head_query =
    "SELECT identity, shard, shards, checksum FROM sweep ORDER BY row";
inline constexpr auto world_query =
    "SELECT arm, member, digest, list, checksum, keys FROM worlds LEFT JOIN figures USING(list)";
inline constexpr auto run_query =
    "SELECT id, failure, events, \"values\", branch, checksum FROM runs";

StoreHead read_head(SQLite::Statement& query);
StoredWorld read_world(SQLite::Statement& query);
StoredRun read_run(SQLite::Statement& query);
/// @}

}  // namespace monazite
