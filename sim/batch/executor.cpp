#include "sim/batch/executor.hpp"

#include <algorithm>
#include <exception>
#include <latch>
#include <memory>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#ifndef MONAZITE_JTHREAD
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace monazite {

namespace {

/// The tasks of one call, shared by its workers.
class TaskRange {
 public:
  TaskRange(std::size_t tasks, const Executor::Body& body, const std::atomic<bool>& cancelled)
      : tasks_(tasks), body_(body), cancelled_(cancelled) {}

  /// Does tasks until none is left.
  void work(std::size_t worker) {
    std::size_t task = 0;
    while (take(task)) {
      try {
        body_(worker, task);
      } catch (...) {
        fail(task);
      }
    }
  }

  /// How many tasks were handed out; throws what a task threw.
  std::size_t finish() {
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return next_;
  }

 private:
  bool take(std::size_t& task) {
    const std::lock_guard lock(mutex_);
    if (failure_ || next_ == tasks_ || cancelled_.load(std::memory_order_relaxed)) {
      return false;
    }
    task = next_++;
    return true;
  }

  void fail(std::size_t task) {
    const std::lock_guard lock(mutex_);
    if (!failure_ || task < failed_task_) {
      failure_ = std::current_exception();
      failed_task_ = task;
    }
  }

  std::size_t tasks_;
  const Executor::Body& body_;
  const std::atomic<bool>& cancelled_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::size_t failed_task_ = 0;
  std::exception_ptr failure_;
};

/// On threads of our own: one that cannot be started is done without.
void work_on_own_threads(TaskRange& range, unsigned threads) {
  std::vector<std::jthread> helpers;
  try {
    helpers.reserve(threads - 1);
    for (unsigned worker = 1; worker < threads; ++worker) {
      helpers.emplace_back([&range, worker] { range.work(worker); });
    }
  } catch (const std::system_error&) {
  } catch (const std::bad_alloc&) {
  }
  range.work(0);
}

#ifdef MONAZITE_JTHREAD

unsigned processors() { return std::thread::hardware_concurrency(); }

void work_on_threads(TaskRange& range, unsigned threads) { work_on_own_threads(range, threads); }

#else

unsigned processors() { return static_cast<unsigned>(tbb::info::default_concurrency()); }

void work_on_threads(TaskRange& range, unsigned threads) {
  // Without it oneTBB would not start more threads than there are processors.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&range, threads] {
    tbb::parallel_for(
        0U, threads, [&range](unsigned worker) { range.work(worker); }, tbb::simple_partitioner{});
  });
}

#endif

/// How many of these threads the system lets this process have at once, itself included. oneTBB
/// ends the process when it cannot start one, so it is asked beforehand; of a number that fell
/// short half is left to others, who may take what has just been given back.
unsigned allowed_threads(unsigned wanted) {
  constexpr std::size_t probe_bytes = 1024;
  std::latch gate(1);
  std::vector<std::thread> probes;
  try {
    probes.reserve(wanted - 1);
    while (probes.size() + 1 < wanted) {
      probes.emplace_back([&gate] {
        // The allocator sets memory of its own aside for each thread, and keeps it for the next.
        const auto memory = std::make_unique<char[]>(probe_bytes);
        static_cast<void>(*const_cast<volatile char*>(memory.get()));
        gate.wait();
      });
    }
  } catch (const std::system_error&) {
  } catch (const std::bad_alloc&) {
  }
  gate.count_down();
  for (std::thread& probe : probes) {
    probe.join();
  }
  const auto started = static_cast<unsigned>(probes.size()) + 1;
  return started < wanted ? std::max(1U, started / 2) : wanted;
}

}  // namespace

unsigned wanted_threads(unsigned threads) {
  return threads > 0 ? threads : std::max(1U, processors());
}

Executor::Executor(unsigned threads) {
  const unsigned wanted = wanted_threads(threads);
  threads_ = allowed_threads(wanted);
  is_short_ = threads_ < wanted;
}

std::size_t Executor::for_each_task(std::size_t tasks, const Body& body,
                                    const std::atomic<bool>& cancelled) const {
  TaskRange range(tasks, body, cancelled);
  const auto threads = static_cast<unsigned>(std::clamp<std::size_t>(tasks, 1, threads_));
  (is_short_ ? work_on_own_threads : work_on_threads)(range, threads);
  return range.finish();
}

}  // namespace monazite
