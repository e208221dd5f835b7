#include "models/policy/tariff.hpp"

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

}  // namespace monazite
