#include "sim/batch/run_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <sqlite3.h>

namespace monazite {

namespace {

/// What SQLite throws becomes a StoreError, and each names the file.
template <class Body>
auto guarded(const std::filesystem::path& file, const Body& body) {
  try {
    return body();
  } catch (const SQLite::Exception& error) {
    const int code = error.getErrorCode();
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
      throw StoreDamage(fmt::format("{}: {}", file.string(), error.what()));
    }
    throw StoreError(fmt::format("{}: {}", file.string(), error.what()));
  } catch (const StoreDamage& damage) {
    throw StoreDamage(fmt::format("{}: {}", file.string(), damage.what()));
  }
}

/// Makes sure that pages and tables are as SQLite and this program leave them.
void check_structure(SQLite::Database& database) {
  constexpr int most_told = 3;
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  if (version > 0 && version < store_version) {
    throw StoreDamage(fmt::format(
        "a store of version {}, which has no checksums; this program reads version {}: run the "
        "sweep anew, or go on with the program that began it",
        version, store_version));
  }
  if (version != store_version) {
    throw StoreDamage("no store of a sweep, or one of another version of it");
  }
  std::vector<std::string> faults;
  SQLite::Statement check(database, fmt::format("PRAGMA quick_check({})", most_told));
  while (check.executeStep()) {
    const std::string fault = check.getColumn(0).getString();
    if (fault != "ok") {
      faults.push_back(fault);
    }
  }
  if (faults.empty()) {
    faults = schema_differences(database);
  }
  if (!faults.empty()) {
    std::string text = fmt::format("the store is damaged: {}", fmt::join(faults, "; "));
    std::replace(text.begin(), text.end(), '\n', ' ');
    throw StoreDamage(text);
  }
}

}  // namespace

struct RunStore::Connection {
  /// Someone who looks into the store with a tool of their own is waited for.
  static constexpr int busy_milliseconds = 10'000;

  Connection(const std::filesystem::path& path, int mode)
      : file(path), database(path.string(), mode, busy_milliseconds) {
    // What a damaged schema says is not to be run.
    database.exec("PRAGMA trusted_schema = OFF");
    database.exec("PRAGMA cell_size_check = ON");
  }

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
    for (const std::string_view table : store_tables()) {
      database.exec(std::string(table));
    }
    const std::string text = text_of_identity(identity);
    SQLite::Statement insert(database, "INSERT INTO sweep VALUES(1, ?, ?, ?, ?)");
    insert.bind(1, text);
    insert.bind(2, static_cast<std::int64_t>(shard.index));
    insert.bind(3, static_cast<std::int64_t>(shard.count));
    insert.bind(4, checksum_of_head(text, shard));
    insert.exec();
    transaction.commit();
  });
}

RunStore::RunStore(const std::filesystem::path& file) {
  guarded(file, [&] {
    connection_ = std::make_unique<Connection>(file, SQLite::OPEN_READWRITE);
    SQLite::Database& database = connection_->database;
    check_structure(database);
    SQLite::Statement head(database, head_query);
    head_ = read_head(head);
    connection_->prepare();
    connection_->insert_run =
        std::make_unique<SQLite::Statement>(database, "INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?)");
  });
}

RunStore::~RunStore() = default;

void RunStore::put_world(std::uint32_t arm, std::uint32_t member, const StoredWorld& world) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Database& database = connection_->database;
    SQLite::Transaction transaction(database);
    const std::string keys = text_of_figures(world.figures);
    const std::string list = digest_of_figures(keys);
    SQLite::Statement insert_list(database, "INSERT OR IGNORE INTO figures VALUES(?, ?)");
    insert_list.bind(1, list);
    insert_list.bind(2, keys);
    insert_list.exec();
    SQLite::Statement insert(database, "INSERT OR IGNORE INTO worlds VALUES(?, ?, ?, ?, ?)");
    insert.bind(1, static_cast<std::int64_t>(arm));
    insert.bind(2, static_cast<std::int64_t>(member));
    insert.bind(3, world.digest);
    insert.bind(4, list);
    insert.bind(5, checksum_of_world(arm, member, world.digest, list));
    insert.exec();
    transaction.commit();
  });
}

std::optional<StoredWorld> RunStore::world(std::uint32_t arm, std::uint32_t member) {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&]() -> std::optional<StoredWorld> {
    SQLite::Statement query(connection_->database,
                            fmt::format("{} WHERE arm = ? AND member = ?", world_query));
    query.bind(1, static_cast<std::int64_t>(arm));
    query.bind(2, static_cast<std::int64_t>(member));
    if (!query.executeStep()) {
      return std::nullopt;
    }
    return read_world(query);
  });
}

void RunStore::put_run(const StoredRun& run) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Statement& insert = *connection_->insert_run;
    // What an insert before this one failed of was thrown then.
    static_cast<void>(insert.tryReset());
    insert.clearBindings();
    insert.bind(1, run_row(run.arm, run.replication));
    if (run.failure) {
      insert.bindNoCopy(2, *run.failure);
    }
    insert.bind(3, static_cast<std::int64_t>(run.events));
    // A null pointer would be a null, not an empty blob.
    static constexpr double nothing = 0;
    insert.bindNoCopy(4, run.values.empty() ? &nothing : run.values.data(),
                      static_cast<int>(run.values.size() * sizeof(double)));
    insert.bindNoCopy(5, run.branch);
    insert.bind(6, checksum_of(run));
    insert.exec();
  });
}

void RunStore::for_each_key(const std::function<void(PlannedRun)>& tell) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Statement query(connection_->database, "SELECT id FROM runs ORDER BY id");
    while (query.executeStep()) {
      tell(run_of_row(query.getColumn(0).getInt64()));
    }
  });
}

void RunStore::for_each_run(std::uint32_t arm, const std::function<void(const StoredRun&)>& tell) {
  const std::lock_guard lock(connection_->mutex);
  guarded(connection_->file, [&] {
    SQLite::Statement query(connection_->database,
                            fmt::format("{} WHERE id BETWEEN ? AND ? ORDER BY id", run_query));
    query.bind(1, run_row(arm, 0));
    query.bind(2, run_row(arm, ~std::uint32_t{0}));
    while (query.executeStep()) {
      tell(read_run(query));
    }
  });
}

std::optional<StoredRun> RunStore::run(std::uint32_t arm, std::uint32_t replication) {
  const std::lock_guard lock(connection_->mutex);
  return guarded(connection_->file, [&]() -> std::optional<StoredRun> {
    SQLite::Statement query(connection_->database, fmt::format("{} WHERE id = ?", run_query));
    query.bind(1, run_row(arm, replication));
    return query.executeStep() ? std::optional(read_run(query)) : std::nullopt;
  });
}

void RunStore::examine(const Examiner& examiner) {
  const std::lock_guard lock(connection_->mutex);
  const auto each_row = [&](const std::string& text, const auto& read) {
    SQLite::Statement query(connection_->database, text);
    while (query.executeStep()) {
      try {
        read(query);
      } catch (const StoreDamage& damage) {
        examiner.damaged(damage.what());
      }
    }
  };
  guarded(connection_->file, [&] {
    each_row(fmt::format("{} ORDER BY arm, member", world_query), [&](SQLite::Statement& query) {
      const StoredWorld world = read_world(query);
      examiner.world(query.getColumn(0).getUInt(), query.getColumn(1).getUInt(), world);
    });
    each_row(fmt::format("{} ORDER BY id", run_query),
             [&](SQLite::Statement& query) { examiner.run(read_run(query)); });
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
    database.exec("INSERT OR IGNORE INTO figures SELECT * FROM other.figures");
    database.exec("INSERT OR IGNORE INTO worlds SELECT * FROM other.worlds");
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
