#pragma once

#include <cstdint>
#include <string_view>

#include "sim/run/simulation.hpp"

namespace monazite {

/// Steps a production quota along its plan.
void apply(Simulation& sim, std::uint32_t instrument, const ProductionQuota& quota);

/// Moves it by an action.
void apply(Simulation& sim, std::uint32_t instrument, const ProductionQuota& quota,
           InstrumentState to, std::string_view action);

/// Steps an export quota along its plan.
void apply(Simulation& sim, std::uint32_t instrument, const ExportQuota& quota);

/// Moves it by an action.
void apply(Simulation& sim, std::uint32_t instrument, const ExportQuota& quota, InstrumentState to,
           std::string_view action);

/// Forgets what quotas of the last run have issued and used.
void reset_quotas(Simulation& sim);

/// Adds up what the open lanes ask of each account, and tells whether one has less.
bool quota_binds(Simulation& sim);

/// Cuts `State::orders` to what the accounts have left, by the seller's rule.
void cut_to_quotas(Simulation& sim, const Profile& profile);

/// Closes the lanes of those accounts asked of in this settlement that have nothing left.
void close_empty_accounts(Simulation& sim);

/// Counts what leaves on a lane on its account.
void use_quota(Simulation& sim, std::uint32_t lane, std::int64_t grams);

/// Days of cover that a buyer orders early for fear of exhaustion (model: 6.3).
[[nodiscard]] double rush_into(const Simulation& sim, const Pool& pool, const Profile& profile);

/// Whether a ban keeps goods from leaving, and not only a quota that is used up.
[[nodiscard]] inline bool is_banned(const Simulation& sim, std::uint32_t lane) {
  return sim.state.lanes[lane].blocked > sim.state.lanes[lane].exhausted;
}

}  // namespace monazite
