#pragma once

#include <cstdint>
#include <span>

namespace monazite {

/// What a summary row says of one figure. NaN where it is undefined: the mean and quantiles of no
/// value, the standard deviation and interval of less than two.
struct Summary {
  double mean = 0;
  double standard_deviation = 0;  ///< of the sample (n - 1)
  double ci95_low = 0;            ///< 95 % interval of the mean, Student's t
  double ci95_high = 0;
  double p05 = 0;
  double p50 = 0;
  double p95 = 0;
  std::uint32_t replications = 0;  ///< values that are defined
};

/// The quantile of probability `p` (0-1) of values in increasing order, interpolated linearly
/// between order statistics (type 7 of Hyndman and Fan, 1996). NaN when there is none.
double quantile_of_sorted(std::span<const double> sorted, double p);

/// Half the width of the two-sided 95 % interval of a mean, in standard errors, from `count` values
/// (the 97.5 % quantile of Student's t with count - 1 degrees of freedom; count at least 2).
double student_t_95(std::uint32_t count);

/// Summarises one figure over replications: `values[i]` is that of replication `replications[i]`,
/// in increasing order. Values that are not finite are undefined and left out.
Summary summarise(std::span<const double> values, std::span<const std::uint32_t> replications);

}  // namespace monazite
