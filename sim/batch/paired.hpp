#pragma once

#include <cstdint>
#include <span>

namespace monazite {

/// How one figure differs between two scenarios that ran under common random numbers. NaN where it
/// is undefined: everything without a pair, the interval of less than two pairs.
struct PairedDifference {
  double baseline_mean = 0;
  double mean = 0;
  double difference = 0;  ///< mean of the differences: `mean` less `baseline_mean`, up to rounding
  double ci95_low = 0;    ///< 95 % interval of the difference, by Student's t
  double ci95_high = 0;
  std::uint32_t replications = 0;  ///< pairs in which both values are defined
};

/// Compares two scenarios pair by pair: `baseline[i]` and `values[i]` are of replication
/// `replications[i]`, in increasing order. A pair with a value that is not finite is left out. The
/// interval is that of the mean of the differences (paired-t; Law, Simulation Modeling and
/// Analysis, 5th ed., 10.2.1), narrower than that of two independent means by what the two have in
/// common.
PairedDifference paired_difference(std::span<const double> baseline, std::span<const double> values,
                                   std::span<const std::uint32_t> replications);

/// Compares two scenarios whose luck has nothing in common: the difference of their means over all
/// values that are finite. The interval is Welch's (1947): variances are not taken as equal, and
/// degrees of freedom are those of Satterthwaite, rounded down. `replications` is the smaller
/// number of values.
PairedDifference unpaired_difference(std::span<const double> baseline,
                                     std::span<const double> values);

}  // namespace monazite
