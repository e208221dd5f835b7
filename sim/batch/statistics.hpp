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

/// The same for an interval of confidence `level` (0-1, both ends left out).
double student_t(std::uint32_t count, double level);

/// Half the width of the interval of a mean with confidence `level` (0-1), from `count` values with
/// this standard deviation: t s / sqrt(n) with n - 1 degrees of freedom (Student, 1908). NaN of
/// less than two values.
double half_width_of(double standard_deviation, std::uint32_t count, double level);

/// How many replications give a mean that lies within `half_width` of the true one with confidence
/// `level` (0-1), after a pilot of `pilot` replications with this standard deviation: the second
/// stage of Stein (1945), ceil((t s / h)^2) with pilot - 1 degrees of freedom, and at least the
/// pilot. Exact for normal values whatever their spread, as long as the standard deviation is that
/// of the pilot alone. At most 2^32 - 1. Throws std::invalid_argument unless the pilot has two
/// replications, the half width is above 0 and the standard deviation is defined.
std::uint32_t replications_needed(double standard_deviation, double half_width, double level,
                                  std::uint32_t pilot);

/// Summarises one figure over replications: `values[i]` is that of replication `replications[i]`,
/// in increasing order. Values that are not finite are undefined and left out.
Summary summarise(std::span<const double> values, std::span<const std::uint32_t> replications);

}  // namespace monazite
