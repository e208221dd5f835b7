#include "sim/engine/inverse_transform.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace monazite::engine {
namespace {

// The value of c0 + c1 x + c2 x^2 + … by Horner's rule.
template <std::size_t n>
double polynomial(const double (&coefficients)[n], double x) {
  double value = coefficients[n - 1];
  for (std::size_t i = n - 1; i-- > 0;) value = value * x + coefficients[i];
  return value;
}

// Coefficients of AS 241: numerator and denominator of the central, the intermediate and the far
// region.
constexpr double central_above[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                    1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                    4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                    3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr double central_below[] = {1.0,
                                    4.2313330701600911252e+1,
                                    6.8718700749205790830e+2,
                                    5.3941960214247511077e+3,
                                    2.1213794301586595867e+4,
                                    3.9307895800092710610e+4,
                                    2.8729085735721942674e+4,
                                    5.2264952788528545610e+3};
constexpr double middle_above[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double middle_below[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
constexpr double far_above[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double far_below[] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

double normal_tail_quantile(double uniform) {
  const double r = std::sqrt(-std::log(std::min(uniform, 1.0 - uniform)));
  const double distance =
      r <= 5.0 ? polynomial(middle_above, r - 1.6) / polynomial(middle_below, r - 1.6)
               : polynomial(far_above, r - 5.0) / polynomial(far_below, r - 5.0);
  return uniform < 0.5 ? -distance : distance;
}

}  // namespace

double exponential(double uniform, double mean) { return -mean * std::log1p(-uniform); }

double normal_quantile(double uniform) {
  const double from_middle = uniform - 0.5;
  if (std::fabs(from_middle) > 0.425) return normal_tail_quantile(uniform);
  const double r = 0.180625 - from_middle * from_middle;
  return from_middle * polynomial(central_above, r) / polynomial(central_below, r);
}

double normal(double uniform, double mean, double standard_deviation) {
  return mean + standard_deviation * normal_quantile(uniform);
}

Lognormal Lognormal::from_mean(double mean, double coefficient_of_variation) {
  if (!(mean > 0.0) || !std::isfinite(mean))
    throw std::invalid_argument("lognormal: the mean must be positive");
  if (!(coefficient_of_variation >= 0.0) || !std::isfinite(coefficient_of_variation))
    throw std::invalid_argument("lognormal: the coefficient of variation must not be negative");
  const double variance = std::log1p(coefficient_of_variation * coefficient_of_variation);
  return {std::log(mean) - variance / 2.0, std::sqrt(variance)};
}

double Lognormal::operator()(double uniform) const {
  return std::exp(mu + sigma * normal_quantile(uniform));
}

double triangular(double uniform, double lowest, double mode, double highest) {
  const double range = highest - lowest;
  if (!(range > 0.0)) return lowest;
  const double rise = mode - lowest;
  if (uniform * range < rise) return lowest + std::sqrt(uniform * range * rise);
  return highest - std::sqrt((1.0 - uniform) * range * (highest - mode));
}

double gamma(double uniform, double mean, double coefficient_of_variation) {
  // The series does not end where next to nothing varies: there the cube root is normal.
  constexpr double least_of_series = 1e-3;
  if (coefficient_of_variation < least_of_series) {
    const double root = 1 - coefficient_of_variation * coefficient_of_variation / 9 +
                        coefficient_of_variation / 3 * normal_quantile(uniform);
    return mean * root * root * root;
  }
  const double shape = 1 / (coefficient_of_variation * coefficient_of_variation);
  // In double precision: long double costs four times as much and changes the last digits only.
  using Precision = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return boost::math::gamma_p_inv(shape, uniform, Precision{}) * mean / shape;
}

double uniform_range(double uniform, double lowest, double highest) {
  return lowest + uniform * (highest - lowest);
}

DiscreteChoice::DiscreteChoice(std::span<const double> weights) {
  double sum = 0.0;
  cumulative_weights_.reserve(weights.size());
  for (const double weight : weights) {
    if (!(weight >= 0.0) || !std::isfinite(weight))
      throw std::invalid_argument("discrete choice: a weight must be finite and not negative");
    sum += weight;
    cumulative_weights_.push_back(sum);
  }
  if (!(sum > 0.0)) throw std::invalid_argument("discrete choice: the weights must not sum to 0");
}

std::size_t DiscreteChoice::operator()(double uniform) const {
  const double sum = cumulative_weights_.back();
  // Rounding may carry the product to the sum, which no cumulative weight exceeds.
  const double target = std::min(uniform * sum, std::nextafter(sum, 0.0));
  const auto chosen =
      std::upper_bound(cumulative_weights_.begin(), cumulative_weights_.end(), target);
  return static_cast<std::size_t>(chosen - cumulative_weights_.begin());
}

EmpiricalQuantile::EmpiricalQuantile(std::vector<double> sample)
    : sorted_sample_(std::move(sample)) {
  if (sorted_sample_.empty()) throw std::invalid_argument("empirical quantile: empty sample");
  for (const double value : sorted_sample_)
    if (!std::isfinite(value))
      throw std::invalid_argument("empirical quantile: a value is not finite");
  std::sort(sorted_sample_.begin(), sorted_sample_.end());
}

double EmpiricalQuantile::operator()(double uniform) const {
  const double place = uniform * static_cast<double>(sorted_sample_.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted_sample_.size()) return sorted_sample_.back();
  const double fraction = place - static_cast<double>(below);
  return sorted_sample_[below] + fraction * (sorted_sample_[below + 1] - sorted_sample_[below]);
}

}  // namespace monazite::engine
