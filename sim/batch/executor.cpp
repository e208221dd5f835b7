#include "sim/batch/executor.hpp"

#include <algorithm>
#include <exception>
#include <mutex>

#ifdef MONAZITE_JTHREAD
#include <thread>
#include <vector>
#else
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

#ifdef MONAZITE_JTHREAD

unsigned processors() { return std::thread::hardware_concurrency(); }

void work_on_threads(TaskRange& range, unsigned threads) {
  std::vector<std::jthread> helpers;
  helpers.reserve(threads - 1);
  for (unsigned worker = 1; worker < threads; ++worker) {
    helpers.emplace_back([&range, worker] { range.work(worker); });
  }
  range.work(0);
}

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

}  // namespace

Executor::Executor(unsigned threads)
    : threads_(threads > 0 ? threads : std::max(1U, processors())) {}

std::size_t Executor::for_each_task(std::size_t tasks, const Body& body,
                                    const std::atomic<bool>& cancelled) const {
  TaskRange range(tasks, body, cancelled);
  work_on_threads(range, static_cast<unsigned>(std::clamp<std::size_t>(tasks, 1, threads_)));
  return range.finish();
}

}  // namespace monazite
