#include "sim/analysis/cluster_bootstrap.hpp"

#include <algorithm>
#include <cmath>

#include "sim/batch/statistics.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

std::vector<double> resampled(
    std::uint32_t count, std::uint64_t key,
    const std::function<double(std::span<const std::size_t> clusters)>& statistic) {
  constexpr std::uint32_t many_clusters = 1000;
  const std::uint32_t resamples = count > many_clusters ? 200 : 1000;
  std::vector<double> values;
  values.reserve(resamples);
  std::vector<std::size_t> sample(count);
  for (std::uint32_t r = 0; r < resamples; ++r) {
    const engine::StreamKey stream{0, key, r, 0};
    for (std::uint32_t k = 0; k < count; ++k) {
      sample[k] = static_cast<std::size_t>(engine::uniform(stream, k) * count);
    }
    values.push_back(statistic(sample));
  }
  std::sort(values.begin(), values.end(),
            [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
  return values;
}

BootstrapInterval expanded_interval(std::span<const double> values, std::uint32_t count) {
  const double n = count;
  const double t = student_t_95(count) * std::sqrt(n / (n - 1));
  const double tail = 0.5 * std::erfc(t / std::sqrt(2.0));
  return {quantile_of_sorted(values, tail), quantile_of_sorted(values, 1 - tail)};
}

}  // namespace monazite
