#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/policy/schedule.hpp"

namespace monazite {

/// From `on`, the border works so.
struct FrictionLevel {
  Date on;
  std::string action;  ///< impose, lapse
  bool in_force = false;
  double time_factor = 1;  ///< of the time under way
  double hold_probability = 0;
};

/// Slow customs: shipments on its lanes take longer, and some are held before they leave
/// (model: 6.5).
struct Friction {
  std::vector<FrictionLevel> levels;
  std::vector<std::uint32_t> lanes;  ///< lane numbers, ascending
  std::uint32_t hold = 0;            ///< index into the world's durations
};

/// How it stands at a state; nothing while it is not in force.
inline const FrictionLevel* level_in_force(const Friction& friction, InstrumentState state) {
  const auto level = standing_level(state);
  const auto* now = level < 0 ? nullptr : &friction.levels[static_cast<std::size_t>(level)];
  return now != nullptr && now->in_force ? now : nullptr;
}

/// The step of a friction on a date: a pure function.
inline Standing step(const Friction& friction, InstrumentState state, Date today) {
  return standing_on(friction.levels, state, today);
}

}  // namespace monazite
