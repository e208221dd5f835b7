#pragma once

#include <algorithm>
#include <cmath>

namespace monazite {

/// How buyers of a profile take fright, and what they do then (model: 4.3).
struct HoardingRules {
  double mild_most = 1.3;       ///< the largest H_max of most buyers: times the cover wanted
  double strong_most = 4;       ///< the largest of the others
  double strong_share = 0.21;   ///< of the buyers
  double shortage_weight = 1;   ///< w1: of what is not met
  double price_weight = 0.5;    ///< w2: of the rise of the quoted price
  double news_weight = 0.3;     ///< w3: of an announcement or a beginning
  double delay_weight = 0.3;    ///< w4: of the rise of the lead time
  double threshold = 0.5;       ///< f0: fear at which half of H_max is wanted
  double spread = 0.1;          ///< s_f
  double rises_days = 7;        ///< tau_up
  double falls_days = 60;       ///< tau_down
  double news_days = 30;        ///< after which an alert has worn off to 1 / e
  double phantom_orders = 0.5;  ///< phi_max: ordered in excess when nothing is met
};

/// What a buyer sees of its supply of one material.
struct FearSignals {
  double unmet = 0;           ///< share of the purchases of four weeks that are overdue, 0-1
  double log_price_rise = 0;  ///< ln of the quoted price over its mean of half a year
  double alert = 0;           ///< share of its suppliers that news are of, 0-1, worn off
  double delay = 0;           ///< rise of the perceived lead time, as a share
};

/// f = w1 u + w2 max(0, ln(P / mean P)) + w3 alert + w4 max(0, L / L0 - 1).
inline double fear_of(const HoardingRules& rules, const FearSignals& signals) {
  return rules.shortage_weight * signals.unmet +
         rules.price_weight * std::max(0.0, signals.log_price_rise) +
         rules.news_weight * signals.alert + rules.delay_weight * std::max(0.0, signals.delay);
}

/// A logistic of (f - f0) / s.
inline double response_to(const HoardingRules& rules, double fear) {
  return 1 / (1 + std::exp(-(fear - rules.threshold) / rules.spread));
}

/// The hoarding that a fear calls for, H* = 1 + (H_max - 1) S(f), with S the response to fear
/// scaled so that S(0) = 0: without fear nobody hoards, not even a little. `none` is
/// response_to(rules, 0).
inline double hoarding_target(const HoardingRules& rules, double most, double fear, double none) {
  return 1 + (most - 1) * (response_to(rules, fear) - none) / (1 - none);
}

/// H after so many days under one fear: dH / dt = (H* - H) / tau, faster up than down.
inline double next_hoarding(const HoardingRules& rules, double hoarding, double target,
                            double days) {
  const double time = target > hoarding ? rules.rises_days : rules.falls_days;
  return hoarding + (target - hoarding) * -std::expm1(-days / time);
}

/// What a buyer orders in all over what it needs, when a share of its purchases is not met: phantom
/// orders (Lee, Padmanabhan and Whang, 1997; Sterman and Dogan, 2015). `rewarded` is the share of
/// its purchases from suppliers who give more to larger orders, 0-1: elsewhere there is no reason
/// to inflate (Cachon and Lariviere, 1999).
inline double order_inflation(const HoardingRules& rules, double unmet, double rewarded = 1) {
  return 1 + rules.phantom_orders * rewarded * std::clamp(unmet, 0.0, 1.0);
}

/// H_max of the buyer at `uniform` of (0, 1): of most at most `mild_most`, of `strong_share` from
/// there to `strong_most`, evenly. Some hoard heavily without a rational cause (Sterman and Dogan,
/// 2015, find a fifth).
inline double most_hoarding(const HoardingRules& rules, double uniform) {
  const double mild_share = 1 - rules.strong_share;
  if (uniform < mild_share) {
    return 1 + (rules.mild_most - 1) * uniform / mild_share;
  }
  return rules.mild_most +
         (rules.strong_most - rules.mild_most) * (uniform - mild_share) / rules.strong_share;
}

}  // namespace monazite
