#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/behaviour/profile.hpp"

namespace monazite {

/// What a buyer knows when it reviews one stock. Grams, grams a day and days.
struct StockPosition {
  double expected_per_day = 0;  ///< F: expected use
  double variance = 0;          ///< of a day's use
  double arriving_per_day = 0;  ///< what is expected to come without an order (pushed lanes)
  double on_hand = 0;           ///< I
  double on_order = 0;          ///< O: ordered and not received
  double backlog = 0;           ///< B: what the orders need that its products are short of
  double lead_days = 0;         ///< perceived lead time, from order to receipt
  double cover_days = 0;        ///< C: cover wanted at a review
  double drawn_at_once = 0;     ///< what its use takes in one piece: a lot of its line
};

/// What a buyer wants to find in a review, before it orders. Grams.
struct StockTarget {
  double net_per_day = 0;  ///< expected use that has to be ordered
  double on_hand = 0;
  double on_order = 0;
};

/// The target of one review (model: 4.2): F C + z sigma sqrt(R + L) on hand, so that the cover C is
/// what a review finds; on order, the net use of the lead time. A review comes just before its own
/// order and so finds half a period's orders less than the mean of F L: the smoothed rule, which
/// weighs the two gaps differently, wants F (L - R / 2). Where use draws on the stock by the lot,
/// the level ordered up to holds at least one: else, with all of it on hand, no lot would ever
/// begin.
inline StockTarget stock_target(const Profile& profile, const StockPosition& position) {
  const double review = profile.review_days;
  StockTarget target;
  target.net_per_day = std::max(0.0, position.expected_per_day - position.arriving_per_day);
  const double safety =
      profile.safety_factor == 0
          ? 0.0
          : profile.safety_factor * std::sqrt(position.variance * (review + position.lead_days));
  target.on_hand = position.expected_per_day * position.cover_days + safety;
  if (position.expected_per_day > 0 && position.drawn_at_once > 0) {
    const double beside = target.net_per_day * (position.lead_days + review);
    target.on_hand = std::max(target.on_hand, position.drawn_at_once - beside);
  }
  target.on_order =
      target.net_per_day *
      (profile.smoothed ? std::max(0.0, position.lead_days - review / 2) : position.lead_days);
  return target;
}

/// Grams to order in one review (model: 4.2).
///
/// Pure base stock: q = max(0, S - I - O + B) with S = F (R + L + C) + z sigma sqrt(R + L), the
/// order-up-to level of periodic review (Silver, Pyke and Peterson 1998). Smoothed (anchor and
/// adjust, Sterman 1989): q = R max(0, F + (S_I - I) / tau + beta (S_O - O) / tau + B / tau_P),
/// with the targets of stock_target. A backlog is made up for at the pace of production, tau_P, and
/// not at that of stocks: a chain of stages would else take years over it. In both, F is net of
/// what comes without an order.
inline double order_quantity(const Profile& profile, const StockPosition& position) {
  const auto target = stock_target(profile, position);
  const double on_hand_gap = target.on_hand - position.on_hand;
  const double on_order_gap = target.on_order - position.on_order;
  if (!profile.smoothed) {
    return std::max(0.0, on_hand_gap + on_order_gap + position.backlog +
                             target.net_per_day * profile.review_days);
  }
  const double correction =
      (on_hand_gap + profile.supply_line_weight * on_order_gap) / profile.adjustment_days +
      position.backlog / profile.production_days;
  return profile.review_days * std::max(0.0, target.net_per_day + correction);
}

/// Grams on hand with which a review orders just the net use of its period, given what it has on
/// order: where the rule comes to rest. `position.on_hand` is not read.
inline double on_hand_at_rest(const Profile& profile, const StockPosition& position) {
  const auto target = stock_target(profile, position);
  const double weight = profile.smoothed ? profile.supply_line_weight : 1;
  return std::max(0.0, target.on_hand + weight * (target.on_order - position.on_order));
}

/// What a line knows of one product. Grams, grams a day and days.
struct ProductionPosition {
  double expected_per_day = 0;  ///< expected orders
  double available = 0;         ///< on hand and in process, less what is owed
  double lead_days = 0;         ///< from charge to product
  double cover_days = 0;        ///< stock of the product wanted
};

/// Grams a day to start. Pure base stock: without limit while the position is below the level
/// F (L + C), else nothing. Smoothed: F + (F (L + C) - position) / tau, so that a line runs at the
/// pace of its orders instead of on and off (the production rule of Sterman 1989).
inline double production_rate(const Profile& profile, const ProductionPosition& position) {
  const double gap =
      position.expected_per_day * (position.lead_days + position.cover_days) - position.available;
  if (!profile.smoothed) {
    return gap > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  }
  return std::max(0.0, position.expected_per_day + gap / profile.production_days);
}

/// Grams a day to start for a co-product that is worth running for: nothing until orders exceed all
/// that is on hand and in process by more than `production_days` of expected orders, then what
/// closes the shortfall on top of them.
inline double scarcity_rate(const Profile& profile, const ProductionPosition& position) {
  const double tolerated = position.expected_per_day * profile.production_days;
  return position.available < -tolerated
             ? position.expected_per_day - position.available / profile.production_days
             : 0.0;
}

/// The perceived lead time after a delivery that took `taken_days`. A delivery of one review
/// period's use moves it by `learning` of the difference, a smaller one by less.
inline double learned_lead_days(double perceived_days, double taken_days, double delivered_grams,
                                double period_use_grams, double learning) {
  const double size =
      period_use_grams > 0 ? std::min(1.0, delivered_grams / period_use_grams) : 1.0;
  return perceived_days + learning * size * (taken_days - perceived_days);
}

}  // namespace monazite
