#include "sim/run/qualifying.hpp"

#include <algorithm>
#include <cmath>

#include "sim/run/licences.hpp"
#include "sim/run/reviewing.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Shares are sums of single-precision numbers.
constexpr double share_slack = 1e-6;

/// Whether a buyer has given up those that it bought from in the base year, and no newcomer
/// helps.
bool needs_another(const Simulation& sim, const Pool& pool, const Profile& profile) {
  const auto end = pool.suppliers.first + pool.on_order_lanes;
  const auto first_candidate = end - pool.candidates;
  double failed = 0;
  for (auto lane = pool.suppliers.first; lane < first_candidate; ++lane) {
    failed += given_up(sim, lane, profile) ? static_cast<double>(sim.world.lanes[lane].share) : 0;
  }
  if (failed < profile.qualify_at - share_slack) {
    return false;
  }
  for (auto lane = first_candidate; lane < end; ++lane) {
    const bool is_begun = sim.state.qualified_at[lane] != not_begun;
    if (is_begun && !(may_order(sim, lane) ? given_up(sim, lane, profile) : is_barred(sim, lane))) {
      return false;
    }
  }
  return true;
}

/// The open candidate that nobody qualifies with the largest claim to purchases, or `no_lane`.
std::uint32_t best_candidate(const Simulation& sim, const Pool& pool, const Profile& profile) {
  const auto end = pool.suppliers.first + pool.on_order_lanes;
  std::uint32_t best = no_lane;
  double largest = 0;
  for (auto lane = end - pool.candidates; lane < end; ++lane) {
    if (sim.state.qualified_at[lane] != not_begun || is_barred(sim, lane)) {
      continue;
    }
    const double claim = static_cast<double>(sim.world.lane_details[lane].newcomer_share) *
                         std::exp(-rise_of(sim, lane, profile) / profile.cost_sensitivity);
    if (best == no_lane || claim > largest) {
      best = lane;
      largest = claim;
    }
  }
  return best;
}

}  // namespace

void reset_qualification(Simulation& sim) {
  const bool has_candidates = std::any_of(sim.world.pools.begin(), sim.world.pools.end(),
                                          [](const Pool& pool) { return pool.candidates > 0; });
  sim.state.qualified_at.assign(has_candidates ? sim.world.lanes.size() : 0,
                                std::numeric_limits<std::int64_t>::min());
  for (std::size_t lane = 0; lane < sim.state.qualified_at.size(); ++lane) {
    if (sim.world.lane_details[lane].is_candidate) {
      sim.state.qualified_at[lane] = not_begun;
    }
  }
}

void qualify_suppliers(Simulation& sim, PoolId id, const Profile& profile) {
  const auto& pool = sim.world.pools[id.index()];
  if (needs_another(sim, pool, profile)) {
    if (const auto lane = best_candidate(sim, pool, profile); lane != no_lane) {
      // One draw in a run, so its stream need not be kept.
      engine::CoarseStream draws;
      sim.state.qualified_at[lane] =
          sim.now() + sim.draw_duration(pool.qualification, draws, Purpose::qualification,
                                        [&] { return key_of_lane(sim, sim.state.lanes[lane]); });
    }
  }
  const auto end = pool.suppliers.first + pool.on_order_lanes;
  bool is_new = false;
  for (auto lane = end - pool.candidates; lane < end; ++lane) {
    is_new = is_new || (may_order(sim, lane) && sim.state.accounts[lane].share == 0);
  }
  if (is_new) {
    tilt_suppliers(sim, id, profile);
  }
}

}  // namespace monazite
