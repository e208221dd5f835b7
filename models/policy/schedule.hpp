#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/quantity/date.hpp"

namespace monazite {

/// The date of a level that no date brings, only an action: talks, a truce or a reaction.
inline constexpr Date on_call{std::numeric_limits<std::int32_t>::max()};

/// Where an instrument stands. Its own course of dated levels goes on whatever actions do; what
/// they have set holds instead of it until they let go.
struct InstrumentState {
  std::int32_t level = -1;  ///< the last of its dated levels that has been reached; -1: none yet
  std::int32_t set = -1;    ///< the level that an action has set; -1: none
  std::int32_t delay_days = 0;  ///< by which its next dated levels come later than planned

  bool operator==(const InstrumentState&) const = default;
};

/// The index of the level that holds; -1: none.
constexpr std::int32_t standing_level(InstrumentState state) {
  return state.set >= 0 ? state.set : state.level;
}

/// The index of the dated level that follows `state`.
inline std::size_t next_level(InstrumentState state) {
  return static_cast<std::size_t>(std::int64_t{state.level} + 1);
}

/// The date on which an instrument wants to be stepped next, after `state`; nothing when its course
/// has run. `Level` is any struct with a date `on`; levels are in order of date, those on call
/// last.
template <class Level>
std::optional<Date> next_wake(const std::vector<Level>& levels, InstrumentState state) {
  const auto next = next_level(state);
  if (next >= levels.size() || levels[next].on == on_call) {
    return std::nullopt;
  }
  return levels[next].on + state.delay_days;
}

/// The state on a date: the last dated level whose date has come.
template <class Level>
InstrumentState level_on(const std::vector<Level>& levels, InstrumentState state, Date today) {
  for (auto next = next_wake(levels, state); next && *next <= today;
       next = next_wake(levels, state)) {
    ++state.level;
  }
  return state;
}

/// What a change of an instrument that is in force or not brings.
struct Standing {
  InstrumentState state;
  std::optional<Date> wake;  ///< when it wants to be stepped next
  bool is_in_force = false;
  std::string_view action;
};

/// What it is to stand at `state`. `Level` has a date `on`, an `action` and whether it is
/// `in_force`.
template <class Level>
Standing standing_at(const std::vector<Level>& levels, InstrumentState state) {
  Standing result;
  result.state = state;
  result.wake = next_wake(levels, state);
  if (const auto level = standing_level(state); level >= 0) {
    const auto& now = levels[static_cast<std::size_t>(level)];
    result.is_in_force = now.in_force;
    result.action = now.action;
  }
  return result;
}

/// Its step on a date.
template <class Level>
Standing standing_on(const std::vector<Level>& levels, InstrumentState state, Date today) {
  return standing_at(levels, level_on(levels, state, today));
}

}  // namespace monazite
