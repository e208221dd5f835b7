#pragma once

#include <cstdint>
#include <string>

namespace monazite::engine {

/// Why a run of the event loop came back.
enum class RunEnd : std::uint8_t {
  reached_end,   ///< every event before the end was executed; later ones are still queued
  drained,       ///< every event before the end was executed; none is left
  event_budget,  ///< the greatest number of events was executed
  wall_budget,   ///< the greatest wall-clock time had passed
  stopped        ///< a handler called stop()
};

/// The name of the value, such as "event_budget".
const char* name_of(RunEnd end);

/// Limits on one simulation run, so that a stuck run ends with its name. One budget may cover
/// several calls of run_until; its wall clock starts with the first. The clock is read only once in
/// `events_per_clock_read` events, so a wall limit is overrun by that many events at most.
class RunBudget {
 public:
  static constexpr std::uint64_t events_per_clock_read = std::uint64_t{1} << 16;
  static constexpr std::uint64_t unlimited_events = ~std::uint64_t{0};

  /// Without limits.
  RunBudget() = default;

  /// At most `max_events` events, and about `max_wall_seconds` seconds of wall-clock time; a wall
  /// limit of 0 or less means none.
  RunBudget(std::uint64_t max_events, double max_wall_seconds)
      : max_events_(max_events), max_wall_seconds_(max_wall_seconds) {}

  /// The greatest number of events.
  std::uint64_t max_events() const { return max_events_; }

  /// The greatest wall-clock time in seconds; 0 or less means no limit.
  double max_wall_seconds() const { return max_wall_seconds_; }

  /// How many events were charged so far.
  std::uint64_t used_events() const { return used_events_; }

  /// Starts the wall clock unless it runs already.
  void start();

  /// How many events may be executed before the budget must be asked again.
  std::uint64_t next_instalment() const;

  /// Records that `count` events were executed.
  void charge(std::uint64_t count) { used_events_ += count; }

  /// Whether no event is left.
  bool events_spent() const { return used_events_ >= max_events_; }

  /// Whether the wall-clock time is used up. Reads the clock if there is a limit.
  bool wall_spent() const;

  /// One sentence that says how the run ended and, if a limit ended it, names the limit.
  std::string describe(RunEnd end) const;

 private:
  std::uint64_t max_events_ = unlimited_events;
  double max_wall_seconds_ = 0.0;
  std::uint64_t used_events_ = 0;
  double started_at_seconds_ = 0.0;
  bool started_ = false;
};

}  // namespace monazite::engine
