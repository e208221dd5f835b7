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

TailRisk tail_risk(std::span<const double> losses, double share, std::uint64_t key) {
  constexpr std::size_t many_runs = 1000;
  std::vector<double> sample(losses.begin(), losses.end());
  TailRisk risk{mean_of_worst(sample, share), undefined, undefined};
  if (losses.size() < 2) {
    return risk;
  }
  const std::uint32_t resamples = losses.size() > many_runs ? 200 : 1000;
  std::vector<double> means;
  means.reserve(resamples);
  for (std::uint32_t r = 0; r < resamples; ++r) {
    const engine::StreamKey stream{0, key, r, 0};
    for (std::size_t k = 0; k < sample.size(); ++k) {
      const double uniform = engine::uniform(stream, static_cast<std::uint32_t>(k));
      sample[k] = losses[static_cast<std::size_t>(uniform * static_cast<double>(losses.size()))];
    }
    means.push_back(mean_of_worst(sample, share));
  }
  std::sort(means.begin(), means.end());
  risk.ci95_low = quantile_of_sorted(means, 0.025);
  risk.ci95_high = quantile_of_sorted(means, 0.975);
  return risk;
}

}  // namespace monazite
