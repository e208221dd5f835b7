#pragma once

#include "models/behaviour/ordering.hpp"

namespace monazite {

/// How orders come in batches. Grams.
struct OrderBatch {
  double least = 0;  ///< no order is smaller
  double lot = 0;    ///< an order is a multiple of it; 0: of any size

  bool operator==(const OrderBatch&) const = default;
};

/// The batch in which a buyer orders now: what its habits say in days of use, and `given` by its
/// lanes and its material. The larger of the smallest orders holds; a lot that is given goes before
/// one of habits.
[[nodiscard]] OrderBatch batch_of(const Profile& profile, const OrderBatch& given,
                                  double expected_per_day);

/// What is ordered of `grams` (> 0) that are wanted: whole lots within it, at least one and at
/// least the smallest order.
[[nodiscard]] double in_whole_batches(double grams, const OrderBatch& batch);

/// Grams to order in one review of a buyer that orders in batches, or at a reorder point (model:
/// 4.2). S is the level of base stock, IP = I + O - B the position.
///
/// Base stock and smoothed: a stock waits until S - IP is the smallest order, but never until its
/// cover is eaten up, S - IP > F C: then the smallest order is placed even if it leads above S. So
/// a small level starves nobody, whatever the batch. At a reorder point s (Scarf 1960): nothing
/// while IP > s, then S - IP, the (s, S) rule; or as many fixed quantities Q as lead above s, the
/// (r, nQ) rule (Hadley and Whitin 1963).
[[nodiscard]] double order_in_batches(const Profile& profile, const StockPosition& position,
                                      const OrderBatch& given);

/// By how many grams the position of such a buyer lies, in a steady year, below that of one that
/// orders in each review; `phase` in [0, 1) says how long ago its last order is, of the time
/// between two.
[[nodiscard]] double below_steady_position(const Profile& profile, const StockPosition& position,
                                           const OrderBatch& given, double phase);

}  // namespace monazite
