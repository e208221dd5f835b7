#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/engine/calendar_queue.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/instant.hpp"
#include "sim/engine/key_loop.hpp"
#include "sim/engine/run_budget.hpp"

namespace monazite::engine {

/// Thrown when one entity is given more events than the sequence field of an event can number.
class SequenceOverflow : public std::runtime_error {
 public:
  explicit SequenceOverflow(std::uint32_t entity);

  /// The entity that had too many events.
  std::uint32_t entity() const { return entity_; }

 private:
  std::uint32_t entity_;
};

/// The event loop of a simulation run: a clock of instants and phases, a queue of events, and the
/// sequence numbers that make every event's place in the order a function of its content. Reset
/// between runs, it reuses its memory; after warm-up it allocates nothing.
template <class Queue = CalendarQueue<Event>>
class EventLoop {
 public:
  /// Starts a new run: no events, the clock at `start`, entities 0 .. entity_count - 1.
  void reset(Instant start, std::size_t entity_count) {
    assert(entity_count <= std::size_t{Event::max_entity} + 1);
    loop_.reset();
    clock_ = Event::make(start, 0, 0, 0, 0, 0);
    next_sequence_.assign(entity_count, 0);
  }

  /// Tells the queue the expected mean time between events, and the typical time from scheduling an
  /// event to executing it, both in seconds. Call it after reset and before the first schedule. A
  /// wrong hint costs time only.
  void hint(double mean_gap_seconds, double reach_seconds) {
    loop_.queue().hint(mean_gap_seconds, reach_seconds);
  }

  /// Schedules an event of `entity`. `(at, phase)` must not lie before the present, and is asserted
  /// not to. Events of one instant and phase run by entity, kind, then order of scheduling. Throws
  /// SequenceOverflow when the entity had 2^24 events already.
  void schedule(Instant at, std::uint8_t phase, std::uint32_t entity, std::uint8_t kind,
                std::uint32_t slot = 0) {
    assert(entity < next_sequence_.size());
    const std::uint32_t sequence = next_sequence_[entity];
    if (sequence > Event::max_sequence) [[unlikely]]
      overflow(entity);
    next_sequence_[entity] = sequence + 1;
    assert(at > now() || (at == now() && phase >= this->phase()));
    loop_.schedule(Event::make(at, phase, entity, kind, sequence, slot));
  }

  /// The present instant.
  Instant now() const { return clock_.instant(); }

  /// The phase of the event being executed; 0 between runs.
  std::uint8_t phase() const { return clock_.phase(); }

  /// Asserts that the present phase is `expected`: the guard at the start of a handler.
  void require_phase([[maybe_unused]] std::uint8_t expected) const { assert(phase() == expected); }

  /// Executes the events before `end_exclusive` in order by calling `handler(const Event&)`, until
  /// none is left before it, a budget is spent or stop() is called. If all of them were executed
  /// the clock then shows `end_exclusive`, phase 0. May be called again with a later end, or after
  /// a stop or a spent budget to go on.
  template <class Handler>
  RunEnd run_until(Instant end_exclusive, Handler&& handler, RunBudget& budget) {
    const auto execute = [&](const Event& event) {
      clock_ = event;
      handler(event);
    };
    const RunEnd end = loop_.run_until(end_exclusive.seconds, execute, budget);
    if (end == RunEnd::reached_end || end == RunEnd::drained)
      clock_ = Event::make(std::max(now(), end_exclusive), 0, 0, 0, 0, 0);
    return end;
  }

  /// Called from a handler: ends the run after the present event.
  void stop() { loop_.stop(); }

  /// How many events were executed since reset.
  std::uint64_t executed_events() const { return loop_.executed_events(); }

  /// How many events are queued, stale ones included.
  std::size_t pending_events() const { return loop_.queue().size(); }

 private:
  [[noreturn, gnu::cold, gnu::noinline]] static void overflow(std::uint32_t entity) {
    throw SequenceOverflow(entity);
  }

  KeyLoop<Queue> loop_;
  Event clock_;
  std::vector<std::uint32_t> next_sequence_;
};

}  // namespace monazite::engine
