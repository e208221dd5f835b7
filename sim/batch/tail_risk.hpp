#pragma once

#include <cstdint>
#include <span>

namespace monazite {

/// The conditional value at risk of a loss, with a 95 % interval.
struct TailRisk {
  double mean = 0;  ///< of the worst share of the runs
  double ci95_low = 0;
  double ci95_high = 0;
};

/// The mean of the worst `share` (0-1) of losses: the largest ones, the last of them in part where
/// the share is no whole number of them (Acerbi and Tasche, 2002). Of few values the largest alone.
/// NaN of none. `losses` is sorted in the call.
double mean_of_worst(std::span<double> losses, double share);

/// `mean_of_worst` of the losses with a 95 % interval: the wider of the 2.5 % and 97.5 % quantiles
/// of what resamples of the runs give, and of those of a studentized bootstrap (Efron and
/// Tibshirani, 1993, chapter 12), with the error of the mean above a quantile (Chen, 2008): 1,000
/// resamples, 200 of more than a thousand runs. No resample lies beyond the largest loss, so that
/// where fewer than five runs are among the worst nothing can be said of the upper end, and it is
/// NaN. The same losses under the same `key` give the same interval. Of less than two losses there
/// is none (NaN).
TailRisk tail_risk(std::span<const double> losses, double share, std::uint64_t key);

}  // namespace monazite
