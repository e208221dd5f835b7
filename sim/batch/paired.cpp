#include "sim/batch/paired.hpp"

#include <cmath>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/block_sum.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

PairedDifference paired_difference(std::span<const double> baseline, std::span<const double> values,
                                   std::span<const std::uint32_t> replications) {
  BlockSum baseline_sum;
  BlockSum sum;
  std::vector<double> differences;
  differences.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    differences.push_back(values[i] - baseline[i]);
    if (std::isfinite(differences.back())) {
      baseline_sum.add(replications[i], baseline[i]);
      sum.add(replications[i], values[i]);
    }
  }
  const Summary summary = summarise(differences, replications);
  PairedDifference result;
  result.baseline_mean =
      baseline_sum.count() > 0 ? baseline_sum.total() / baseline_sum.count() : undefined;
  result.mean = sum.count() > 0 ? sum.total() / sum.count() : undefined;
  result.difference = summary.mean;
  result.ci95_low = summary.ci95_low;
  result.ci95_high = summary.ci95_high;
  result.replications = summary.replications;
  return result;
}

}  // namespace monazite
