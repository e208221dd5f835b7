#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Moves a licence regime: which lanes need licences, by which rules and desks.
void apply(Simulation& sim, std::uint32_t instrument, const LicenceRegime& regime,
           InstrumentState to, std::string_view action);

/// Forgets desks, applications and licences of the last run.
void reset_licences(Simulation& sim);

/// Puts a lane under its regime, or takes it out.
void set_licensed(Simulation& sim, std::uint32_t lane, bool licensed);

/// What customs still hold on lanes has not left and needs a licence: when its time there is over
/// it goes back to its maker, who owes it again.
void call_back_from_customs(Simulation& sim, std::span<const std::uint32_t> lanes);

/// Grams that may leave on a lane now: nothing under a ban, what licences allow under a regime.
[[nodiscard]] inline std::int64_t permitted(const Simulation& sim, std::uint32_t lane) {
  const auto& state = sim.state.lanes[lane];
  if (state.blocked > 0) {
    return 0;
  }
  return state.licensed ? sim.state.licensed_lanes[sim.world.licence_of_lane[lane]].left
                        : no_limit.grams;
}

/// Grams owed on a lane that may leave.
[[nodiscard]] inline std::int64_t sendable(const Simulation& sim, std::uint32_t lane) {
  return std::min(sim.state.lanes[lane].owed, permitted(sim, lane));
}

/// Whether nothing may leave on a lane now.
[[nodiscard]] inline bool is_closed(const Simulation& sim, std::uint32_t lane) {
  return permitted(sim, lane) == 0;
}

/// Whether a ban stops all that would be ordered on a lane; a licence may still be had.
[[nodiscard]] inline bool is_barred(const Simulation& sim, std::uint32_t lane) {
  return sim.state.lanes[lane].blocked > 0;
}

/// Changes what may leave on a lane, and what its supplier counts as stuck.
template <class Change>
void change_permit(Simulation& sim, std::uint32_t lane, const Change& change) {
  const auto before = sim.state.lanes[lane].owed - sendable(sim, lane);
  change();
  const auto after = sim.state.lanes[lane].owed - sendable(sim, lane);
  sim.state.pools[sim.state.lanes[lane].from.index()].stuck += after - before;
}

/// Issues a licence for so many grams from now on, and lets the supplier send.
void grant(Simulation& sim, std::uint32_t licensed_lane, std::int64_t grams, int validity_days);

/// Takes what has left from the licences of a lane, those first that expire first.
void use_licences(Simulation& sim, std::uint32_t licensed_lane, std::int64_t grams);

/// What is left of a licence may no longer leave.
void on_licence_expiry(Simulation& sim, std::uint32_t licence);

/// The regime that a lane is under.
[[nodiscard]] inline const LicenceRegime& regime_of(const Simulation& sim,
                                                    const LicensedLane& lane) {
  return std::get<LicenceRegime>(sim.world.instruments[lane.instrument].kind);
}

/// The rules of that regime now.
[[nodiscard]] const LicenceLevel& level_of(const Simulation& sim, const LicensedLane& lane);

/// Adds the rows of a month to licences.csv and begins its counts anew.
void report_licences(Simulation& sim, std::uint32_t month);

/// Adds a row to the applications of the first replication, when they are kept.
void record_application(Simulation& sim, std::uint32_t application, ApplicationOutcome outcome,
                        std::int64_t granted);

/// Adds to applications.csv what is pending at the end of the run.
void record_pending(Simulation& sim);

}  // namespace monazite
