#include "models/behaviour/order_batches.hpp"

#include <algorithm>
#include <cmath>

namespace monazite {

namespace {

/// Where a buyer stands, in the terms of its rule. Grams.
struct Standing {
  double level = 0;       ///< S
  double position = 0;    ///< IP
  double cover = 0;       ///< F C: the part of the level that a wait for a batch may eat up
  double per_review = 0;  ///< what a review orders in a steady year
  double slack = 0;       ///< what rounding to grams may have moved the position by

  [[nodiscard]] double gap() const { return level - position; }
};

Standing standing_of(const Profile& profile, const StockPosition& position) {
  const auto target = stock_target(profile, position);
  Standing standing;
  standing.per_review = target.net_per_day * profile.review_days;
  standing.level = target.on_hand + target.net_per_day * position.lead_days + standing.per_review;
  standing.position = position.on_hand + position.on_order - position.backlog;
  standing.cover = position.expected_per_day * position.cover_days;
  standing.slack = 1 + 1e-6 * standing.per_review;
  return standing;
}

double smallest_order(const OrderBatch& batch) { return std::max(batch.least, batch.lot); }

/// Whole lots that cover `grams`, but for what rounding adds.
double lots_for(double grams, const OrderBatch& batch, double slack) {
  return std::ceil((grams - slack) / batch.lot);
}

double reorder_point(const Profile& profile, const StockPosition& position,
                     const Standing& standing) {
  return profile.reorder_days ? *profile.reorder_days * position.expected_per_day : standing.level;
}

double order_at_reorder_point(const Profile& profile, const OrderBatch& batch,
                              const Standing& standing, double point) {
  const double below = point - standing.position;
  if (below < -standing.slack) {
    return 0;
  }
  if (!profile.in_fixed_quantities) {
    return standing.gap() > standing.slack ? in_whole_batches(standing.gap(), batch) : 0;
  }
  if (!(batch.lot > 0)) {
    return 0;  // a fixed quantity of so many days of no use
  }
  const double lots = std::floor((below + standing.slack) / batch.lot) + 1;
  return batch.lot * std::max(lots, lots_for(batch.least, batch, standing.slack));
}

}  // namespace

OrderBatch batch_of(const Profile& profile, const OrderBatch& given, double expected_per_day) {
  const double of_habits =
      profile.in_fixed_quantities ? profile.fixed_order_days : profile.order_lot_days;
  return {std::max(given.least, profile.least_order_days * expected_per_day),
          given.lot > 0 ? given.lot : of_habits * expected_per_day};
}

double in_whole_batches(double grams, const OrderBatch& batch) {
  if (!(batch.lot > 0)) {
    return std::max(grams, batch.least);
  }
  constexpr double one_gram = 1;
  const double lots = std::floor((grams + one_gram) / batch.lot);
  return batch.lot * std::max({1.0, lots, lots_for(batch.least, batch, one_gram)});
}

double order_in_batches(const Profile& profile, const StockPosition& position,
                        const OrderBatch& given) {
  const auto batch = batch_of(profile, given, position.expected_per_day);
  const auto standing = standing_of(profile, position);
  if (profile.at_reorder_point) {
    return order_at_reorder_point(profile, batch, standing,
                                  reorder_point(profile, position, standing));
  }
  const double gap = standing.gap();
  const double wanted = order_quantity(profile, position);
  const double smallest = smallest_order(batch);
  const bool may_wait = smallest > 0 && gap <= standing.cover + standing.slack;
  if (wanted <= 0 || (may_wait && gap < smallest - standing.slack)) {
    return 0;
  }
  const double ordered = in_whole_batches(wanted, batch);
  if (profile.smoothed || !(batch.lot > 0)) {
    return ordered;
  }
  // What whole lots leave may wait for the next review, what eats the cover up may not.
  return std::max(ordered, batch.lot * lots_for(gap - standing.cover, batch, standing.slack));
}

double below_steady_position(const Profile& profile, const StockPosition& position,
                             const OrderBatch& given, double phase) {
  const auto batch = batch_of(profile, given, position.expected_per_day);
  const auto standing = standing_of(profile, position);
  const double use = standing.per_review;
  if (!(use > 0)) {
    return 0;
  }
  if (profile.at_reorder_point) {
    // A review finds the position half a period's use below the point, on the mean.
    const double to_point = standing.level - reorder_point(profile, position, standing);
    const double ordered = profile.in_fixed_quantities
                               ? batch.lot
                               : std::max(to_point + use / 2, smallest_order(batch));
    if (profile.in_fixed_quantities && ordered <= use) {
      return to_point - ordered / 2;
    }
    return ordered <= use ? 0 : to_point - use / 2 - phase * (ordered - use);
  }
  const double ordered = smallest_order(batch);
  if (ordered <= use) {
    return 0;
  }
  const double longest_wait = std::max(use, std::min(ordered, standing.cover));
  return longest_wait - use - phase * (ordered - use);
}

}  // namespace monazite
