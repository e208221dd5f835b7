#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace monazite::engine {

// Each transform takes one uniform number of the open interval (0, 1) and is non-decreasing in it,
// so common or antithetic uniform numbers give common or antithetic variates.

/// Exponential variate with the given mean (> 0): the inverse of 1 - exp(-x / mean).
double exponential(double uniform, double mean);

/// Quantile of the standard normal distribution, algorithm AS 241, PPND16 (Wichura, 1988), accurate
/// to about 1 part in 10^16.
double normal_quantile(double uniform);

/// Normal variate with the given mean and standard deviation (>= 0).
double normal(double uniform, double mean, double standard_deviation);

/// A lognormal distribution by the mean and standard deviation of the logarithm.
struct Lognormal {
  double mu = 0.0;
  double sigma = 0.0;

  /// The distribution with the given mean (> 0) and coefficient of variation (>= 0) of the variate
  /// itself: sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2. Throws std::invalid_argument.
  static Lognormal from_mean(double mean, double coefficient_of_variation);

  /// The quantile at `uniform`.
  double operator()(double uniform) const;
};

/// Gamma variate with the given mean (> 0) and coefficient of variation (>= 0). Below one of 0.001
/// by the cube root (Wilson and Hilferty, The Distribution of Chi-Square, PNAS 17, 1931).
double gamma(double uniform, double mean, double coefficient_of_variation);

/// Triangular variate on [lowest, highest] with the given mode, lowest <= mode <= highest.
double triangular(double uniform, double lowest, double mode, double highest);

/// Uniform variate between lowest and highest.
double uniform_range(double uniform, double lowest, double highest);

/// A choice among alternatives 0 .. n - 1 with probabilities in proportion to weights.
class DiscreteChoice {
 public:
  /// Weights must be finite and non-negative with a positive sum; throws std::invalid_argument.
  explicit DiscreteChoice(std::span<const double> weights);

  /// The alternative at `uniform`: the least k whose cumulative probability exceeds it. One of
  /// weight 0 is never chosen.
  std::size_t operator()(double uniform) const;

 private:
  std::vector<double> cumulative_weights_;
};

/// The distribution of a sample, linear between order statistics (type 7 of Hyndman and Fan, 1996).
class EmpiricalQuantile {
 public:
  /// The sample may come in any order; throws std::invalid_argument if it is empty or has a value
  /// that is not finite.
  explicit EmpiricalQuantile(std::vector<double> sample);

  /// The quantile at `uniform`, which may also be 0 (the smallest value) or 1 (the greatest).
  double operator()(double uniform) const;

 private:
  std::vector<double> sorted_sample_;
};

}  // namespace monazite::engine
