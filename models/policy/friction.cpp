#include "models/policy/friction.hpp"

namespace monazite {

namespace {

bool is_in_force(const Friction& friction, InstrumentState state) {
  return state.level >= 0 && friction.levels[static_cast<std::size_t>(state.level)].in_force;
}

}  // namespace

FrictionStep step(const Friction& friction, InstrumentState state, Date today) {
  FrictionStep result;
  result.was_in_force = is_in_force(friction, state);
  result.state = level_on(friction.levels, state, today);
  result.is_in_force = is_in_force(friction, result.state);
  result.wake = next_wake(friction.levels, result.state);
  if (result.state.level >= 0) {
    result.action = friction.levels[static_cast<std::size_t>(result.state.level)].action;
  }
  return result;
}

}  // namespace monazite
