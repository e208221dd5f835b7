#pragma once

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

/// The date on which an instrument wants to be stepped next, after `state`; nothing when its course
/// has run. `Level` is any struct with a date `on`; levels are in order of date.
template <class Level>
std::optional<Date> next_wake(const std::vector<Level>& levels, InstrumentState state) {
  const auto next = static_cast<std::size_t>(state.level + 1);
  if (next >= levels.size()) {
    return std::nullopt;
  }
  return levels[next].on;
}

/// The state on a date: the last level whose date has come.
template <class Level>
InstrumentState level_on(const std::vector<Level>& levels, InstrumentState state, Date today) {
  while (static_cast<std::size_t>(state.level + 1) < levels.size() &&
         levels[static_cast<std::size_t>(state.level + 1)].on <= today) {
    ++state.level;
  }
  return state;
}

}  // namespace monazite
