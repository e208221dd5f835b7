#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/behaviour/allocation.hpp"
#include "models/behaviour/hoarding.hpp"

namespace monazite {

/// Habits of ordering and of serving, ready to compute with (model: 4.1, 4.2, 4.5, 4.6).
struct Profile {
  std::string id;
  bool smoothed = true;                ///< anchor and adjust; else pure base stock
  bool at_reorder_point = false;       ///< base stock that orders at or below a reorder point only
  bool in_fixed_quantities = false;    ///< and then such quantities, not up to the level
  std::optional<double> reorder_days;  ///< of use; none: the reorder point is the level
  double fixed_order_days = 0;         ///< of use
  double least_order_days = 0;         ///< of use: no order is smaller
  double order_lot_days = 0;           ///< of use: an order is a multiple; 0: of any size
  double review_days = 7;
  double forecast_weight = 0.25;  ///< weight of the latest review period in expected use
  double adjustment_days = 28;
  double production_days = 14;
  double supply_line_weight = 0.7;
  double safety_factor = 0;
  double lead_time_learning = 0.2;
  double cost_sensitivity = 0.1;
  double holding_cost_per_day = 0.0007;
  std::uint32_t orders_per_review = 6;
  double patience_days = 0;      ///< 0: a late supplier is called like any other
  double cancel_after_days = 0;  ///< 0: an order stands until it is met
  double qualify_at = 0.5;       ///< share of purchases that fails when another is qualified
  Allocation allocation = Allocation::pro_rata;
  bool home_first = false;
  double home_reserve = 0;  ///< share of what comes into stock that is kept for the own region
  double rush_days_per_shortfall = 60;    ///< cover ordered early, a unit of a quota's shortfall
  double most_rush_days = 30;             ///< at most so many days of cover ordered early
  double most_front_loading_days = 60;    ///< cover ordered before a duty rises, at most
  double most_waiting = 0.25;             ///< share of cover run down before a duty falls, at most
  std::optional<HoardingRules> hoarding;  ///< none: no fear
  std::vector<std::uint8_t> sector_rank;  ///< by SectorId: 0 is served first
  std::uint8_t default_rank = 0;          ///< of buyers without a sector
};

}  // namespace monazite
