#include "sim/batch/run_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstring>
#include <fmt/format.h>
#include <mutex>

namespace monazite {

namespace {

constexpr int store_version = 2;

/// `tell` of what SQLite throws.
template <class Body>
auto guarded(const std::filesystem::path& file, const Body& body) {
  try {
    return body();
  } catch (const SQLite::Exception& error) {
    throw StoreError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

std::int64_t run_id(std::uint32_t arm, std::uint32_t replication) {
  return (std::int64_t{arm} << 32) | replication;
}

/// Figures as one text: fields end in a tab, keys in a line feed. Ids hold neither.
std::string text_of(const std::vector<MetricKey>& keys) {
  std::string text;
  for (const MetricKey& key : keys) {
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", key.metric, key.region, key.partner,
                        key.sector, key.material, key.facility, key.unit);
  }
  return text;
}

std::vector<MetricKey> keys_of(std::string_view text) {
  std::vector<MetricKey> keys;
  while (!text.empty()) {
    MetricKey& key = keys.emplace_back();
    for (std::string* field : {&key.metric, &key.region, &key.partner, &key.sector, &key.material,
                               &key.facility, &key.unit}) {
      const auto end = text.find_first_of("\t\n");
      *field = text.substr(0, end);
      text.remove_prefix(end + 1);
    }
  }
  return keys;
}

StoredRun read_run(SQLite::Statement& query) {
  StoredRun run;
  const std::int64_t id = query.getColumn(0).getInt64();
  run.arm = static_cast<std::uint32_t>(id >> 32);
  run.replication = static_cast<std::uint32_t>(id);
  if (!query.isColumnNull(1)) {
    run.failure = query.getColumn(1).getString();
  }
  run.events = static_cast<std::uint64_t>(query.getColumn(2).getInt64());
  run.branch = query.getColumn(4).getString();
  const auto values = query.getColumn(3);
  run.values.resize(static_cast<std::size_t>(values.getBytes()) / sizeof(double));
  if (!run.values.empty()) {
    std::memcpy(run.values.data(), values.getBlob(), run.values.size() * sizeof(double));
  }
  return run;
}

}  // namespace

struct RunStore::Connection {
  Connection(const std::filesystem::path& path, int mode)
      : file(path), database(path.string(), mode) {}

  /// Says how to write; this may change the file.
  void prepare() {
    database.exec("PRAGMA journal_mode = WAL");
    // Pages: a log of some 4 MiB.
    database.exec("PRAGMA wal_autocheckpoint = 512");
    // A process that is killed loses nothing; after a loss of power the last runs may be missing.
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("PRAGMA cache_size = -1024");
  }

  std::filesystem::path file;
  SQLite::Database database;
  std::mutex mutex;
  std::unique_ptr<SQLite::Statement> insert_run;
};

void RunStore::create(const std::filesystem::path& file, const SweepIdentity& identity,
                      const Shard& shard) {
  guarded(file, [&] {
    Connection connection(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Database& database = connection.database;
    // A run of the full world has some 2.5 kB: a page of 4 KiB, the usual one, would hold one.
    database.exec("PRAGMA page_size = 8192");
    connection.prepare();
    SQLite::Transaction transaction(database);
    database.exec(fmt::format("PRAGMA user_version = {}", store_version));
    database.exec(
        "CREATE TABLE identity(position INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT "
        "NULL);"
        "CREATE TABLE shard(shard INTEGER NOT NULL, shards INTEGER NOT NULL);"
        "CREATE TABLE figures(list INTEGER PRIMARY KEY, keys TEXT NOT NULL UNIQUE);"
        "CREATE TABLE worlds(arm INTEGER NOT NULL, member INTEGER NOT NULL, digest TEXT NOT NULL,"
        " list INTEGER NOT NULL REFERENCES figures, PRIMARY KEY(arm, member)) WITHOUT ROWID;"
        "CREATE TABLE runs(id INTEGER PRIMARY KEY, failure TEXT, events INTEGER NOT NULL,"
        " \"values\" BLOB NOT NULL, branch TEXT NOT NULL)");
    SQLite::Statement insert(database, "INSERT INTO identity(name, value) VALUES(?, ?)");
    for (const auto& [name, value] : identity) {
      insert.bind(1, name);
      insert.bind(2, value);
      insert.exec();
      insert.reset();
    }
    SQLite::Statement insert_shard(database, "INSERT INTO shard VALUES(?, ?)");
    insert_shard.bind(1, static_cast<std::int64_t>(shard.index));
    insert_shard.bind(2, static_cast<std::int64_t>(shard.count));
    insert_shard.exec();
    transaction.commit();
  });
}

RunStore::RunStore(const std::filesystem::path& file) {
  guarded(file, [&] {
    connection_ = std::make_unique<Connection>(file, SQLite::OPEN_READWRITE);
    const int version = connection_->database.execAndGet("PRAGMA user_version").getInt();
    if (version != store_version) {
      throw StoreError(
          fmt::format("{}: no store of a sweep, or one of another version of it", file.string()));
    }
    connection_->prepare();
    connection_->insert_run = std::make_unique<SQLite::Statement>(
        connection_->database, "INSERT INTO runs VALUES(?, ?, ?, ?, ?)");
  });
}

RunStore::~RunStore() = default;

SweepIdentity RunStore::identity() {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&] {
    SweepIdentity identity;
    SQLite::Statement query(connection_->database,
                            "SELECT name, value FROM identity ORDER BY position");
    while (query.executeStep()) {
      identity.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
    }
    return identity;
  });
}

Shard RunStore::shard() {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&] {
    SQLite::Statement query(connection_->database, "SELECT shard, shards FROM shard");
    query.executeStep();
    return Shard{query.getColumn(0).getUInt(), query.getColumn(1).getUInt()};
  });
}

void RunStore::put_world(std::uint32_t arm, std::uint32_t member, const StoredWorld& world) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Database& database = connection_->database;
    SQLite::Transaction transaction(database);
    const std::string keys = text_of(world.figures);
    SQLite::Statement insert_list(database, "INSERT OR IGNORE INTO figures(keys) VALUES(?)");
    insert_list.bind(1, keys);
    insert_list.exec();
    SQLite::Statement insert(database,
                             "INSERT OR IGNORE INTO worlds SELECT ?, ?, ?, list FROM figures "
                             "WHERE keys = ?");
    insert.bind(1, static_cast<std::int64_t>(arm));
    insert.bind(2, static_cast<std::int64_t>(member));
    insert.bind(3, world.digest);
    insert.bind(4, keys);
    insert.exec();
    transaction.commit();
  });
}

std::optional<StoredWorld> RunStore::world(std::uint32_t arm, std::uint32_t member) {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&]() -> std::optional<StoredWorld> {
    SQLite::Statement query(connection_->database,
                            "SELECT digest, keys FROM worlds NATURAL JOIN figures "
                            "WHERE arm = ? AND member = ?");
    query.bind(1, static_cast<std::int64_t>(arm));
    query.bind(2, static_cast<std::int64_t>(member));
    if (!query.executeStep()) {
      return std::nullopt;
    }
    return StoredWorld{query.getColumn(0).getString(), keys_of(query.getColumn(1).getString())};
  });
}

void RunStore::put_run(const StoredRun& run) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Statement& insert = *connection_->insert_run;
    // What an insert before this one failed of was thrown then.
    static_cast<void>(insert.tryReset());
    insert.clearBindings();
    insert.bind(1, run_id(run.arm, run.replication));
    if (run.failure) {
      insert.bindNoCopy(2, *run.failure);
    }
    insert.bind(3, static_cast<std::int64_t>(run.events));
    // A null pointer would be a null, not an empty blob.
    static constexpr double nothing = 0;
    insert.bindNoCopy(4, run.values.empty() ? &nothing : run.values.data(),
                      static_cast<int>(run.values.size() * sizeof(double)));
    insert.bindNoCopy(5, run.branch);
    insert.exec();
  });
}

void RunStore::for_each_key(const std::function<void(PlannedRun)>& tell) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Statement query(connection_->database, "SELECT id FROM runs ORDER BY id");
    while (query.executeStep()) {
      const std::int64_t id = query.getColumn(0).getInt64();
      tell({static_cast<std::uint32_t>(id >> 32), static_cast<std::uint32_t>(id)});
    }
  });
}

void RunStore::for_each_run(std::uint32_t arm, const std::function<void(const StoredRun&)>& tell) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Statement query(connection_->database,
                            "SELECT * FROM runs WHERE id BETWEEN ? AND ? ORDER BY id");
    query.bind(1, run_id(arm, 0));
    query.bind(2, run_id(arm, ~std::uint32_t{0}));
    while (query.executeStep()) {
      tell(read_run(query));
    }
  });
}

std::optional<StoredRun> RunStore::run(std::uint32_t arm, std::uint32_t replication) {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&]() -> std::optional<StoredRun> {
    SQLite::Statement query(connection_->database, "SELECT * FROM runs WHERE id = ?");
    query.bind(1, run_id(arm, replication));
    return query.executeStep() ? std::optional(read_run(query)) : std::nullopt;
  });
}

RunStore::Count RunStore::count() {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&] {
    SQLite::Statement query(connection_->database,
                            "SELECT count(*), count(failure), total(events) FROM runs");
    query.executeStep();
    return Count{static_cast<std::uint64_t>(query.getColumn(0).getInt64()),
                 static_cast<std::uint64_t>(query.getColumn(1).getInt64()),
                 static_cast<std::uint64_t>(query.getColumn(2).getDouble())};
  });
}

void RunStore::take(RunStore& other) {
  guarded(connection_->file, [&] {
    SQLite::Database& database = connection_->database;
    {
      SQLite::Statement attach(database, "ATTACH ? AS other");
      attach.bind(1, other.connection_->file.string());
      attach.exec();
    }
    SQLite::Transaction transaction(database);
    database.exec("INSERT OR IGNORE INTO figures(keys) SELECT keys FROM other.figures");
    database.exec(
        "INSERT OR IGNORE INTO worlds SELECT w.arm, w.member, w.digest, f.list FROM other.worlds w "
        "JOIN other.figures o ON o.list = w.list JOIN main.figures f ON f.keys = o.keys");
    database.exec("INSERT INTO runs SELECT * FROM other.runs");
    transaction.commit();
    database.exec("DETACH other");
  });
}

void RunStore::settle() {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file,
          [&] { connection_->database.exec("PRAGMA wal_checkpoint(TRUNCATE)"); });
}

}  // namespace monazite
