#include "models/policy/tariff.hpp"

#include <algorithm>

namespace monazite {

namespace {

double rate_of(const Tariff& tariff, InstrumentState state) {
  return state.level < 0 ? 0.0 : tariff.levels[static_cast<std::size_t>(state.level)].rate;
}

}  // namespace

TariffChange step(const Tariff& tariff, InstrumentState state, Date today) {
  TariffChange result;
  result.old_rate = rate_of(tariff, state);
  result.state = level_on(tariff.levels, state, today);
  result.rate = rate_of(tariff, result.state);
  result.wake = next_wake(tariff.levels, result.state);
  if (result.state.level >= 0) {
    result.action = tariff.levels[static_cast<std::size_t>(result.state.level)].action;
  }
  return result;
}

double expected_rise(const Tariff& tariff, InstrumentState state) {
  const auto next = next_level(state);
  if (next >= tariff.levels.size()) {
    return 0;
  }
  const auto& level = tariff.levels[next];
  return level.believed * std::max(0.0, level.rate - rate_of(tariff, state));
}

}  // namespace monazite
