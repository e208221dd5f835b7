#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Books what a plant has used, lost and made up since the last time.
void book_use(Simulation& sim, PlantId plant);

/// Schedules the stop of a plant if its stocks do not last for so many seconds.
void watch(Simulation& sim, PlantId plant, std::int64_t horizon_seconds);

/// A stopped plant restarts when it has enough; one that is about to stop is watched anew.
void on_plant_received(Simulation& sim, PlantId plant);

/// The lines of a plant stop; stale unless `generation` is that of the last stop scheduled.
void on_plant_stop(Simulation& sim, PlantId plant, std::uint32_t generation);

/// They run again; stale likewise.
void on_plant_restart(Simulation& sim, PlantId plant, std::uint32_t generation);

/// Overtime is over; stale likewise.
void on_plant_pace(Simulation& sim, PlantId plant, std::uint32_t generation);

/// Takes over what plants are asked for by date on the first day, and schedules the first changes.
void begin_demand_courses(Simulation& sim);

/// The plants of a demand course are asked for another share of their use.
void on_demand_change(Simulation& sim, std::uint32_t course);

/// A new month with its demand (slot 0), or another pace of a region (slot 1 + region).
void on_calendar(Simulation& sim, std::uint32_t slot);

}  // namespace monazite
