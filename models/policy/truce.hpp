#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/policy/action.hpp"
#include "models/quantity/date.hpp"

namespace monazite {

/// What happens when the last day of a truce is over.
enum class TruceEnd : std::uint8_t {
  snap_back,  ///< instruments return to what their own course says
  extend,     ///< it goes on for as long again
  lapse       ///< what it moved is no longer in force
};

/// Instruments that are moved together until a deadline.
struct Truce {
  std::string id;
  std::optional<Date> from;      ///< its first day; else only an action begins it
  std::optional<Date> deadline;  ///< its last day
  int lasts_days = 0;            ///< without a deadline: so many days from its first; 0: no end
  TruceEnd then = TruceEnd::snap_back;
  int extension_days = 0;
  double believed = 0;  ///< chance that buyers give to the return of duties at its end, 0-1
  CommandRange commands;
  CommandRange lapse;  ///< brings what it moves out of force
};

/// Where a truce stands.
struct TruceState {
  bool is_on = false;
  std::optional<Date> deadline;  ///< its last day
  double believed = 0;
};

/// The state of a truce that begins today.
constexpr TruceState begun(const Truce& truce, Date today) {
  TruceState state{true, {}, truce.believed};
  if (truce.deadline && *truce.deadline >= today) {
    state.deadline = truce.deadline;
  } else if (truce.lasts_days > 0) {
    state.deadline = today + (truce.lasts_days - 1);
  }
  return state;
}

/// The state after its deadline is moved by so many days; one that has no deadline stays as it is.
constexpr TruceState extended(TruceState state, int days) {
  if (state.deadline) {
    state.deadline = *state.deadline + days;
  }
  return state;
}

}  // namespace monazite
