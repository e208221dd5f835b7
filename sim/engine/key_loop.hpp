#pragma once

#include <cstdint>

#include "sim/engine/run_budget.hpp"
#include "sim/engine/sort_key.hpp"

namespace monazite::engine {

/// The bare loop over a queue of any key: takes keys in order and hands each to a handler. The
/// caller owns the meaning of the key; EventLoop adds a clock of instants and phases.
template <class Queue>
class KeyLoop {
 public:
  using KeyType = typename Queue::KeyType;
  using Time = TimeOf<KeyType>;

  /// Forgets all keys and counts, and keeps the memory.
  void reset() {
    queue_.clear();
    executed_ = 0;
    instalment_end_ = 0;
    stop_requested_ = false;
  }

  /// The queue, for hints and for its size.
  Queue& queue() { return queue_; }
  const Queue& queue() const { return queue_; }

  /// Adds a key.
  void schedule(const KeyType& key) { queue_.push(key); }

  /// How many keys were handed to a handler since reset.
  std::uint64_t executed_events() const { return executed_; }

  /// Called from a handler: ends the run after the present key.
  void stop() {
    stop_requested_ = true;
    instalment_end_ = 0;
  }

  /// Hands the keys with a time before `end_exclusive` to `handler(const KeyType&)` in order, each
  /// already removed from the queue, until none is left before it, a budget is spent or stop() is
  /// called. May be called again to go on.
  template <class Handler>
  RunEnd run_until(Time end_exclusive, Handler&& handler, RunBudget& budget) {
    budget.start();
    stop_requested_ = false;
    for (;;) {
      const std::uint64_t before_count = executed_;
      instalment_end_ = executed_ + budget.next_instalment();
      const bool more = run_instalment(end_exclusive, handler);
      budget.charge(executed_ - before_count);
      if (stop_requested_) return RunEnd::stopped;
      if (!more) return queue_.empty() ? RunEnd::drained : RunEnd::reached_end;
      if (budget.events_spent()) return work_left(end_exclusive, RunEnd::event_budget);
      if (budget.wall_spent()) return work_left(end_exclusive, RunEnd::wall_budget);
    }
  }

 private:
  // False when no key before the end was left.
  template <class Handler>
  bool run_instalment(Time end_exclusive, Handler& handler) {
    while (executed_ < instalment_end_) {
      if (queue_.empty()) return false;
      const KeyType key = queue_.top();
      if (key.time() >= end_exclusive) return false;
      queue_.pop();
      ++executed_;
      handler(key);
    }
    return true;
  }

  // A budget that is spent exactly at the end of the work did not cut anything short.
  RunEnd work_left(Time end_exclusive, RunEnd spent) {
    if (queue_.empty()) return RunEnd::drained;
    return queue_.top().time() >= end_exclusive ? RunEnd::reached_end : spent;
  }

  Queue queue_;
  std::uint64_t executed_ = 0;
  std::uint64_t instalment_end_ = 0;
  bool stop_requested_ = false;
};

}  // namespace monazite::engine
