#pragma once

#include <cstdint>
#include <span>

#include "sim/batch/statistics.hpp"

namespace monazite {

/// Summarises one figure over runs of unequal weight, such as the leaves of a tree of talks:
/// `values[i]` is that of a run of replication `replications[i]`, in increasing order, with weight
/// `weights[i]` (0 or above, of any scale). Several runs may share a replication; those do so under
/// common random numbers and are not independent. Values that are not finite, and runs of weight 0,
/// are left out; `replications` counts the others. With w the weights over their sum:
///
/// - mean m = Σ w x
/// - standard error e: e² = R/(R-1) Σ z², one z = Σ w (x - m) a replication, R replications: a
/// ratio
///   of means over clusters (Cochran, Sampling Techniques, 3rd ed., 1977, chapters 6
///   and 9A)
/// - interval m ± t e, with R - 1 degrees of freedom
/// - standard deviation s of the mixture: s² = Σ w (x - m)² + e². The first term falls short of the
///   variance about the true mean by (m - μ)², whose expectation e² estimates
/// - quantiles: type 7 by weights, `weighted_quantile`
///
/// With equal weights and one run a replication these are the values of `summarise`, up to
/// rounding.
Summary summarise_weighted(std::span<const double> values, std::span<const double> weights,
                           std::span<const std::uint32_t> replications);

/// The quantile of probability `p` (0-1) of values in increasing order with these weights (above 0,
/// of any scale): Akinshin (2023), Weighted quantile estimators, type 7, with the effective sample
/// size of Kish (1965), (Σ w)² / Σ w². NaN when there is none. Equal weights give
/// `quantile_of_sorted` up to rounding.
double weighted_quantile(std::span<const double> sorted, std::span<const double> weights, double p);

}  // namespace monazite
