#include "models/behaviour/supplier_choice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace monazite {

void tilt_shares(std::span<const float> base_share, std::span<const double> rise, double mu,
                 std::span<float> share) {
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  double sum = 0;
  for (std::size_t j = 0; j < rise.size(); ++j) {
    least = std::min(least, rise[j]);
    most = std::max(most, rise[j]);
    sum += static_cast<double>(base_share[j]);
  }
  // Where all have risen alike nothing tilts, not even by rounding.
  if (least == most && std::abs(sum - 1) < 1e-5) {
    std::copy(base_share.begin(), base_share.end(), share.begin());
    return;
  }
  double total = 0;
  // Most suppliers of a buyer have risen like one before them.
  double known_rise = least;
  double known_tilt = 1;
  for (std::size_t j = 0; j < share.size(); ++j) {
    if (rise[j] != known_rise) {
      // Relative to the cheapest, so that the sum cannot underflow when all have become dear.
      known_rise = rise[j];
      known_tilt = std::exp((least - rise[j]) / mu);
    }
    const double weight = static_cast<double>(base_share[j]) * known_tilt;
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

void spread_credits(std::span<SupplierAccount> accounts, const OrderSplit& split,
                    std::span<const float> phases) {
  float total = 0;
  std::size_t largest = 0;
  const auto grams = static_cast<float>(split.grams);
  const auto turns =
      static_cast<float>(accounts.size()) / static_cast<float>(std::max(1U, split.most_calls - 1));
  for (std::size_t j = 0; j < accounts.size(); ++j) {
    auto& account = accounts[j];
    // What it is due when it is called: the whole order, or its share of those since its last turn.
    const float due = split.most_calls == 1 ? grams
                                            : std::max(account.share * grams * turns,
                                                       static_cast<float>(split.least_grams));
    account.credit = account.share > 0 ? due * (phases[j] - 0.25F) : 0;
    total += account.credit;
    if (account.share > accounts[largest].share) {
      largest = j;
    }
  }
  if (!accounts.empty()) {
    accounts[largest].credit -= total;
  }
}

}  // namespace monazite
