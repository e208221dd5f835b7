#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "models/behaviour/order_batches.hpp"

namespace monazite {

/// What one supplier costs more than in the base year, as shares of the goods' value.
struct LandedCost {
  double price = 0;                ///< before duty and freight
  double tariff = 0;               ///< duty on entry
  double expected_delay_days = 0;  ///< above that of the base year
};

/// The rise of landed cost over the base year, as a share of value then: price + tariff + h delay
/// (model: 4.5, at constant freight).
inline double cost_rise(const LandedCost& cost, double holding_cost_per_day) {
  return cost.price + cost.tariff + holding_cost_per_day * cost.expected_delay_days;
}

/// Shares of purchase: base-year shares tilted by the rise of landed cost,
/// s_j ~ s0_j exp(-rise_j / mu), a multinomial logit around the base year (McFadden 1974). All
/// spans have one item a supplier; the result sums to one unless every base share is zero.
void tilt_shares(std::span<const float> base_share, std::span<const double> rise, double mu,
                 std::span<float> share);

/// What a supplier without a past counts in `tilt_shares` for a base share: as much as the mean of
/// the `suppliers` (> 0) of the base year, tilted by how much dearer than theirs its goods were
/// then, as a share of value: exp(-rise / mu) / n.
inline double newcomer_share(std::uint32_t suppliers, double rise, double mu) {
  return std::exp(-rise / mu) / static_cast<double>(suppliers);
}

/// A buyer's account with one supplier.
struct SupplierAccount {
  float share = 0;   ///< of the buyer's purchases
  float credit = 0;  ///< grams: what its share entitles it to, less what was ordered from it
};

/// How one order is placed.
struct OrderSplit {
  std::int64_t grams = 0;        ///< in all, > 0
  std::int64_t least_grams = 1;  ///< smallest part, >= 1, unless the order is smaller
  std::uint32_t most_calls = 1;  ///< suppliers called at most, >= 1
};

/// Splits an order among a few suppliers so that over time each gets its share. Every supplier is
/// credited with its share of the order. Then those that have waited longest, by credit over share,
/// are given what they are due, if it is the smallest part at least, and all that is left, if that
/// would be less; what is left after them goes to the supplier with the largest credit. So small
/// suppliers get small orders now and then, in turn, and a large one takes up what does not fit.
/// Suppliers for which `passed_over(index)` holds get neither credit nor a call; `entitled` is the
/// share of the others (one of them at least). Equals are called by index. Calls `place(index,
/// grams)`.
template <class PassedOver, class Place>
void call_suppliers(std::span<SupplierAccount> accounts, const OrderSplit& split, float entitled,
                    PassedOver&& passed_over, Place&& place) {
  const float entitlement = static_cast<float>(split.grams) / entitled;
  const auto least = static_cast<float>(split.least_grams);
  const auto none = accounts.size();
  // Next to nothing of next to nothing is a part like any other.
  const bool is_tiny = std::isinf(entitlement);
  for (std::size_t j = 0; j < accounts.size(); ++j) {
    const float part = is_tiny ? accounts[j].share / entitled * static_cast<float>(split.grams)
                               : accounts[j].share * entitlement;
    accounts[j].credit += passed_over(j) ? 0 : part;
  }
  auto left = split.grams;
  const auto give = [&](std::size_t j, std::int64_t part) {
    left -= part;
    accounts[j].credit -= static_cast<float>(part);
    place(j, part);
  };
  for (auto calls = split.most_calls; calls > 1 && left > 0; --calls) {
    auto longest = none;
    for (std::size_t j = 0; j < accounts.size(); ++j) {
      const auto& account = accounts[j];
      if (account.credit >= least && !passed_over(j) &&
          (longest == none ||
           account.credit * accounts[longest].share > accounts[longest].credit * account.share)) {
        longest = j;
      }
    }
    if (longest == none) {
      break;
    }
    const auto due = static_cast<std::int64_t>(accounts[longest].credit);
    give(longest, left - due < split.least_grams ? left : due);
  }
  if (left > 0) {
    auto largest = none;
    for (std::size_t j = 0; j < accounts.size(); ++j) {
      if (!passed_over(j) && (largest == none || accounts[j].credit > accounts[largest].credit)) {
        largest = j;
      }
    }
    give(largest, left);
  }
}

/// The same where suppliers take orders in batches, `batch_of(index)` each. Whose turn it is gets
/// what it is due in whole batches, its smallest order at least; others are called while a smallest
/// order of theirs is left. So what is placed in all may differ from the order by less than a
/// batch, and nobody's claim changes by that.
template <class PassedOver, class BatchOf, class Place>
void call_suppliers_in_batches(std::span<SupplierAccount> accounts, const OrderSplit& split,
                               float entitled, PassedOver&& passed_over, BatchOf&& batch_of,
                               Place&& place) {
  const auto credit_all = [&](double grams) {
    for (std::size_t j = 0; j < accounts.size(); ++j) {
      if (!passed_over(j)) {
        accounts[j].credit += static_cast<float>(static_cast<double>(accounts[j].share) /
                                                 static_cast<double>(entitled) * grams);
      }
    }
  };
  const auto smallest = [&](std::size_t j) {
    const auto batch = batch_of(j);
    return std::max({1.0, batch.least, batch.lot});
  };
  const auto none = accounts.size();
  credit_all(static_cast<double>(split.grams));
  auto left = static_cast<double>(split.grams);
  for (auto calls = split.most_calls; calls > 0 && left > 0; --calls) {
    auto longest = none;
    auto largest = none;
    for (std::size_t j = 0; j < accounts.size(); ++j) {
      const auto& account = accounts[j];
      if (passed_over(j)) {
        continue;
      }
      if (largest == none || account.credit > accounts[largest].credit) {
        largest = j;
      }
      if (static_cast<double>(account.credit) >= smallest(j) &&
          (longest == none ||
           account.credit * accounts[longest].share > accounts[longest].credit * account.share)) {
        longest = j;
      }
    }
    const bool takes_all = calls == 1 || longest == none;
    const auto called = takes_all ? largest : longest;
    if (calls < split.most_calls && left < smallest(called)) {
      break;
    }
    const double due =
        takes_all ? left : std::min(left, static_cast<double>(accounts[called].credit));
    const double part = std::round(in_whole_batches(due, batch_of(called)));
    left -= part;
    accounts[called].credit -= static_cast<float>(part);
    place(called, static_cast<std::int64_t>(part));
  }
  credit_all(-left);
}

/// Sets the credits as a long past of orders like `split` would have left them: each supplier
/// somewhere between two of its calls, as its item of `phases` in [0, 1) tells, and in all zero. A
/// supplier whose turn it was starts again from nothing, one that took what was left from a debt,
/// so that credits lie between a quarter below and three quarters above what is due at a call.
void spread_credits(std::span<SupplierAccount> accounts, const OrderSplit& split,
                    std::span<const float> phases);

}  // namespace monazite
