#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace monazite::engine {

/// Cancellation by generation. Each timer has a generation number; arming or cancelling it starts a
/// new one. The generation travels in the slot of the timer's event, and the handler drops an event
/// whose generation is no longer current, so nothing is ever searched for in the queue.
class Timers {
 public:
  /// Timers 0 .. count - 1, none armed. Events scheduled before are forgotten by the caller.
  void reset(std::size_t count) { generation_.assign(count, 0); }

  /// How many timers there are.
  std::size_t size() const { return generation_.size(); }

  /// Starts a new generation, which makes an earlier event of the timer stale, and returns it for
  /// the slot of the event to schedule.
  std::uint32_t arm(std::size_t timer) {
    assert(timer < generation_.size());
    return ++generation_[timer];
  }

  /// Makes the pending event of the timer stale, if there is one.
  void cancel(std::size_t timer) {
    assert(timer < generation_.size());
    ++generation_[timer];
  }

  /// Whether an event that carries `generation` is the last one armed and was not cancelled.
  bool is_current(std::size_t timer, std::uint32_t generation) const {
    assert(timer < generation_.size());
    return generation_[timer] == generation;
  }

 private:
  std::vector<std::uint32_t> generation_;
};

}  // namespace monazite::engine
