#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

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

/// What a period of a contract has brought. Grams.
struct ContractPeriod {
  double duty = 0;        ///< volume of the days on which the goods could leave
  double called = 0;      ///< ordered
  double taken_back = 0;  ///< of it, by the buyer within the grace, or lost on its way
  double delivered = 0;   ///< under the contract; less than nothing if more came back
  double backlog = 0;     ///< called and not delivered in earlier periods
  double late = 0;        ///< owed for longer than the grace
  double charged = 0;     ///< of that, what has been paid for
  double missed = 0;      ///< owed for longer than the grace when the buyer withdrew it
};

/// What follows from it. Grams.
struct ContractShortfall {
  double charged = 0;          ///< what the seller pays for
  double backlog = 0;          ///< what it may still have to pay for
  std::optional<double> kept;  ///< share of what was called that is neither late nor missed
  double untaken = 0;          ///< what the buyer should have called beyond what it did
};

/// Settles a period: the seller pays once for what was called of the volume and is late by more
/// than the grace, or was when the buyer withdrew it; nothing while an instrument keeps the goods
/// from leaving (`is_excused`). The grace goes by the age of what is owed, oldest first.
inline ContractShortfall shortfall_of(const ContractTerms& terms, const ContractPeriod& period,
                                      bool is_excused) {
  const double most = terms.most_volume * period.duty;
  const double called = std::max(0.0, period.called - period.taken_back);
  const double open = std::max(0.0, period.backlog + std::min(called, most) - period.delivered);
  ContractShortfall result;
  if (!is_excused) {
    result.charged = std::min(open, std::max(0.0, period.late - period.charged) + period.missed);
  }
  result.backlog = open - result.charged;
  if (called > 0 && most > 0) {
    result.kept = std::clamp(1 - (period.late + period.missed) / std::min(called, most), 0.0, 1.0);
  }
  result.untaken = std::max(0.0, terms.least_volume * period.duty - period.called);
  return result;
}

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
