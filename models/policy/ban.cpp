#include "models/policy/ban.hpp"

namespace monazite {

namespace {

std::span<const std::uint32_t> lanes_of(const Ban& ban, InstrumentState state) {
  const auto level = standing_level(state);
  return level < 0 ? std::span<const std::uint32_t>()
                   : std::span(ban.levels[static_cast<std::size_t>(level)].lanes);
}

}  // namespace

BanStep change(const Ban& ban, InstrumentState from, InstrumentState to) {
  BanStep result;
  result.released = lanes_of(ban, from);
  result.state = to;
  result.blocked = lanes_of(ban, to);
  result.wake = next_wake(ban.levels, to);
  if (const auto level = standing_level(to); level >= 0) {
    result.action = ban.levels[static_cast<std::size_t>(level)].action;
  }
  return result;
}

BanStep step(const Ban& ban, InstrumentState state, Date today) {
  return change(ban, state, level_on(ban.levels, state, today));
}

}  // namespace monazite
