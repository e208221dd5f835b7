#include "models/policy/tariff.hpp"

namespace monazite {

double rate_at(const Tariff& tariff, InstrumentState state) {
  const auto level = standing_level(state);
  return level < 0 ? 0.0 : tariff.levels[static_cast<std::size_t>(level)].rate;
}

TariffChange change(const Tariff& tariff, InstrumentState from, InstrumentState to) {
  TariffChange result;
  result.old_rate = rate_at(tariff, from);
  result.state = to;
  result.rate = rate_at(tariff, to);
  result.wake = next_wake(tariff.levels, to);
  if (const auto level = standing_level(to); level >= 0) {
    result.action = tariff.levels[static_cast<std::size_t>(level)].action;
  }
  return result;
}

TariffChange step(const Tariff& tariff, InstrumentState state, Date today) {
  return change(tariff, state, level_on(tariff.levels, state, today));
}

double expected_change(const Tariff& tariff, InstrumentState state) {
  if (state.set >= 0 || !next_wake(tariff.levels, state)) {
    return 0;
  }
  const auto& level = tariff.levels[next_level(state)];
  return level.believed * (level.rate - rate_at(tariff, state));
}

double expected_snap_back(const Tariff& tariff, InstrumentState state, Date deadline,
                          double believed) {
  auto after = level_on(tariff.levels, state, deadline + 1);
  after.set = -1;
  return believed * (rate_at(tariff, after) - rate_at(tariff, state));
}

}  // namespace monazite
