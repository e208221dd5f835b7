#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

namespace monazite {

/// The workers that `threads` asks for: 0 means one for each processor that this process may use.
unsigned wanted_threads(unsigned threads);

/// Runs numbered tasks on several workers, whose threads live as long as it does. One caller at a
/// time.
class Executor {
 public:
  /// What a worker does with one task. A worker does one task at a time, so `worker` may index
  /// memory that is its own.
  using Body = std::function<void(std::size_t worker, std::size_t task)>;

  /// As many workers as wanted_threads() tells, fewer where the system does not let so many start:
  /// of those that did half are kept, and the rest of what it allows is left to others.
  explicit Executor(unsigned threads);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// Number of workers, at least 1.
  [[nodiscard]] unsigned threads() const;

  /// Hands out the tasks 0 to `tasks` - 1 in order, each once, and returns when all that were
  /// handed out are done. Once `cancelled` is set no more are handed out, so those done are
  /// always the first ones. Returns how many were handed out. If a body throws, no more are handed
  /// out, and the exception of the lowest such task is thrown again.
  std::size_t for_each_task(std::size_t tasks, const Body& body,
                            const std::atomic<bool>& cancelled) const;

 private:
  class Threads;
  std::unique_ptr<Threads> threads_;  ///< all workers but the caller
};

}  // namespace monazite
