#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "models/policy/schedule.hpp"

namespace monazite {

/// From `on`, the issuer makes up what producers get to the floor, or does not.
struct FloorLevel {
  Date on;
  std::string action;  ///< impose, lapse
  bool in_force = false;
  double usd_per_kg = 0;
  double upside_share = 0;  ///< of what the price is above the floor, 0-1
};

/// A price floor, or contract for difference: the issuer pays producers what the price is below it,
/// and gets a share of what it is above.
struct PriceFloor {
  std::vector<FloorLevel> levels;
  std::vector<std::uint32_t> outputs;  ///< of lines, ascending
  std::vector<std::uint32_t> cells;    ///< by output: whose price counts; empty: the producer's own
  std::vector<std::uint32_t> accounts;  ///< by output: what is paid is booked on
};

/// How it stands at a state; nothing while it is not in force.
inline const FloorLevel* level_in_force(const PriceFloor& floor, InstrumentState state) {
  const auto level = standing_level(state);
  const auto* now = level < 0 ? nullptr : &floor.levels[static_cast<std::size_t>(level)];
  return now != nullptr && now->in_force ? now : nullptr;
}

/// What the issuer pays on a kilogram at a price, USD: max(0, P_f - P) - s max(0, P - P_f), less
/// than 0 when the producer pays (model: 5.4).
inline double support_usd_per_kg(const FloorLevel& floor, double price_usd_per_kg) {
  const double below = floor.usd_per_kg - price_usd_per_kg;
  return below >= 0 ? below : floor.upside_share * below;
}

}  // namespace monazite
