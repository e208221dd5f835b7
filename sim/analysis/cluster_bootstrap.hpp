#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace monazite {

/// What a statistic makes of resamples of `count` clusters (Efron, 1979), in increasing order; NaN
/// comes first. `statistic` is given the places of those in a resample, as many as there are. 1,000
/// resamples, 200 of more than a thousand clusters; the same ones under the same `key`.
std::vector<double> resampled(
    std::uint32_t count, std::uint64_t key,
    const std::function<double(std::span<const std::size_t> clusters)>& statistic);

/// An interval of 95 %.
struct BootstrapInterval {
  double low = 0;
  double high = 0;
};

/// The expanded percentile interval of values in increasing order that resamples of `count` (at
/// least 2) clusters gave (Hesterberg, What Teachers Should Know About the Bootstrap, The American
/// Statistician 69, 2015, section 4.1.1): the quantiles at Φ(-t √(n/(n-1))) from either end, t the
/// 97.5 % quantile of Student with n - 1 degrees of freedom.
BootstrapInterval expanded_interval(std::span<const double> values, std::uint32_t count);

}  // namespace monazite
