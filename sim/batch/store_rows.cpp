#include "sim/batch/store_rows.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/batch/sha256.hpp"
#include "sim/batch/store_error.hpp"

namespace monazite {

namespace {

constexpr std::array<std::string_view, 4> table_statements = {
    "CREATE TABLE sweep(row INTEGER PRIMARY KEY CHECK(row = 1), identity TEXT NOT NULL,"
    " shard INTEGER NOT NULL, shards INTEGER NOT NULL CHECK(shard BETWEEN 0 AND shards - 1),"
    " checksum INTEGER NOT NULL) STRICT",
    "CREATE TABLE figures(list TEXT PRIMARY KEY, keys TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE worlds(arm INTEGER NOT NULL, member INTEGER NOT NULL, digest TEXT NOT NULL,"
    " list TEXT NOT NULL REFERENCES figures, checksum INTEGER NOT NULL,"
    " PRIMARY KEY(arm, member)) STRICT, WITHOUT ROWID",
    "CREATE TABLE runs(id INTEGER PRIMARY KEY CHECK(id >= 0), failure TEXT,"
    " events INTEGER NOT NULL, \"values\" BLOB NOT NULL CHECK(length(\"values\") % 8 = 0),"
    " branch TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT"};

/// The bytes that a checksum is of: numbers with eight bytes, texts behind their length.
class SummedBytes {
 public:
  SummedBytes& number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) {
      bytes_ += static_cast<char>(value >> shift & 0xFF);
    }
    return *this;
  }

  SummedBytes& text(std::string_view text) {
    number(text.size());
    bytes_ += text;
    return *this;
  }

  /// The first eight bytes of the SHA-256.
  [[nodiscard]] std::int64_t checksum() const {
    const std::string digits = sha256(bytes_).substr(0, 16);
    return static_cast<std::int64_t>(std::stoull(digits, nullptr, 16));
  }

 private:
  std::string bytes_;
};

[[noreturn]] void tell_damage(const std::string& row, std::string_view what) {
  throw StoreDamage(fmt::format("{} is damaged: {}", row, what));
}

constexpr std::string_view wrong_checksum = "what it holds does not fit its checksum";

std::string run_name(std::int64_t row) {
  const PlannedRun run = run_of_row(row);
  return fmt::format("row {} of runs (arm {}, replication {})", row, run.arm, run.replication);
}

std::vector<MetricKey> figures_of_text(std::string_view text) {
  std::vector<MetricKey> keys;
  while (!text.empty()) {
    MetricKey& key = keys.emplace_back();
    for (std::string* field : {&key.metric, &key.region, &key.partner, &key.sector, &key.material,
                               &key.facility, &key.unit}) {
      const auto end = std::min(text.find_first_of("\t\n"), text.size());
      *field = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  return keys;
}

}  // namespace

std::span<const std::string_view> store_tables() { return table_statements; }

std::vector<std::string> schema_differences(SQLite::Database& database) {
  std::vector<std::string> differences;
  std::size_t found = 0;
  SQLite::Statement query(database,
                          "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE "
                          "'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  while (query.executeStep()) {
    const std::string sql = query.isColumnNull(1) ? "" : query.getColumn(1).getString();
    if (std::find(table_statements.begin(), table_statements.end(), sql) ==
        table_statements.end()) {
      differences.push_back(fmt::format("'{}' is not as a store has it",
                                        query.isColumnNull(0) ? "" : query.getColumn(0).getText()));
    } else {
      ++found;
    }
  }
  if (found != table_statements.size()) {
    differences.push_back(
        fmt::format("it has {} of the {} tables of a store", found, table_statements.size()));
  }
  return differences;
}

std::int64_t run_row(std::uint32_t arm, std::uint32_t replication) {
  return (std::int64_t{arm} << 32) | replication;
}

PlannedRun run_of_row(std::int64_t row) {
  return {static_cast<std::uint32_t>(static_cast<std::uint64_t>(row) >> 32),
          static_cast<std::uint32_t>(row)};
}

std::string text_of_figures(const std::vector<MetricKey>& keys) {
  // Fields end in a tab, keys in a line feed. Ids hold neither.
  std::string text;
  for (const MetricKey& key : keys) {
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", key.metric, key.region, key.partner,
                        key.sector, key.material, key.facility, key.unit);
  }
  return text;
}

std::string digest_of_figures(std::string_view text) { return sha256(text).substr(0, 32); }

std::int64_t checksum_of(const StoredRun& run) {
  SummedBytes bytes;
  bytes.number(static_cast<std::uint64_t>(run_row(run.arm, run.replication)));
  bytes.number(run.failure ? 1 : 0).text(run.failure.value_or(""));
  bytes.number(run.events);
  bytes.text(
      {reinterpret_cast<const char*>(run.values.data()), run.values.size() * sizeof(double)});
  return bytes.text(run.branch).checksum();
}

std::int64_t checksum_of_world(std::uint32_t arm, std::uint32_t member, std::string_view digest,
                               std::string_view figures) {
  return SummedBytes().number(arm).number(member).text(digest).text(figures).checksum();
}

std::int64_t checksum_of_head(std::string_view identity, const Shard& shard) {
  return SummedBytes().text(identity).number(shard.index).number(shard.count).checksum();
}

std::string text_of_identity(const SweepIdentity& identity) {
  // Paths need not be UTF-8.
  return nlohmann::json(identity).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

StoreHead read_head(SQLite::Statement& query) {
  const std::string row = "row 1 of sweep";
  if (!query.executeStep()) {
    tell_damage(row, "it is missing");
  }
  const std::string identity = query.getColumn(0).getString();
  StoreHead head;
  head.shard = {query.getColumn(1).getUInt(), query.getColumn(2).getUInt()};
  if (checksum_of_head(identity, head.shard) != query.getColumn(3).getInt64()) {
    tell_damage(row, wrong_checksum);
  }
  if (head.shard.index >= head.shard.count) {
    tell_damage(row, fmt::format("there is no part {} of {}", head.shard.index + std::uint64_t{1},
                                 head.shard.count));
  }
  head.identity = nlohmann::json::parse(identity).get<SweepIdentity>();
  if (query.executeStep()) {
    tell_damage("a second row of sweep", "there is one only");
  }
  return head;
}

StoredWorld read_world(SQLite::Statement& query) {
  const std::uint32_t arm = query.getColumn(0).getUInt();
  const std::uint32_t member = query.getColumn(1).getUInt();
  const std::string row = fmt::format("row (arm {}, member {}) of worlds",
                                      query.getColumn(0).getInt64(), query.getColumn(1).getInt64());
  StoredWorld world;
  world.digest = query.getColumn(2).getString();
  const std::string list = query.getColumn(3).getString();
  if (checksum_of_world(arm, member, world.digest, list) != query.getColumn(4).getInt64()) {
    tell_damage(row, wrong_checksum);
  }
  if (query.isColumnNull(5)) {
    tell_damage(row, fmt::format("there is no row '{}' of figures", list));
  }
  const std::string keys = query.getColumn(5).getString();
  if (digest_of_figures(keys) != list) {
    tell_damage(fmt::format("row '{}' of figures", list), wrong_checksum);
  }
  world.figures = figures_of_text(keys);
  return world;
}

StoredRun read_run(SQLite::Statement& query) {
  const std::int64_t row = query.getColumn(0).getInt64();
  const PlannedRun planned = run_of_row(row);
  StoredRun run;
  run.arm = planned.arm;
  run.replication = planned.replication;
  if (!query.isColumnNull(1)) {
    run.failure = query.getColumn(1).getString();
  }
  run.events = static_cast<std::uint64_t>(query.getColumn(2).getInt64());
  const auto values = query.getColumn(3);
  const auto bytes = static_cast<std::size_t>(values.getBytes());
  if (bytes % sizeof(double) != 0) {
    tell_damage(run_name(row), fmt::format("its values have {} bytes", bytes));
  }
  run.values.resize(bytes / sizeof(double));
  if (!run.values.empty()) {
    std::memcpy(run.values.data(), values.getBlob(), bytes);
  }
  run.branch = query.getColumn(4).getString();
  if (checksum_of(run) != query.getColumn(5).getInt64()) {
    tell_damage(run_name(row), wrong_checksum);
  }
  return run;
}

}  // namespace monazite
