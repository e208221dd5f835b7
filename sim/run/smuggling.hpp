#pragma once

#include <cstdint>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Forgets traffic, draws and blacklists of the last run.
void reset_smuggling(Simulation& sim);

/// Schedules the next look at a route, at a second.
void look_for_gain_at(Simulation& sim, std::uint32_t route, std::int64_t seconds);

/// Sends round what pays for cost and risk now.
void on_smuggling(Simulation& sim, std::uint32_t route);

/// Whether an exporter is watched after a seizure, and sends nothing round.
[[nodiscard]] inline bool is_blacklisted(const Simulation& sim, FacilityId exporter) {
  return !sim.state.blacklisted_until.empty() &&
         sim.state.blacklisted_until[exporter.index()] > sim.now();
}

/// Customs find a shipment: it is seized, and somebody is fined.
void catch_smuggled(Simulation& sim, std::uint32_t parcel);

/// A smuggled shipment has come: its buyer pays for the way round.
void pay_smugglers(Simulation& sim, std::uint32_t parcel);

}  // namespace monazite
