#include "sim/batch/tail_risk.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/statistics.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

double mean_of_worst(std::span<double> losses, double share) {
  if (losses.empty()) {
    return undefined;
  }
  const double worst = std::max(1.0, share * static_cast<double>(losses.size()));
  const auto whole = static_cast<std::size_t>(worst);
  const auto needed = std::min(losses.size(), whole + 1);
  std::partial_sort(losses.begin(), losses.begin() + static_cast<std::ptrdiff_t>(needed),
                    losses.end(), std::greater<>());
  double sum = 0;
  for (std::size_t k = 0; k < whole; ++k) {
    sum += losses[k];
  }
  if (whole < losses.size()) {
    sum += (worst - static_cast<double>(whole)) * losses[whole];
  }
  return sum / worst;
}

namespace {

/// An estimate and its standard error.
struct Estimate {
  double mean = 0;
  double error = 0;
};

/// The mean of the worst and its error, by the variance of what lies above the quantile.
Estimate estimate_of(std::span<double> losses, double share) {
  Estimate estimate;
  estimate.mean = mean_of_worst(losses, share);  // which sorts the worst and the next
  const auto runs = static_cast<double>(losses.size());
  const auto whole = static_cast<std::size_t>(std::max(1.0, share * runs));
  const double quantile = losses[std::min(whole, losses.size() - 1)];
  double sum = 0;
  double squares = 0;
  for (std::size_t k = 0; k < std::min(whole, losses.size()); ++k) {
    const double above = losses[k] - quantile;
    sum += above / runs;
    squares += above * above / runs;
  }
  estimate.error = std::sqrt(std::max(0.0, squares - sum * sum) / runs) / share;
  return estimate;
}

/// The quantiles that an interval ends at.
constexpr double low_end = 0.025;
constexpr double high_end = 0.975;

}  // namespace

TailRisk tail_risk(std::span<const double> losses, double share, std::uint64_t key) {
  constexpr std::size_t many_runs = 1000;
  constexpr double fewest_worst = 5;
  std::vector<double> sample(losses.begin(), losses.end());
  if (losses.size() < 2) {
    return {mean_of_worst(sample, share), undefined, undefined};
  }
  const Estimate found = estimate_of(sample, share);
  const std::uint32_t resamples = losses.size() > many_runs ? 200 : 1000;
  std::vector<double> means;
  std::vector<double> departures;  // in errors of the resample
  for (std::uint32_t r = 0; r < resamples; ++r) {
    const engine::StreamKey stream{0, key, r, 0};
    for (std::size_t k = 0; k < sample.size(); ++k) {
      const double uniform = engine::uniform(stream, static_cast<std::uint32_t>(k));
      sample[k] = losses[static_cast<std::size_t>(uniform * static_cast<double>(losses.size()))];
    }
    const Estimate resampled = estimate_of(sample, share);
    means.push_back(resampled.mean);
    if (resampled.error > 0) {
      departures.push_back((resampled.mean - found.mean) / resampled.error);
    }
  }
  std::sort(means.begin(), means.end());
  std::sort(departures.begin(), departures.end());
  TailRisk risk{found.mean, quantile_of_sorted(means, low_end), undefined};
  if (share * static_cast<double>(losses.size()) < fewest_worst) {
    return risk;
  }
  risk.ci95_high = quantile_of_sorted(means, high_end);
  if (!departures.empty()) {
    const double above = found.error * quantile_of_sorted(departures, high_end);
    const double below = found.error * quantile_of_sorted(departures, low_end);
    risk.ci95_low = std::min(risk.ci95_low, found.mean - above);
    risk.ci95_high = std::max(risk.ci95_high, found.mean - below);
  }
  return risk;
}

}  // namespace monazite
