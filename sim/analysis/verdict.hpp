#pragma once

#include <cmath>
#include <cstdint>

namespace monazite {

/// What is said of a target: `open` when the replications are too few to say that it holds.
enum class Verdict : std::uint8_t { holds, missed, open };

/// Judges an error against the one allowed, all in the same unit. The target is missed when the
/// error is larger; it holds when all of its 95 % interval, of half width `half_width`, is allowed;
/// else it is open, also with a `half_width` of NaN, when one value tells nothing of its spread. An
/// error that is NaN, of a figure that is missing, is a miss.
inline Verdict judge(double error, double half_width, double allowed) {
  if (!(std::abs(error) <= allowed)) {
    return Verdict::missed;
  }
  return std::abs(error) + half_width <= allowed ? Verdict::holds : Verdict::open;
}

}  // namespace monazite
