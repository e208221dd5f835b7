#include <algorithm>
#include <cmath>

#include "sim/run/run.hpp"

namespace monazite {

namespace {

/// Shares are sums of single-precision numbers.
constexpr double share_slack = 1e-6;

}  // namespace

void Run::reset_qualification() {
  const bool has_candidates = std::any_of(world_.pools.begin(), world_.pools.end(),
                                          [](const Pool& pool) { return pool.candidates > 0; });
  state_.qualified_at.assign(has_candidates ? world_.lanes.size() : 0,
                             std::numeric_limits<std::int64_t>::min());
  for (std::size_t lane = 0; lane < state_.qualified_at.size(); ++lane) {
    if (world_.lane_details[lane].is_candidate) {
      state_.qualified_at[lane] = not_begun;
    }
  }
}

void Run::qualify_suppliers(PoolId id, const Profile& profile) {
  const auto& pool = world_.pools[id.index()];
  if (needs_another(pool, profile)) {
    if (const auto lane = best_candidate(pool, profile); lane != no_lane) {
      // One draw in a run, so its stream need not be kept.
      engine::CoarseStream draws;
      state_.qualified_at[lane] =
          now() + draw_duration(pool.qualification, draws, Purpose::qualification,
                                [&] { return key_of_lane(state_.lanes[lane]); });
    }
  }
  const auto end = pool.suppliers.first + pool.on_order_lanes;
  bool is_new = false;
  for (auto lane = end - pool.candidates; lane < end; ++lane) {
    is_new = is_new || (may_order(lane) && state_.accounts[lane].share == 0);
  }
  if (is_new) {
    tilt_suppliers(id, profile);
  }
}

bool Run::needs_another(const Pool& pool, const Profile& profile) const {
  const auto end = pool.suppliers.first + pool.on_order_lanes;
  const auto first_candidate = end - pool.candidates;
  double failed = 0;
  for (auto lane = pool.suppliers.first; lane < first_candidate; ++lane) {
    failed += given_up(lane, profile) ? static_cast<double>(world_.lanes[lane].share) : 0;
  }
  if (failed < profile.qualify_at - share_slack) {
    return false;
  }
  for (auto lane = first_candidate; lane < end; ++lane) {
    const bool is_begun = state_.qualified_at[lane] != not_begun;
    if (is_begun && !(may_order(lane) ? given_up(lane, profile) : is_barred(lane))) {
      return false;
    }
  }
  return true;
}

std::uint32_t Run::best_candidate(const Pool& pool, const Profile& profile) const {
  const auto end = pool.suppliers.first + pool.on_order_lanes;
  std::uint32_t best = no_lane;
  double largest = 0;
  for (auto lane = end - pool.candidates; lane < end; ++lane) {
    if (state_.qualified_at[lane] != not_begun || is_barred(lane)) {
      continue;
    }
    const double claim = static_cast<double>(world_.lane_details[lane].newcomer_share) *
                         std::exp(-rise_of(lane, profile) / profile.cost_sensitivity);
    if (best == no_lane || claim > largest) {
      best = lane;
      largest = claim;
    }
  }
  return best;
}

}  // namespace monazite
