#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// The warm-up is over: all sums begin anew.
void begin_report(Simulation& sim);

/// Samples the series of an interval.
void on_interval_end(Simulation& sim, std::uint32_t interval);

/// Adds the rows of a month to flows.csv.
void on_month_end(Simulation& sim, std::uint32_t month);

/// Samples what is tracked by the day.
void on_track(Simulation& sim, std::uint32_t day);

/// Books the use of all plants up to now.
void book_all_use(Simulation& sim);

/// A figure of the whole run.
[[nodiscard]] double value_of(const Simulation& sim, const Figure& figure);

}  // namespace monazite
