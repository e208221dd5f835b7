#include "sim/batch/antithetic.hpp"

#include <vector>

namespace monazite {

Summary summarise_pairs(std::span<const double> values,
                        std::span<const std::uint32_t> replications) {
  std::vector<double> means;
  std::vector<std::uint32_t> pairs;
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    const std::uint32_t pair = replications[i] / 2;
    if (replications[i + 1] / 2 == pair) {
      means.push_back((values[i] + values[i + 1]) / 2);
      pairs.push_back(pair);
    }
  }
  Summary summary = summarise(values, replications);
  const Summary of_pairs = summarise(means, pairs);
  summary.ci95_low = of_pairs.ci95_low;
  summary.ci95_high = of_pairs.ci95_high;
  return summary;
}

}  // namespace monazite
