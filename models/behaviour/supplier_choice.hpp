#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace monazite {

/// What one supplier costs more than in the base year, as shares of the goods' value.
struct LandedCost {
  double tariff = 0;               ///< duty on entry
  double expected_delay_days = 0;  ///< above that of the base year
};

/// The rise of landed cost over the base year, as a share of value: tariff + h delay (model: 4.5,
/// at constant prices and freight).
inline double cost_rise(const LandedCost& cost, double holding_cost_per_day) {
  return cost.tariff + holding_cost_per_day * cost.expected_delay_days;
}

/// Shares of purchase: base-year shares tilted by the rise of landed cost,
/// s_j ~ s0_j exp(-rise_j / mu), a multinomial logit around the base year (McFadden 1974). All
/// spans have one item a supplier; the result sums to one unless every base share is zero.
void tilt_shares(std::span<const float> base_share, std::span<const double> rise, double mu,
                 std::span<float> share);

/// Adds an order to each supplier's credit by its share. The supplier with the largest credit is
/// called next, so that over time each gets its share although one review calls only a few.
void accrue_credit(std::span<float> credit, std::span<const float> share, float grams);

/// The supplier with the largest credit; the first of equals.
std::size_t next_supplier(std::span<const float> credit);

}  // namespace monazite
