#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// A surplus leaves when so many days of it have come together.
inline constexpr double push_days = 10;

/// How far a stock is from one push to the next at the opening, in [0, 1), by its key.
inline double push_phase(const Pool& pool) { return static_cast<double>(pool.key % 1024) / 1024; }

/// Starts the next lot of a line if it has inputs, capacity and reason; else it waits or is woken.
void try_start(Simulation& sim, LineId line);

/// The pace of a line, 0 to 1, that its stocks, orders and basket call for.
[[nodiscard]] double wanted_pace(const Simulation& sim, const Line& line);

/// Has a line look again after so many seconds.
void wake_line(Simulation& sim, LineId line, std::int64_t seconds);

/// A line whose capacity allows the next lot.
void on_line_ready(Simulation& sim, LineId line);

/// Schedules the end of a lot at the instant for which it is due. Each lot awaits one event at a
/// time: one that an outage keeps is awaited again when it would have been done.
void await_lot(Simulation& sim, std::uint32_t parcel);

/// Books a lot in process as lost.
void lose_lot(Simulation& sim, std::uint32_t parcel);

/// Delivers a lot to the stocks of its outputs, and pushes what is over; or awaits it again.
void on_lot_done(Simulation& sim, std::uint32_t parcel);

/// The lane whose turn it is to take a surplus; `no_lane` when bans close them all.
[[nodiscard]] std::uint32_t best_push_lane(const Simulation& sim, const Pool& pool);

/// The same, and books `grams` on its account and the claims of the others.
std::uint32_t take_turn(Simulation& sim, const Pool& pool, std::int64_t grams);

/// Something has come that idle lines may have waited for.
void kick_lines(Simulation& sim, const Facility& facility);

/// Something has changed that lines may run faster or slower for.
void look_again(Simulation& sim, const Facility& facility);

}  // namespace monazite
