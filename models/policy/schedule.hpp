#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

}  // namespace monazite
