#include "models/metrics/erosion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace monazite {

namespace {

/// How far pains reach along the course of a share s, whose k-th pain of n is
/// s^(k - 1) (1 - s)^(n - k): its multiple that is nearest to them times its length.
struct Reach {
  double along = 0;
  double slope = 0;  ///< of the sign of its derivative by the share, which lies within (0, 1)
};

Reach reach_of(std::span<const double> pains, double share) {
  double product = 0;
  double square = 0;
  double product_slope = 0;
  double square_slope = 0;
  const auto last = static_cast<double>(pains.size() - 1);
  for (std::size_t k = 0; k < pains.size(); ++k) {
    const auto use = static_cast<double>(k);
    const double course = std::pow(share, use) * std::pow(1 - share, last - use);
    const double slope = course * (use / share - (last - use) / (1 - share));
    product += pains[k] * course;
    square += course * course;
    product_slope += pains[k] * slope;
    square_slope += course * slope;
  }
  return {product / std::sqrt(square), product_slope * square - product * square_slope};
}

}  // namespace

double fitted_share(std::span<const double> pains) {
  if (pains.size() < 2) {
    return undefined;
  }
  constexpr int steps = 64;
  constexpr int halvings = 60;
  int best = 0;
  double longest = -std::numeric_limits<double>::infinity();
  for (int k = 0; k <= steps; ++k) {
    if (const double along = reach_of(pains, static_cast<double>(k) / steps).along;
        along > longest) {
      longest = along;
      best = k;
    }
  }
  if (!(longest > 0)) {
    return undefined;
  }
  double low = static_cast<double>(std::max(0, best - 1)) / steps;
  double high = static_cast<double>(std::min(steps, best + 1)) / steps;
  for (int k = 0; k < halvings; ++k) {
    const double middle = (low + high) / 2;
    (reach_of(pains, middle).slope > 0 ? low : high) = middle;
  }
  // Where an end is as good, it is meant: all in the first use, or all in the last.
  const double between = (low + high) / 2;
  const double end = between < 0.5 ? 0 : 1;
  return reach_of(pains, end).along >= reach_of(pains, between).along ? end : between;
}

double factor_of(double share) {
  return share >= 1 ? std::numeric_limits<double>::infinity() : share / (1 - share);
}

double half_life_uses(double factor) {
  constexpr double rounding = 1e-9;
  if (!(factor < 1 - rounding)) {
    return undefined;
  }
  return factor > 0 ? std::log(2.0) / -std::log(factor) : 0;
}

}  // namespace monazite
