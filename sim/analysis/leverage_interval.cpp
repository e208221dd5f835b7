#include "sim/analysis/leverage_interval.hpp"

#include <algorithm>
#include <cmath>

namespace monazite {

namespace {

/// A direction as a place on the square |first| + |second| = 1, from 0 at (1, 0) to 4 round it by
/// (0, 1), (-1, 0) and (0, -1). Leverage is linear on each side of it.
using Turn = double;

constexpr Turn whole_circle = 4;

Turn turn_of(const PairedMeans::Pair& means) {
  const double size = std::abs(means[0]) + std::abs(means[1]);
  const double first = means[0] / size;
  const double second = means[1] / size;
  if (second >= 0) {
    return first >= 0 ? second : 2 - second;
  }
  return first < 0 ? 2 - second : 4 + second;
}

PairedMeans::Pair along(Turn turn) {
  const double place = turn - whole_circle * std::floor(turn / whole_circle);
  const double part = place - std::floor(place);
  switch (static_cast<int>(place)) {
    case 0:
      return {1 - part, part};
    case 1:
      return {-part, 1 - part};
    case 2:
      return {part - 1, -part};
    default:
      return {part, part - 1};
  }
}

double leverage_along(Turn turn) {
  const auto direction = along(turn);
  return direction[1] - direction[0];
}

bool is_allowed(const PairedMeans& pains, Turn turn) {
  constexpr double across_tail = 0.0225;
  constexpr double backwards_tail = 0.005;
  const auto direction = along(turn);
  const PairedMeans::Pair across = {-direction[1], direction[0]};
  // Only what is less than nothing speaks against it.
  const double forwards = direction[0] * pains.means()[0] + direction[1] * pains.means()[1];
  return pains.may_be_nothing(across, across_tail) &&
         (forwards >= 0 || pains.may_be_nothing(direction, backwards_tail));
}

/// How far directions are allowed from a turn on one way round (`sign` 1 or -1), up to half a
/// circle.
Turn reach(const PairedMeans& pains, Turn from, int sign) {
  constexpr Turn half_circle = 2;
  constexpr int halvings = 24;
  Turn allowed = 0;
  Turn step = 1e-4;
  Turn tried = step;
  while (tried < half_circle && is_allowed(pains, from + sign * tried)) {
    allowed = tried;
    step = std::min(step * 1.5, 0.02);
    tried += step;
  }
  if (tried >= half_circle) {
    return half_circle;
  }
  for (int k = 0; k < halvings; ++k) {
    const Turn middle = (allowed + tried) / 2;
    (is_allowed(pains, from + sign * middle) ? allowed : tried) = middle;
  }
  return allowed;
}

}  // namespace

LeverageBounds leverage_bounds(const PairedMeans& pains) {
  const Turn seen = turn_of(pains.means());
  const Turn first = seen - reach(pains, seen, -1);
  const Turn last = seen + reach(pains, seen, 1);
  LeverageBounds bounds{leverage_along(seen), leverage_along(seen)};
  const auto hold = [&](Turn turn) {
    bounds.low = std::min(bounds.low, leverage_along(turn));
    bounds.high = std::max(bounds.high, leverage_along(turn));
  };
  hold(first);
  hold(last);
  for (Turn corner = std::ceil(first); corner <= last; ++corner) {
    hold(corner);
  }
  return bounds;
}

}  // namespace monazite
