#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/sweep_world.hpp"

// Each call to the system fails in turn, once or from then on: what a command then leaves.

using namespace monazite::test;
namespace fs = std::filesystem;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool goes_here = false;  // a sanitizer must be the first library
#else
constexpr bool goes_here = true;
#endif

struct Kind {
  std::string name;
  std::vector<int> errors;  ///< in turn
  bool lasts = false;       ///< all later calls fail too, as on a disk that stays full
};

const std::vector<Kind> kinds = {{"open", {EACCES, EMFILE, EIO}},
                                 {"write", {ENOSPC, EIO, EINTR}},
                                 {"write", {ENOSPC, EIO}, true},
                                 {"stream", {ENOSPC, EIO}},
                                 {"stream", {EIO}, true},
                                 {"short", {ENOSPC}},
                                 {"rename", {EACCES, EIO}},
                                 {"rename", {EIO}, true},
                                 {"sync", {EIO}},
                                 {"sync", {EIO}, true},
                                 {"truncate", {EIO}},
                                 {"mkdir", {ENOSPC}},
                                 {"mkdir", {ENOSPC}, true},
                                 {"thread", {EAGAIN}},
                                 {"thread", {EAGAIN}, true}};

/// How many calls of a kind are tried, evenly among them; `./dev test --full` tries each.
long calls_tried(long calls) {
  constexpr long some = 4;
  return std::getenv("MONAZITE_EVERY_FAULT") != nullptr ? calls : std::min(calls, some);
}

/// Lets a call fail in the programs that are run while it lives.
class Fault {
 public:
  Fault(const Kind& kind, long call, const std::string& count = {}) {
    ::setenv("LD_PRELOAD", MONAZITE_FAULTS, 1);
    ::setenv("MONAZITE_FAULT_KIND", kind.name.c_str(), 1);
    ::setenv("MONAZITE_FAULT_CALL", std::to_string(call).c_str(), 1);
    const auto turn = static_cast<std::size_t>(call) % kind.errors.size();
    ::setenv("MONAZITE_FAULT_ERROR", std::to_string(kind.errors[turn]).c_str(), 1);
    ::setenv("MONAZITE_FAULT_LASTS", kind.lasts ? "1" : "0", 1);
    ::setenv("MONAZITE_FAULT_COUNT", count.c_str(), 1);
  }
  ~Fault() { ::unsetenv("LD_PRELOAD"); }
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
};

/// Files of a folder and what they hold, less what tells of time and host.
std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).string();
    const bool is_of_run = name.starts_with("manifest.json") || name.starts_with("sweep.");
    if (entry.is_regular_file() && (!is_of_run || name == "sweep.resolved.yaml")) {
      files[name] = read_whole(entry.path());
    }
  }
  return files;
}

const std::set<int> documented = {0, 1, 64, 65, 66, 73, 74};

/// How many runs the store of a sweep holds; 0 where there is none.
int runs_stored(const fs::path& result) {
  const fs::path store = result / "sweep.sqlite";
  if (!fs::exists(store)) {
    return 0;
  }
  SQLite::Database database(store.string(), SQLite::OPEN_READWRITE);
  return database.tableExists("runs") ? database.execAndGet("SELECT count(*) FROM runs").getInt()
                                      : 0;
}

/// A command under faults.
class Trial {
 public:
  /// `idle` are the kinds of calls that the command does not make.
  Trial(SweepWorld& world, std::vector<std::string> words, std::set<std::string> idle)
      : world_(world), words_(std::move(words)), idle_(std::move(idle)) {}

  /// A copy of this folder lies at the place of the results beforehand.
  Trial& on(std::string begun) {
    begun_ = std::move(begun);
    return *this;
  }

  /// Runs the command with each fault in turn; `after` is what sets things right, without a fault,
  /// when the command failed.
  void run(const std::vector<std::string>& after) {
    for (const Kind& kind : kinds) {
      const long calls = count(kind);
      CAPTURE(kind.name, calls);
      CHECK((calls == 0) == (idle_.count(kind.name) == 1));
      const long tried = calls_tried(calls);
      for (long k = 0; k < tried; ++k) {
        const long call = 1 + k * calls / tried;
        CAPTURE(kind.lasts, call);
        check(kind, call, after);
      }
    }
  }

 private:
  long count(const Kind& kind) {
    const fs::path place = world_.path() / "count";
    std::ofstream(place) << "0\n";
    prepare();
    const Fault none(kind, 0, place);
    const ProgramRun run = world_.run(words_);
    CAPTURE(run.error);
    REQUIRE(run.exit_code == 0);
    whole_ = contents(world_.path() / out_);
    return std::stol(read_whole(place));
  }

  void check(const Kind& kind, long call, const std::vector<std::string>& after) {
    prepare();
    ProgramRun run;
    {
      const Fault fault(kind, call);
      run = world_.run(words_);
    }
    CAPTURE(run.error, run.exit_code);
    CHECK(documented.count(run.exit_code) == 1);
    if (run.exit_code == 0) {
      CHECK(contents(world_.path() / out_) == whole_);
    } else {
      CHECK(run.error.find("error: ") != std::string::npos);
      check_nothing_half();
    }
    CHECK(partial_folders().empty());
    if (run.exit_code != 0) {
      check_goes_on(after);
    }
  }

  /// Runs that are stored are kept, and only the others are made.
  void check_goes_on(const std::vector<std::string>& after) {
    const bool goes_on = contains(after, "--resume") || contains(after, "--extend");
    const int kept = goes_on ? runs_stored(world_.path() / out_) : 0;
    CHECK(kept >= (begun_.empty() ? 0 : runs_stored(world_.path() / begun_)));
    const ProgramRun again = world_.run(after);
    CAPTURE(kept, again.error);
    CHECK(again.exit_code == 0);
    CHECK(contents(world_.path() / out_) == whole_);
    if (goes_on) {
      const int made = runs_stored(world_.path() / out_) - kept;
      CHECK(again.error.find(std::to_string(made) + " runs in ") != std::string::npos);
    }
  }

  static bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  /// What is there of results is whole, each file.
  void check_nothing_half() {
    if (!fs::exists(world_.path() / out_)) {
      return;
    }
    for (const auto& [name, content] : contents(world_.path() / out_)) {
      CAPTURE(name);
      const bool is_whole = whole_.count(name) == 1 && whole_.at(name) == content;
      const bool is_as_begun = begun_files_.count(name) == 1 && begun_files_.at(name) == content;
      CHECK((is_whole || is_as_begun));
    }
    const fs::path manifest = world_.path() / out_ / "manifest.json";
    CHECK((!fs::exists(manifest) || read_whole(manifest).ends_with("\n}\n")));
  }

  std::vector<std::string> partial_folders() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(world_.path())) {
      const std::string name = entry.path().filename().string();
      if (name.find(".partial-") != std::string::npos) {
        names.push_back(name);
      }
    }
    return names;
  }

  void prepare() {
    fs::remove_all(world_.path() / out_);
    if (!begun_.empty()) {
      begun_files_ = contents(world_.path() / begun_);
      fs::copy(world_.path() / begun_, world_.path() / out_, fs::copy_options::recursive);
    }
  }

  SweepWorld& world_;
  std::vector<std::string> words_;
  std::set<std::string> idle_;
  std::string out_ = "out";
  std::string begun_;
  std::map<std::string, std::string> begun_files_;
  std::map<std::string, std::string> whole_;
};

std::vector<std::string> with(std::vector<std::string> words, const std::string& word) {
  words.push_back(word);
  return words;
}

/// A sweep to `out` that tells how many runs it made.
std::vector<std::string> swept(const std::string& sweep, const std::vector<std::string>& more) {
  std::vector<std::string> words = {"sweep", sweep, "--out", "out", "--verbose", "--no-progress"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Lets the small sweep fill its disk when some of its 24 runs are stored.
void cut_short(const SweepWorld& world, const std::string& out) {
  const auto words = SweepWorld::sweep_arguments("small_sweep.yaml", out, {"--threads", "1"});
  const Kind full_disk = {"write", {ENOSPC}, true};
  int runs = 0;
  for (long call = 50; runs < 3 && call < 1000; call += 5) {
    fs::remove_all(world.path() / out);
    const Fault fault(full_disk, call);
    REQUIRE(world.run(words).exit_code == 74);
    runs = runs_stored(world.path() / out);
  }
  REQUIRE(runs >= 3);
  REQUIRE(runs < 24);
}

}  // namespace

TEST_CASE("whichever call to the system fails, a run leaves all or nothing") {
  if (!goes_here) {
    return;
  }
  SweepWorld world;
  const std::vector<std::string> words = {
      "run", "ban.yaml", "--replications", "2", "--threads", "4", "--out", "out", "--quiet"};
  Trial(world, words, {"write", "sync", "truncate"}).run(with(words, "--force"));
}

TEST_CASE("whichever call to the system fails, a sweep goes on to the same bytes") {
  if (!goes_here) {
    return;
  }
  SweepWorld world;
  const auto words = swept("small_sweep.yaml", {"--threads", "3"});
  Trial(world, words, {}).run(with(words, "--resume"));
}

TEST_CASE("whichever call to the system fails, a sweep that was cut short goes on") {
  if (!goes_here) {
    return;
  }
  SweepWorld world;
  const Tables whole = world.swept("small_sweep.yaml", "whole");
  const auto words = swept("small_sweep.yaml", {"--threads", "2", "--resume"});
  cut_short(world, "begun");
  Trial(world, words, {"mkdir"}).on("begun").run(words);
  check_equal_tables(whole, world.tables("out"));
}

TEST_CASE("whichever call to the system fails, a sweep that is extended keeps its runs") {
  if (!goes_here) {
    return;
  }
  SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "begun").exit_code == 0);
  const auto words = swept("small_sweep.yaml", {"--replications", "5", "--extend"});
  Trial(world, words, {"mkdir"}).on("begun").run(words);
}

TEST_CASE("whichever call to the system fails, shards are merged in the end, and a run replayed") {
  if (!goes_here) {
    return;
  }
  SweepWorld world;
  REQUIRE(world.sweep("small_sweep.yaml", "s1", {"--shard", "1/2"}).exit_code == 0);
  REQUIRE(world.sweep("small_sweep.yaml", "s2", {"--shard", "2/2"}).exit_code == 0);
  SECTION("merge") {
    const std::vector<std::string> words = {"merge", "s1", "s2", "--out", "out", "--quiet"};
    Trial(world, words, {"thread"}).run(with(words, "--force"));
  }
  SECTION("replay") {
    const std::vector<std::string> words = {
        "replay", "s1", "--variant", "v1", "--replication", "1", "--out", "out", "--quiet"};
    Trial(world, words, {"sync", "thread"}).run(with(words, "--force"));
  }
}
