#pragma once

#include <cmath>
#include <cstdint>

namespace monazite {

/// What is said of a target: `open` when the replications leave it undecided.
enum class Verdict : std::uint8_t { holds, missed, open };

/// Judges an error against the one allowed, all in the same unit. `half_width` is half the 95 %
/// interval of the error; NaN when there is one value alone, which is then taken as it stands. The
/// target holds when all of the interval is allowed, and is missed when none of it is. An error
/// that is NaN, of a figure that is missing, is a miss.
inline Verdict judge(double error, double half_width, double allowed) {
  const double spread = std::isfinite(half_width) ? half_width : 0;
  if (std::abs(error) + spread <= allowed) {
    return Verdict::holds;
  }
  return std::abs(error) - spread <= allowed ? Verdict::open : Verdict::missed;
}

}  // namespace monazite
