#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace monazite {

/// The workers that `threads` asks for: 0 means one for each processor that this process may use.
unsigned wanted_threads(unsigned threads);

/// Runs numbered tasks on several workers: on oneTBB, or on std::jthread where MONAZITE_JTHREAD is
/// defined (oneTBB as packaged cannot be watched by the thread sanitizer).
class Executor {
 public:
  /// What a worker does with one task. A worker does one task at a time, so `worker` may index
  /// memory that is its own.
  using Body = std::function<void(std::size_t worker, std::size_t task)>;

  /// As many workers as wanted_threads() tells, fewer where the system does not let so many start.
  explicit Executor(unsigned threads);

  /// Number of workers, at least 1.
  [[nodiscard]] unsigned threads() const { return threads_; }

  /// Hands out the tasks 0 to `tasks` - 1 in order, each once, and returns when all that were
  /// handed out are done. Once `cancelled` is set no more are handed out, so those done are
  /// always the first ones. Returns how many were handed out. If a body throws, no more are handed
  /// out, and the exception of the lowest such task is thrown again.
  std::size_t for_each_task(std::size_t tasks, const Body& body,
                            const std::atomic<bool>& cancelled) const;

 private:
  unsigned threads_ = 1;
  bool is_short_ = false;  ///< fewer than were wanted
};

}  // namespace monazite
