#include <SQLiteCpp/SQLiteCpp.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/engine/random_stream.hpp"
#include "tests/cli/sweep_world.hpp"

// What becomes of sweeps whose store, inputs or process were harmed.

using namespace monazite;
using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

/// How many stores are damaged; `./dev test --full` asks for 200.
int damage_count() {
  const char* wanted = std::getenv("MONAZITE_DAMAGED_STORES");
  return wanted == nullptr ? 24 : std::stoi(wanted);
}

/// A sweep that is done, and two shards of it, each with its store; and its tables.
struct DoneSweep {
  DoneSweep() : whole(world.swept("small_sweep.yaml", "whole")) {
    REQUIRE(world.sweep("small_sweep.yaml", "s1", {"--shard", "1/2"}).exit_code == 0);
    REQUIRE(world.sweep("small_sweep.yaml", "s2", {"--shard", "2/2"}).exit_code == 0);
  }

  /// A copy of a result folder.
  [[nodiscard]] fs::path copy(const std::string& from, const std::string& to) const {
    fs::remove_all(world.path() / to);
    fs::copy(world.path() / from, world.path() / to, fs::copy_options::recursive);
    return world.path() / to;
  }

  SweepWorld world;
  Tables whole;
};

const std::vector<std::string> harmful_statements = {
    "DELETE FROM runs WHERE id IN (SELECT id FROM runs LIMIT 3)",
    "DELETE FROM worlds",
    "DELETE FROM figures",
    "DELETE FROM sweep",
    "DROP TABLE worlds",
    "UPDATE runs SET events = events + 1 WHERE id < 3",
    "UPDATE runs SET id = id + (100 << 32) WHERE id < 3",
    "UPDATE runs SET \"values\" = substr(\"values\", 1, 8)",
    "UPDATE runs SET \"values\" = zeroblob(length(\"values\")) WHERE id = 1",
    "UPDATE runs SET branch = 'x'",
    "UPDATE runs SET failure = 'x' WHERE id = 2",
    "UPDATE worlds SET digest = 'x' WHERE arm = 1",
    "UPDATE figures SET keys = rtrim(keys, char(10))",
    "UPDATE sweep SET shards = 3",
    "UPDATE sweep SET identity = '[]'",
    "PRAGMA user_version = 2",
    "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END",
    "INSERT INTO runs VALUES(1000000, NULL, 1, x'', '', 0)"};

/// Does one of many kinds of harm to a store.
void damage(const fs::path& store, int number) {
  engine::RandomStream stream({2026, 12, static_cast<std::uint32_t>(number), 3});
  const auto below = [&](std::uintmax_t limit) {
    return static_cast<std::uintmax_t>(stream.uniform() * static_cast<double>(limit));
  };
  const auto size = fs::file_size(store);
  switch (number % 3) {
    case 0: {
      SQLite::Database database(store.string(), SQLite::OPEN_READWRITE);
      database.exec(harmful_statements[below(harmful_statements.size())]);
      return;
    }
    case 1: {
      std::fstream file(store, std::ios::binary | std::ios::in | std::ios::out);
      for (int flips = 0; flips < 3; ++flips) {
        const auto at = static_cast<std::streamoff>(below(size));
        file.seekg(at);
        const int byte = file.get();
        file.seekp(at);
        file.put(static_cast<char>(byte ^ (1 << below(8))));
      }
      return;
    }
    default:
      fs::resize_file(store, below(size));
  }
}

/// A damaged store either is told as such, or does no harm to the bytes.
void check_run(const DoneSweep& done, const ProgramRun& run, const std::string& out) {
  CAPTURE(run.error, run.exit_code);
  if (run.exit_code == 0) {
    check_equal_tables(done.whole, done.world.tables(out));
  } else {
    const bool is_told = run.exit_code == 74 || run.exit_code == 65 || run.exit_code == 64;
    CHECK(is_told);
    CHECK(contains(run.error, "error: "));
  }
}

}  // namespace

TEST_CASE("a damaged store is told with what is damaged, or gives the right bytes") {
  const DoneSweep done;
  for (int number = 0; number < damage_count(); ++number) {
    CAPTURE(number);
    damage(done.copy("whole", "resumed") / "sweep.sqlite", number);
    check_run(done, done.world.sweep("small_sweep.yaml", "resumed", {"--resume"}), "resumed");
    damage(done.copy("s1", "half") / "sweep.sqlite", number);
    check_run(done,
              done.world.run({"merge", "half", "s2", "--out", "merged", "--force", "--quiet"}),
              "merged");
    damage(done.copy("whole", "replayed") / "sweep.sqlite", number);
    const ProgramRun replayed =
        done.world.run({"replay", "replayed", "--variant", "v1", "--replication", "1", "--out",
                        "again", "--force", "--quiet"});
    CAPTURE(replayed.error, replayed.exit_code);
    CHECK(replayed.exit_code >= 0);
    CHECK(replayed.exit_code != 70);
  }
}

TEST_CASE("damaged rows are named, and run again on request") {
  const DoneSweep done;
  for (const char* statement :
       {"UPDATE runs SET \"values\" = zeroblob(length(\"values\")) WHERE id = 1",
        "UPDATE worlds SET digest = 'x' WHERE arm = 1", "DELETE FROM worlds",
        "UPDATE runs SET id = id + (100 << 32) WHERE id < 3"}) {
    CAPTURE(statement);
    {
      SQLite::Database database((done.copy("whole", "out") / "sweep.sqlite").string(),
                                SQLite::OPEN_READWRITE);
      database.exec(statement);
    }
    fs::remove(done.world.path() / "out/runs.csv");
    const ProgramRun refused = done.world.sweep("small_sweep.yaml", "out", {"--resume"});
    CHECK(refused.exit_code == 74);
    CHECK(contains(refused.error, "out/sweep.sqlite: row "));
    CHECK(contains(refused.error, "--resume --repair\n"));
    const ProgramRun repaired =
        done.world.sweep("small_sweep.yaml", "out", {"--resume", "--repair"});
    CAPTURE(repaired.error);
    CHECK(repaired.exit_code == 0);
    check_equal_tables(done.whole, done.world.tables("out"));
  }
}

TEST_CASE("a sweep runs its inputs as they were when it began") {
  const SweepWorld world;
  world.write("both.yaml",
              "monazite_sweep: 1\nname: both\nscenario: [ban.yaml, outage.yaml]\n"
              "replications: 60\nseed: 3\nkeep: [fill_rate, mined]\n");
  const Tables whole = world.swept("both.yaml", "whole");
  RunningProgram program(world.path(),
                         SweepWorld::sweep_arguments("both.yaml", "out", {"--threads", "1"}));
  std::error_code ignored;
  while (!fs::exists(world.path() / "out/sweep.sqlite-wal", ignored)) {
  }
  // The second scenario is reached after the 60 runs of the first.
  fs::rename(world.path() / "outage.yaml", world.path() / "moved.yaml");
  world.replace("users.csv", "\n", "\n\n");
  const ProgramRun run = program.wait();
  CAPTURE(run.error);
  CHECK(run.exit_code == 0);
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("a resume begins a sweep where there is none, and clears what dead processes have left") {
  const SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "whole");
  fs::create_directory(world.path() / "out.partial-1");
  world.write("out.partial-1/sweep.lock", "");
  fs::create_directory(world.path() / "out.partial-2");  // of who has just begun
  const ProgramRun begun = world.sweep("small_sweep.yaml", "out", {"--resume"});
  CAPTURE(begun.error);
  CHECK(begun.exit_code == 0);
  CHECK_FALSE(fs::exists(world.path() / "out.partial-1"));
  CHECK(fs::exists(world.path() / "out.partial-2"));
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("a sweep goes on from files of other paths that hold the same") {
  const SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "out");
  fs::create_directory(world.path() / "elsewhere");
  for (const auto& entry : fs::directory_iterator(world.path())) {
    if (entry.is_regular_file()) {
      fs::copy(entry.path(), world.path() / "elsewhere");
    }
  }
  fs::remove(world.path() / "out/runs.csv");
  CHECK(world.sweep("elsewhere/small_sweep.yaml", "out", {"--resume"}).exit_code == 0);
  check_equal_tables(whole, world.tables("out"));
  world.replace("elsewhere/small.yaml", "5 d", "6 d");
  CHECK(world.sweep("elsewhere/small_sweep.yaml", "out", {"--resume"}).exit_code == 65);
}

TEST_CASE("a link to a folder is followed, and the folder keeps its place") {
  const SweepWorld world;
  fs::create_directory(world.path() / "real");
  fs::create_directory_symlink("real", world.path() / "link");
  const ProgramRun run =
      world.run({"run", "ban.yaml", "--replications", "1", "--out", "link", "--quiet"});
  CAPTURE(run.error);
  CHECK(run.exit_code == 0);
  CHECK(fs::is_symlink(world.path() / "link"));
  CHECK(fs::exists(world.path() / "real/summary.csv"));
  CHECK_FALSE(fs::exists(world.path() / "real/sweep.lock"));
}

TEST_CASE("a system that lets few threads start gets fewer, and the same bytes") {
  const SweepWorld world;
  const std::string words = "run ban.yaml --replications 40 --quiet --threads ";
  REQUIRE(exit_code_in_shell(world.path(), words + "2 --out two") == 0);
  // Each thread takes 8 MiB of addresses for its stack.
  CHECK(exit_code_in_shell(world.path(), words + "64 --out many 2>said.txt", {},
                           "ulimit -s 8192; ulimit -v 400000") == 0);
  CHECK(contains(read_whole(world.path() / "said.txt"), "of 64 threads start"));
  check_equal_tables(world.tables("two"), world.tables("many"));
}
