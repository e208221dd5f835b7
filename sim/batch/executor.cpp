#include "sim/batch/executor.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <sched.h>
#include <system_error>
#include <thread>
#include <vector>

namespace monazite {

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

namespace {

unsigned processors() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof(set), &set) == 0) {
    return static_cast<unsigned>(CPU_COUNT(&set));
  }
  return std::thread::hardware_concurrency();
}

/// The allocator sets memory of its own aside for a thread with its first allocation, and keeps it:
/// so what a thread needs is asked for when it starts.
void allocate_once() {
  constexpr std::size_t some_bytes = 1024;
  void* const memory = ::operator new(some_bytes, std::nothrow);
  static_cast<void>(*static_cast<void* const volatile*>(&memory));
  ::operator delete(memory);
}

}  // namespace

/// Threads that wait for tasks; the workers 1, 2, … of an executor.
class Executor::Threads {
 public:
  explicit Threads(unsigned wanted) {
    try {
      threads_.reserve(wanted);
      while (threads_.size() < wanted) {
        threads_.emplace_back([this, worker = threads_.size() + 1] { serve(worker); });
      }
    } catch (const std::system_error&) {
      keep(threads_.size() / 2);
    } catch (const std::bad_alloc&) {
      keep(threads_.size() / 2);
    }
  }

  ~Threads() { keep(0); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  [[nodiscard]] std::size_t size() const { return threads_.size(); }

  /// Does the tasks together with the caller, who is worker 0.
  void work(TaskRange& range) {
    {
      const std::lock_guard lock(mutex_);
      range_ = &range;
      ++round_;
      working_ = threads_.size();
    }
    changed_.notify_all();
    range.work(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return working_ == 0; });
  }

 private:
  void serve(std::size_t worker) {
    allocate_once();
    std::unique_lock lock(mutex_);
    for (std::size_t served = 0;;) {
      changed_.wait(lock, [&] { return round_ != served || worker > kept_; });
      if (worker > kept_) {
        return;
      }
      served = round_;
      TaskRange& range = *range_;
      lock.unlock();
      range.work(worker);
      lock.lock();
      if (--working_ == 0) {
        done_.notify_one();
      }
    }
  }

  /// Ends all threads but the first ones.
  void keep(std::size_t count) {
    {
      const std::lock_guard lock(mutex_);
      kept_ = count;
    }
    changed_.notify_all();
    while (threads_.size() > count) {
      threads_.back().join();
      threads_.pop_back();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;  ///< a round begins, or a thread is to end
  std::condition_variable done_;     ///< all threads have ended the round
  TaskRange* range_ = nullptr;
  std::size_t round_ = 0;
  std::size_t working_ = 0;
  std::size_t kept_ = static_cast<std::size_t>(-1);
  std::vector<std::thread> threads_;
};

unsigned wanted_threads(unsigned threads) {
  return threads > 0 ? threads : std::max(1U, processors());
}

Executor::Executor(unsigned threads)
    : threads_(std::make_unique<Threads>(wanted_threads(threads) - 1)) {}

Executor::~Executor() = default;

unsigned Executor::threads() const { return static_cast<unsigned>(threads_->size()) + 1; }

std::size_t Executor::for_each_task(std::size_t tasks, const Body& body,
                                    const std::atomic<bool>& cancelled) const {
  TaskRange range(tasks, body, cancelled);
  threads_->work(range);
  return range.finish();
}

}  // namespace monazite
