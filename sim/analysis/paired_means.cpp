#include "sim/analysis/paired_means.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/batch/statistics.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

namespace {

constexpr std::size_t fewest_resampled = 10;
constexpr std::size_t most_resampled = 2000;
constexpr std::uint32_t resamples = 1000;

double weighed(const PairedMeans::Pair& weights, const PairedMeans::Pair& pair) {
  return weights[0] * pair[0] + weights[1] * pair[1];
}

/// A deviation in standard errors; without an error infinite, unless it is none.
double in_errors(double deviation, double error, double scale) {
  constexpr double rounding = 1e-12;
  if (error > rounding * scale) {
    return deviation / error;
  }
  return std::abs(deviation) <= rounding * scale
             ? 0
             : std::copysign(std::numeric_limits<double>::infinity(), deviation);
}

}  // namespace

double PairedMeans::Moments::error(const Pair& weights, double count) const {
  const double variance = weights[0] * weights[0] * var_first +
                          2 * weights[0] * weights[1] * covariance +
                          weights[1] * weights[1] * var_second;
  return std::sqrt(std::max(0.0, variance) / count);
}

PairedMeans::Moments PairedMeans::moments_of(std::span<const Pair> pairs,
                                             std::span<const std::uint32_t> sample) {
  Moments moments;
  const auto count = static_cast<double>(sample.size());
  for (const auto k : sample) {
    moments.mean[0] += pairs[k][0] / count;
    moments.mean[1] += pairs[k][1] / count;
  }
  for (const auto k : sample) {
    const double first = pairs[k][0] - moments.mean[0];
    const double second = pairs[k][1] - moments.mean[1];
    moments.var_first += first * first / (count - 1);
    moments.var_second += second * second / (count - 1);
    moments.covariance += first * second / (count - 1);
  }
  return moments;
}

PairedMeans::PairedMeans(std::span<const Pair> pairs, std::uint64_t key)
    : count_(static_cast<double>(pairs.size())) {
  std::vector<std::uint32_t> sample(pairs.size());
  std::iota(sample.begin(), sample.end(), 0U);
  all_ = moments_of(pairs, sample);
  means_ = all_.mean;
  if (pairs.size() < fewest_resampled || pairs.size() > most_resampled) {
    return;
  }
  resamples_.reserve(resamples);
  for (std::uint32_t r = 0; r < resamples; ++r) {
    const engine::StreamKey stream{0, key, r, 0};
    for (std::uint32_t k = 0; k < sample.size(); ++k) {
      sample[k] = static_cast<std::uint32_t>(engine::uniform(stream, k) * count_);
    }
    resamples_.push_back(moments_of(pairs, sample));
  }
}

double PairedMeans::studentized(const Moments& resample, const Pair& weights) const {
  const double deviation = weighed(weights, resample.mean) - weighed(weights, means_);
  return in_errors(deviation, resample.error(weights, count_), all_.error(weights, count_));
}

MeanInterval PairedMeans::interval(const Pair& weights, double tail) const {
  const double mean = weighed(weights, means_);
  const double error = all_.error(weights, count_);
  if (!(error > 0)) {
    return {mean, mean, mean};
  }
  const double reach = student_t(static_cast<std::uint32_t>(count_), 1 - 2 * tail);
  MeanInterval interval{mean, mean - reach * error, mean + reach * error};
  if (!resamples_.empty()) {
    std::vector<double> values;
    values.reserve(resamples_.size());
    for (const Moments& resample : resamples_) {
      values.push_back(studentized(resample, weights));
    }
    std::sort(values.begin(), values.end());
    // The outer of two order statistics: between an infinite one and another there is no middle.
    const auto steps = static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(std::floor(tail * steps));
    const auto high = static_cast<std::size_t>(std::ceil((1 - tail) * steps));
    interval.low = std::min(interval.low, mean - values[high] * error);
    interval.high = std::max(interval.high, mean - values[low] * error);
  }
  return interval;
}

bool PairedMeans::may_be_nothing(const Pair& weights, double tail) const {
  const double mean = weighed(weights, means_);
  const double scale = std::abs(weights[0] * means_[0]) + std::abs(weights[1] * means_[1]);
  const double seen = in_errors(mean, all_.error(weights, count_), scale);
  if (std::abs(seen) <= student_t(static_cast<std::uint32_t>(count_), 1 - 2 * tail)) {
    return true;
  }
  // How many resamples are as far from their mean as the mean seen is from 0?
  const auto as_far =
      std::count_if(resamples_.begin(), resamples_.end(), [&](const Moments& resample) {
        const double value = studentized(resample, weights);
        return seen < 0 ? value <= seen : value >= seen;
      });
  return std::isfinite(seen) &&
         static_cast<double>(as_far) > tail * static_cast<double>(resamples_.size());
}

}  // namespace monazite
