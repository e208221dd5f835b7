#include "models/behaviour/supplier_choice.hpp"

#include <algorithm>
#include <cmath>

namespace monazite {

void tilt_shares(std::span<const float> base_share, std::span<const double> rise, double mu,
                 std::span<float> share) {
  double least = 0;
  if (!rise.empty()) {
    least = *std::min_element(rise.begin(), rise.end());
  }
  double total = 0;
  for (std::size_t j = 0; j < share.size(); ++j) {
    // Relative to the cheapest, so that the sum cannot underflow when all have become dear.
    const double weight = static_cast<double>(base_share[j]) * std::exp((least - rise[j]) / mu);
    share[j] = static_cast<float>(weight);
    total += weight;
  }
  if (!(total > 0)) {
    std::copy(base_share.begin(), base_share.end(), share.begin());
    return;
  }
  for (auto& s : share) {
    s = static_cast<float>(static_cast<double>(s) / total);
  }
}

}  // namespace monazite
