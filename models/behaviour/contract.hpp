#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace monazite {

/// The terms of a contract between a seller and a buyer. Prices are multiples of that of the base
/// year, volumes shares of what the contract is for.
struct ContractTerms {
  double share = 0.75;        ///< of the trade of the base year that is under contract
  double least_volume = 0.8;  ///< the buyer takes or pays for so much of it
  double most_volume = 1.1;   ///< the seller delivers up to so much of it
  double discount = 0;        ///< on the mean of the traded price
  int average_days = 90;      ///< over which that mean is taken
  double premium = 0;
  double floor = 0;              ///< the price is not below it
  double cap = 1000;             ///< nor above it
  double penalty = 0.1;          ///< on a kilogram short, as a share of its price
  int grace_days = 14;           ///< what is owed for no longer is not short
  bool force_majeure = true;     ///< nobody has a duty while the goods may not leave
  int period_days = 91;          ///< volumes are settled so often
  int term_days = 364;           ///< after which both think again
  double trust_needed = 0.8;     ///< delivered / called at which half would renew
  double trust_spread = 0.1;     ///< how far around it they would
  double price_tolerance = 0.3;  ///< a gap of contract and spot that lowers renewals by e
};

/// The price under a contract (model: 4.4): (1 - d) times the mean of the traded price, plus the
/// premium, within floor and cap. Multiples of the price of the base year.
inline double contract_price(const ContractTerms& terms, double mean_price) {
  return std::clamp((1 - terms.discount) * mean_price + terms.premium, terms.floor,
                    std::max(terms.floor, terms.cap));
}

/// What a buyer calls of a contract's volume: more the cheaper it is than the spot market, within
/// the band. `cost_sensitivity` is that of its choice of suppliers (mu).
inline double call_off(const ContractTerms& terms, double contract_price, double spot_price,
                       double cost_sensitivity) {
  const double dearer = contract_price / spot_price - 1;
  return std::clamp(std::exp(-dearer / cost_sensitivity), terms.least_volume, terms.most_volume);
}

/// The chance that a contract is renewed: both sides trust what was delivered, and neither loses by
/// its price (model: 4.4). `trust`: delivered over called, smoothed.
inline double renewal_chance(const ContractTerms& terms, double trust, double contract_price,
                             double spot_price) {
  const double by_trust = 1 / (1 + std::exp(-(trust - terms.trust_needed) / terms.trust_spread));
  const double gap = std::abs(std::log(contract_price / spot_price));
  return by_trust * std::exp(-gap / terms.price_tolerance);
}

}  // namespace monazite
