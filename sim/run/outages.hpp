#pragma once

#include <cstdint>
#include <span>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Draws when the lines of each outage site break down in this run. What comes at random is an
/// alternating renewal process (Cox 1962) that began long before, each site with streams of its
/// own, so that one that is added or left out moves no other.
void draw_outages(Simulation& sim);

/// Schedules the first beginning or end of each site.
void schedule_outages(Simulation& sim);

/// The times of lost capacity of a site in this run, in order.
[[nodiscard]] inline std::span<const OutageSpan> spans_of(const Simulation& sim,
                                                          std::uint32_t site) {
  const auto spans = sim.state.outage_sites[site].spans;
  return std::span(sim.state.outage_spans).subspan(spans.first, spans.count);
}

/// A site breaks down or comes back: what becomes of the goods in process, and what its lines do
/// now.
void on_outage(Simulation& sim, std::uint32_t site);

}  // namespace monazite
