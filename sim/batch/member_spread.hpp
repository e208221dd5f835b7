#pragma once

#include <cstdint>
#include <span>

namespace monazite {

/// What of the spread of a figure over the runs of an ensemble comes from its parameters, and what
/// from luck. NaN where it is undefined.
struct MemberSpread {
  std::uint32_t members = 0;       ///< with a defined value
  std::uint32_t replications = 0;  ///< defined values
  double mean = 0;                 ///< of the runs
  double deviation_of_parameters = 0;
  double deviation_of_luck = 0;
  double luck_low = 0;  ///< 95 % interval of the mean of these members: luck alone
  double luck_high = 0;
  double low = 0;  ///< 95 % interval of the mean over all parameters that the members stand for
  double high = 0;
};

/// Takes the spread apart by the analysis of variance of one random factor (Searle, Casella and
/// McCulloch, Variance Components, 1992, 3.6; unequal groups): luck is the pooled variance within
/// members, parameters what the variance between their means has beyond it, at least 0. `values[i]`
/// is of a run with member `members[i]`, of `count`. Values that are not finite are left out. The
/// interval for these members has N - M degrees of freedom; the other is that of the M means of
/// members, with M - 1. Both are Student's.
MemberSpread member_spread(std::span<const double> values, std::span<const std::uint32_t> members,
                           std::uint32_t count);

}  // namespace monazite
