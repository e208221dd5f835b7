#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "models/metrics/figure.hpp"
#include "models/quantity/date.hpp"

namespace monazite {

/// How a course of pains goes from one to the next, pain(k) = a f^(k - 1) with a > 0, as the share
/// s = f / (1 + f) in [0, 1], which has bounds where f has none: 0.5 lasts, less falls, more grows.
/// Least squares on the pains and not on their logarithms: a pain is a mean difference of runs
/// whose error does not shrink with it, and what has worn off altogether may lie below 0. NaN when
/// no such course is nearer to the pains than none at all.
double fitted_share(std::span<const double> pains);

/// f of a share; infinite where that is 1.
double factor_of(double share);

/// Uses after which a pain that changes by `factor` from one to the next is half, ln 2 / -ln f; 0
/// where the second is nothing. NaN where it does not fall.
double half_life_uses(double factor);

/// A figure with a 95 % interval. NaN where there is none.
struct IntervalEstimate {
  double value = undefined;
  double ci95_low = undefined;
  double ci95_high = undefined;
};

/// A row of erosion.csv: what one more use of the controls of a side does to another and to the
/// side (model: 8). Present values in USD of value added on the first day of the use, means over
/// the runs; NaN where there is none.
struct ErosionRow {
  std::string branch;  ///< of the talks; empty: all of them
  std::string side;
  std::string against;
  int use = 0;          ///< from 1 on
  Date from;            ///< its first day
  Date until;           ///< its last day
  int period_days = 0;  ///< from the first day of a use to that of the next

  IntervalEstimate imposed_usd;
  double suffered_output_usd = 0;   ///< output that the side loses
  double suffered_exports_usd = 0;  ///< value added of the exports that it loses
  IntervalEstimate ratio;           ///< of what is imposed to that of the first use
  /// @name Of all uses
  /// @{
  IntervalEstimate factor;     ///< from one use to the next; above 1 the pain grows
  IntervalEstimate half_life;  ///< in uses; no value or high end where it does not fall
  /// @}
  std::uint32_t replications = 0;
};

}  // namespace monazite
