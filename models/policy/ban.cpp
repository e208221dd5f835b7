#include "models/policy/ban.hpp"

namespace monazite {

namespace {

std::span<const std::uint32_t> lanes_of(const Ban& ban, InstrumentState state) {
  if (state.level < 0) {
    return {};
  }
  return ban.levels[static_cast<std::size_t>(state.level)].lanes;
}

}  // namespace

BanStep step(const Ban& ban, InstrumentState state, Date today) {
  BanStep result;
  result.released = lanes_of(ban, state);
  result.state = level_on(ban.levels, state, today);
  result.blocked = lanes_of(ban, result.state);
  result.wake = next_wake(ban.levels, result.state);
  if (result.state.level >= 0) {
    result.action = ban.levels[static_cast<std::size_t>(result.state.level)].action;
  }
  return result;
}

}  // namespace monazite
