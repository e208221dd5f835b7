#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/quantity/date.hpp"

namespace monazite {

/// Where an instrument stands: the last of its dated levels that has been reached. -1: none yet.
struct InstrumentState {
  std::int32_t level = -1;
};

/// The index of the level that follows `state`.
inline std::size_t next_level(InstrumentState state) {
  return static_cast<std::size_t>(std::int64_t{state.level} + 1);
}

/// The date on which an instrument wants to be stepped next, after `state`; nothing when its course
/// has run. `Level` is any struct with a date `on`; levels are in order of date.
template <class Level>
std::optional<Date> next_wake(const std::vector<Level>& levels, InstrumentState state) {
  const auto next = next_level(state);
  if (next >= levels.size()) {
    return std::nullopt;
  }
  return levels[next].on;
}

/// The state on a date: the last level whose date has come.
template <class Level>
InstrumentState level_on(const std::vector<Level>& levels, InstrumentState state, Date today) {
  while (next_level(state) < levels.size() && levels[next_level(state)].on <= today) {
    ++state.level;
  }
  return state;
}

/// What a step of an instrument that is in force or not brings.
struct Standing {
  InstrumentState state;
  std::optional<Date> wake;  ///< when it wants to be stepped next
  bool is_in_force = false;
  std::string_view action;
};

/// Its step on a date. `Level` has a date `on`, an `action` and whether it is `in_force`.
template <class Level>
Standing standing_on(const std::vector<Level>& levels, InstrumentState state, Date today) {
  Standing result;
  result.state = level_on(levels, state, today);
  result.wake = next_wake(levels, result.state);
  if (result.state.level >= 0) {
    const auto& level = levels[static_cast<std::size_t>(result.state.level)];
    result.is_in_force = level.in_force;
    result.action = level.action;
  }
  return result;
}

}  // namespace monazite
