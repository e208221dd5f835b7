#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/batch/statistics.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite::test {

/// An interval of a mean.
struct Interval {
  double low = 0;
  double high = 0;

  [[nodiscard]] bool holds(double value) const { return low <= value && value <= high; }
  [[nodiscard]] double width() const { return high - low; }
};

/// What the intervals below are made of.
struct Moments {
  double mean = 0;
  double standard_error = 0;
  double skewness = 0;  ///< of the sample: third central moment over the second to the power 3/2
};

inline Moments moments_of(const std::vector<double>& sample) {
  const auto count = static_cast<double>(sample.size());
  double sum = 0;
  for (const double value : sample) {
    sum += value;
  }
  const double mean = sum / count;
  double squares = 0;
  double cubes = 0;
  for (const double value : sample) {
    const double deviation = value - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const double skewness = cubes / count / std::pow(squares / count, 1.5);
  return {mean, std::sqrt(squares / (count - 1) / count), skewness};
}

inline double student_quantile(const std::vector<double>& sample) {
  return student_t_95(static_cast<std::uint32_t>(sample.size()));
}

/// Student (1908): the interval of summary.csv.
inline Interval student_interval(const std::vector<double>& sample) {
  const Moments m = moments_of(sample);
  const double half_width = student_quantile(sample) * m.standard_error;
  return {m.mean - half_width, m.mean + half_width};
}

/// Johnson (1978): Student's interval moved by the skewness.
inline Interval johnson_interval(const std::vector<double>& sample) {
  const Moments m = moments_of(sample);
  const double root = std::sqrt(static_cast<double>(sample.size()));
  const double shift = m.skewness * m.standard_error / (6 * root);
  const double half_width = student_quantile(sample) * m.standard_error;
  return {m.mean + shift - half_width, m.mean + shift + half_width};
}

/// Hall (1992): the cubic, monotone transformation that takes the skewness out of Student's
/// statistic, turned back; with quantiles of Student's t in place of the normal ones.
inline Interval hall_interval(const std::vector<double>& sample) {
  const Moments m = moments_of(sample);
  const double skew = m.skewness / std::sqrt(static_cast<double>(sample.size()));
  const auto turned_back = [skew](double quantile) {
    return std::fabs(skew) < 1e-9 ? quantile
                                  : 3 / skew * (std::cbrt(1 + skew * (quantile - skew / 6)) - 1);
  };
  const double t = student_quantile(sample);
  return {m.mean - turned_back(t) * m.standard_error, m.mean - turned_back(-t) * m.standard_error};
}

/// Bootstrap-t (Efron, 1981): quantiles of Student's statistic over resamples.
inline Interval bootstrap_t_interval(const std::vector<double>& sample,
                                     const engine::StreamKey& key) {
  constexpr int resamples = 199;
  const Moments m = moments_of(sample);
  engine::RandomStream stream(key);
  std::vector<double> resample(sample.size());
  std::vector<double> statistics;
  for (int r = 0; r < resamples; ++r) {
    for (double& value : resample) {
      value =
          sample[static_cast<std::size_t>(stream.uniform() * static_cast<double>(sample.size()))];
    }
    const Moments again = moments_of(resample);
    statistics.push_back((again.mean - m.mean) / again.standard_error);
  }
  std::sort(statistics.begin(), statistics.end());
  // The ranks 5 and 195 of 199 are the 2.5 % and 97.5 % quantiles.
  return {m.mean - statistics[194] * m.standard_error, m.mean - statistics[4] * m.standard_error};
}

}  // namespace monazite::test
