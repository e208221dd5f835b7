#include "sim/batch/run_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <rapidcheck.h>
#include <thread>

#include "models/metrics/figure.hpp"
#include "tests/sim/report/scratch_folder.hpp"

using namespace monazite;

namespace {

const SweepIdentity identity = {{"seed", "5"}, {"factors", "{a: [1, 2]}"}, {"title", ""}};

std::vector<MetricKey> some_figures() {
  MetricKey all;
  all.metric = "exports";
  all.unit = "t";
  MetricKey one = all;
  one.region = "CN";
  one.partner = "US";
  one.material = "magnet";
  one.facility = "PLANT";
  return {all, one};
}

/// A store that is gone after the test.
class ScratchStore {
 public:
  explicit ScratchStore(const Shard& shard = {}) {
    RunStore::create(file(), identity, shard);
    store_.emplace(file());
  }

  [[nodiscard]] std::filesystem::path file() const { return scratch_.path() / "sweep.sqlite"; }
  RunStore& operator*() { return *store_; }
  RunStore* operator->() { return &*store_; }

  /// Closes it and opens it again.
  void reopen() {
    store_.reset();
    store_.emplace(file());
  }

 private:
  test::ScratchFolder scratch_;
  std::optional<RunStore> store_;
};

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double value : values) {
    bits.push_back(std::bit_cast<std::uint64_t>(value));
  }
  return bits;
}

bool is_same(const StoredRun& a, const StoredRun& b) {
  return a.arm == b.arm && a.replication == b.replication && a.failure == b.failure &&
         a.events == b.events && bits_of(a.values) == bits_of(b.values);
}

std::vector<StoredRun> runs_of(RunStore& store, std::uint32_t arm) {
  std::vector<StoredRun> runs;
  store.for_each_run(arm, [&](const StoredRun& run) { runs.push_back(run); });
  return runs;
}

}  // namespace

TEST_CASE("a store keeps what tells its sweep from another, and its shard") {
  ScratchStore store({2, 7});
  store.reopen();
  CHECK(store->identity() == identity);
  CHECK(store->shard().index == 2);
  CHECK(store->shard().count == 7);
  CHECK(store->count().runs == 0);
}

TEST_CASE("worlds come back as they went, once noted") {
  ScratchStore store;
  CHECK_FALSE(store->world(3, 1));
  store->put_world(3, 1, {"0123456789abcdef", some_figures()});
  store->put_world(3, 1, {"0123456789abcdef", some_figures()});
  store->put_world(4, 0, {"fedcba9876543210", {}});
  store.reopen();
  REQUIRE(store->world(3, 1));
  CHECK(store->world(3, 1)->digest == "0123456789abcdef");
  CHECK(store->world(3, 1)->figures == some_figures());
  REQUIRE(store->world(4, 0));
  CHECK(store->world(4, 0)->figures.empty());
  CHECK_FALSE(store->world(3, 0));
}

TEST_CASE("property: runs come back bit for bit, in order") {
  CHECK(rc::check("put and for_each_run", [] {
    ScratchStore store;
    std::map<std::pair<std::uint32_t, std::uint32_t>, StoredRun> runs;
    const int count = *rc::gen::inRange(0, 12);
    for (int k = 0; k < count; ++k) {
      StoredRun run;
      run.arm = *rc::gen::elementOf(std::vector<std::uint32_t>{0, 1, 4'000'000});
      run.replication = *rc::gen::elementOf(std::vector<std::uint32_t>{0, 1, 2, 9, 0x7fffffff});
      run.events = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 40);
      if (*rc::gen::arbitrary<bool>()) {
        run.failure = *rc::gen::elementOf(std::vector<std::string>{"", "é, \"b\"\nc", "why"});
      } else {
        run.values = *rc::gen::container<std::vector<double>>(
            rc::gen::element(0.0, -0.0, 1e-308, std::nan(""), undefined, 0.1, -HUGE_VAL));
      }
      if (runs.emplace(std::pair{run.arm, run.replication}, run).second) {
        store->put_run(run);
      }
    }
    store.reopen();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> keys;
    store->for_each_key([&](PlannedRun run) { keys.emplace_back(run.arm, run.replication); });
    RC_ASSERT(keys.size() == runs.size());
    std::size_t failed = 0;
    std::size_t k = 0;
    for (const auto& [key, run] : runs) {
      RC_ASSERT(keys[k++] == key);
      const auto stored = store->run(run.arm, run.replication);
      RC_ASSERT(stored.has_value());
      RC_ASSERT(is_same(*stored, run));
      failed += run.failure ? 1 : 0;
    }
    for (const std::uint32_t arm : {0U, 1U, 4'000'000U}) {
      for (const StoredRun& run : runs_of(*store, arm)) {
        RC_ASSERT(is_same(run, runs.at({arm, run.replication})));
      }
    }
    RC_ASSERT(store->count().runs == runs.size());
    RC_ASSERT(store->count().failed == failed);
  }));
}

TEST_CASE("a run is stored once") {
  ScratchStore store;
  store->put_run({1, 2, std::nullopt, 10, {1.5}, "a=b"});
  CHECK_THROWS_AS(store->put_run({1, 2, std::nullopt, 10, {2.5}, "a=b"}), StoreError);
  store->put_run({1, 3, std::nullopt, 10, {3.5}, "a=b"});
  CHECK(store->run(1, 2)->values == std::vector<double>{1.5});
  CHECK(store->run(1, 2)->branch == "a=b");
  CHECK_FALSE(store->run(1, 4));
}

TEST_CASE("any thread may store runs") {
  ScratchStore store;
  std::vector<std::thread> threads;
  for (std::uint32_t arm = 0; arm < 4; ++arm) {
    threads.emplace_back([&store, arm] {
      for (std::uint32_t r = 0; r < 50; ++r) {
        store->put_run({arm, r, std::nullopt, 1, {static_cast<double>(r)}});
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(store->count().runs == 200);
  CHECK(store->count().events == 200);
}

TEST_CASE("a store takes the worlds and runs of others, and no run twice") {
  ScratchStore all;
  ScratchStore first({0, 2});
  ScratchStore second({1, 2});
  first->put_world(0, 0, {"a", some_figures()});
  first->put_run({0, 0, std::nullopt, 5, {1, 2}});
  second->put_world(0, 0, {"a", some_figures()});
  second->put_world(1, 0, {"b", {some_figures()[0]}});
  second->put_run({0, 1, "why", 6, {}});
  second->put_run({1, 0, std::nullopt, 7, {3}});
  all->take(*first);
  all->take(*second);
  CHECK(all->count().runs == 3);
  CHECK(all->count().failed == 1);
  CHECK(all->count().events == 18);
  REQUIRE(all->world(1, 0));
  CHECK(all->world(1, 0)->figures == std::vector<MetricKey>{some_figures()[0]});
  CHECK(runs_of(*all, 0).size() == 2);
  CHECK_THROWS_AS(all->take(*second), StoreError);
  CHECK(all->count().runs == 3);
}

TEST_CASE("the file alone holds all after a settlement") {
  ScratchStore store;
  store->put_run({0, 0, std::nullopt, 5, {1, 2}});
  store->settle();
  const test::ScratchFolder elsewhere;
  std::filesystem::copy_file(store.file(), elsewhere.path() / "copy");
  CHECK(RunStore(elsewhere.path() / "copy").count().runs == 1);
}

TEST_CASE("a file that is no store is refused and stays as it is") {
  const test::ScratchFolder scratch;
  const auto letter = scratch.path() / "letter";
  std::ofstream(letter) << "Dear all,\n";
  CHECK_THROWS_AS(RunStore(letter), StoreError);
  CHECK(test::read_whole(letter) == "Dear all,\n");

  const auto nothing = scratch.path() / "nothing";
  std::ofstream{nothing};
  CHECK_THROWS_AS(RunStore(nothing), StoreError);
  CHECK(test::read_whole(nothing).empty());

  const auto other = scratch.path() / "other.sqlite";
  SQLite::Database(other.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE letters(text)");
  const std::string before = test::read_whole(other);
  CHECK_THROWS_WITH(RunStore(other), Catch::Contains("no store of a sweep"));
  CHECK(test::read_whole(other) == before);

  CHECK_THROWS_AS(RunStore(scratch.path() / "absent"), StoreError);
  CHECK_THROWS_AS(RunStore(scratch.path()), StoreError);
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "absent"));
}
