#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/policy/schedule.hpp"

namespace monazite {

/// From `on`, goods pay this share of their value on entry.
struct TariffLevel {
  Date on;
  std::string action;  ///< impose, tighten, ease, snap_back, lapse
  double rate = 0;
  double believed = 0;  ///< chance that buyers give to it before it comes, 0-1
};

/// An ad valorem duty on a set of lanes, with its dated schedule.
struct Tariff {
  std::vector<TariffLevel> levels;
  std::vector<std::uint32_t> lanes;  ///< lane numbers, ascending
};

/// What a step of a tariff changes: the rate on its lanes, from `old_rate` to `rate`.
struct TariffChange {
  InstrumentState state;
  std::optional<Date> wake;
  double old_rate = 0;
  double rate = 0;
  std::string_view action;
};

/// What it is to go from one state to another.
TariffChange change(const Tariff& tariff, InstrumentState from, InstrumentState to);

/// The step of a tariff on a date: a pure function.
TariffChange step(const Tariff& tariff, InstrumentState state, Date today);

/// The rate at a state, as a share of value.
double rate_at(const Tariff& tariff, InstrumentState state);

/// The change of the rate that buyers expect of the level after `state`: to its rate from the
/// present one, of the chance that they give it. 0 after the last level, and while an action has
/// set the rate.
double expected_change(const Tariff& tariff, InstrumentState state);

/// The change that they expect of the end of a truce that has set the rate, when its own course
/// comes back after `deadline`, of the chance `believed` that they give to it.
double expected_snap_back(const Tariff& tariff, InstrumentState state, Date deadline,
                          double believed);

/// The duty in USD on goods of a mass (kg) at a price (USD/kg).
constexpr double duty_usd(double rate, double kilograms, double price_usd_per_kg) {
  return rate * kilograms * price_usd_per_kg;
}

}  // namespace monazite
