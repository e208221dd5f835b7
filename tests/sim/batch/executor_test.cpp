#include "sim/batch/executor.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace monazite;

namespace {

const std::atomic<bool> never{false};

}  // namespace

TEST_CASE("every task is done once, on any number of threads") {
  for (const unsigned threads : {1U, 2U, 7U, 16U}) {
    const Executor executor(threads);
    CHECK(executor.threads() == threads);
    std::vector<std::atomic<int>> done(500);
    const std::size_t begun = executor.for_each_task(
        done.size(), [&](std::size_t, std::size_t task) { ++done[task]; }, never);
    CHECK(begun == done.size());
    for (const std::atomic<int>& count : done) {
      REQUIRE(count == 1);
    }
  }
}

TEST_CASE("0 threads are all threads") { CHECK(Executor(0).threads() >= 1); }

TEST_CASE("no task is no work") {
  CHECK(Executor(4).for_each_task(
            0, [](std::size_t, std::size_t) { throw std::logic_error("called"); }, never) == 0);
}

TEST_CASE("a worker does one task at a time") {
  constexpr std::size_t workers = 7;
  std::vector<std::atomic<int>> busy(workers);
  std::atomic<bool> shared{false};
  Executor(workers).for_each_task(
      2000,
      [&](std::size_t worker, std::size_t) {
        if (++busy.at(worker) != 1) {
          shared = true;
        }
        --busy[worker];
      },
      never);
  CHECK_FALSE(shared);
}

TEST_CASE("after a cancellation the tasks done are the first ones") {
  std::atomic<bool> cancelled{false};
  std::mutex mutex;
  std::vector<std::size_t> done;
  const std::size_t begun = Executor(4).for_each_task(
      10000,
      [&](std::size_t, std::size_t task) {
        const std::lock_guard lock(mutex);
        done.push_back(task);
        if (done.size() == 20) {
          cancelled = true;
        }
      },
      cancelled);
  CHECK(begun >= 20);
  CHECK(begun < 10000);
  REQUIRE(done.size() == begun);
  std::sort(done.begin(), done.end());
  CHECK(done.back() == begun - 1);
}

TEST_CASE("an exception ends the work and comes back to the caller") {
  for (const unsigned threads : {1U, 4U}) {
    std::atomic<std::size_t> done{0};
    std::atomic<bool> is_thrown{false};
    const auto body = [&](std::size_t, std::size_t task) {
      if (task == 10) {
        is_thrown = true;
        throw std::runtime_error("task 10");
      }
      // The others take their time, lest they be done before the exception is heard of.
      if (is_thrown || task > 10) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      ++done;
    };
    CHECK_THROWS_WITH(Executor(threads).for_each_task(100000, body, never), "task 10");
    CHECK(done < 100000 - 1);
  }
}
