#pragma once

#include <compare>
#include <cstdint>

namespace monazite::engine {

/// A count of seconds: a duration, or a distance between two instants.
using Seconds = std::int64_t;

/// Seconds in one day of 24 hours.
inline constexpr Seconds seconds_per_day = 86'400;

/// A point of simulated time: seconds since the epoch chosen by the caller, possibly negative.
struct Instant {
  std::int64_t seconds = 0;

  friend constexpr bool operator==(const Instant&, const Instant&) = default;
  friend constexpr std::strong_ordering operator<=>(const Instant& a, const Instant& b) {
    return a.seconds <=> b.seconds;
  }

  /// The instant `count` seconds later (earlier if negative).
  friend constexpr Instant operator+(Instant at, Seconds count) { return {at.seconds + count}; }

  /// The instant `count` seconds earlier (later if negative).
  friend constexpr Instant operator-(Instant at, Seconds count) { return {at.seconds - count}; }

  /// Seconds from `earlier` to `later`, negative if they are the other way round.
  friend constexpr Seconds operator-(Instant later, Instant earlier) {
    return later.seconds - earlier.seconds;
  }
};

}  // namespace monazite::engine
