#pragma once

namespace monazite {

/// Units of a good that reach the military end use out of `units` delivered to a civil one:
/// `diversion` is the share that would without a review, `end_use_check` the share of it that a
/// review in force stops. Both 0-1.
constexpr double diverted_units(double units, double diversion, double end_use_check) {
  return units * diversion * (1 - end_use_check);
}

/// What units in the military end use count for, whether delivered to it or diverted: units times
/// a stated weight, in USD per unit. A judgement and no flow of money, so it is added to none.
constexpr double strategic_cost_usd(double military_units, double diverted, double usd_per_unit) {
  return (military_units + diverted) * usd_per_unit;
}

}  // namespace monazite
