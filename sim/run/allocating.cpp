#include <algorithm>
#include <numeric>
#include <utility>

#include "models/behaviour/allocation.hpp"
#include "sim/run/run.hpp"

namespace monazite {

std::uint8_t Run::rank_of(std::uint32_t lane, const Profile& profile) const {
  const auto& seller = world_.facilities[state_.pools[state_.lanes[lane].from.index()].facility];
  const auto& buyer = world_.facilities[state_.lanes[lane].buyer.index()];
  int rank = profile.default_rank;
  if (buyer.is_plant) {
    rank = profile.sector_rank[world_.plants[buyer.plant.index()].sector.index()];
  }
  const bool home = buyer.region == seller.region;
  return static_cast<std::uint8_t>(profile.home_first ? 2 * rank + (home ? 0 : 1) : rank);
}

void Run::sort_by_rank(const Profile& profile) {
  std::sort(state_.open_lanes.begin(), state_.open_lanes.end(),
            [&](std::uint32_t a, std::uint32_t b) {
              return std::pair(rank_of(a, profile), a) < std::pair(rank_of(b, profile), b);
            });
}

void Run::share_out(const Profile& profile, std::span<const std::uint32_t> lanes,
                    std::span<const std::int64_t> orders, std::int64_t available, std::int64_t lot,
                    std::span<std::int64_t> allotted) {
  auto& scratch = state_.allocation;
  switch (profile.allocation) {
    // A reserve is kept of a stock, and of nothing else.
    case Allocation::reserve:
    case Allocation::pro_rata:
      return allocate_pro_rata(orders, available, lot, allotted, scratch);
    case Allocation::priority:
      state_.ranks.clear();
      for (const auto lane : lanes) {
        state_.ranks.push_back(rank_of(lane, profile));
      }
      return allocate_by_priority(orders, state_.ranks, available, lot, allotted, scratch);
    case Allocation::uniform:
      return allocate_uniform(orders, available, lot, allotted, scratch);
    case Allocation::historical:
      state_.past_sales.clear();
      for (const auto lane : lanes) {
        const auto& buyer = world_.pools[world_.lanes[lane].to.index()];
        state_.past_sales.push_back(world_.lanes[lane].share * buyer.use_per_day);
      }
      return allocate_by_history(orders, state_.past_sales, available, lot, allotted, scratch);
    case Allocation::highest_bid:
      state_.bids.clear();
      for (const auto lane : lanes) {
        state_.bids.push_back(world_.lane_details[lane].bid);
      }
      return allocate_to_highest_bid(orders, state_.bids, available, lot, allotted, scratch);
  }
}

void Run::allocate(PoolId pool_id, bool is_cut) {
  const auto& pool = world_.pools[pool_id.index()];
  const auto& profile = world_.profiles[world_.facilities[pool.facility.index()].profile];
  const auto available = state_.pools[pool_id.index()].gross;
  const auto lot = std::max<std::int64_t>(1, world_.materials[pool.material.index()].lot.grams);
  std::size_t home_orders = 0;
  if (profile.allocation == Allocation::priority) {
    sort_by_rank(profile);
  } else if (profile.allocation == Allocation::reserve) {
    home_orders = put_home_first(pool_id);
  }
  state_.orders.clear();
  for (const auto lane : state_.open_lanes) {
    state_.orders.push_back(sendable(lane));
  }
  if (is_cut) {
    cut_to_quotas(profile);
  }
  state_.allotted.assign(state_.orders.size(), 0);
  if (profile.allocation == Allocation::reserve) {
    allocate_from_reserve(pool_id, home_orders, lot);
  } else if (world_.contracts.empty()) {
    share_out(profile, state_.open_lanes, state_.orders, available, lot, state_.allotted);
  } else {
    share_out_by_contract(profile, available, lot);
  }
  for (std::size_t k = 0; k < state_.open_lanes.size(); ++k) {
    if (state_.allotted[k] > 0) {
      ship(state_.open_lanes[k], state_.allotted[k]);
    }
  }
}

void Run::share_out_by_contract(const Profile& profile, std::int64_t available, std::int64_t lot) {
  auto& first = state_.contract_orders;
  first.clear();
  bool is_any_due = false;
  for (std::size_t k = 0; k < state_.open_lanes.size(); ++k) {
    first.push_back(std::min(state_.orders[k], due_under_contract(state_.open_lanes[k])));
    is_any_due = is_any_due || first.back() > 0;
  }
  if (!is_any_due) {
    return share_out(profile, state_.open_lanes, state_.orders, available, lot, state_.allotted);
  }
  share_out(profile, state_.open_lanes, first, available, lot, state_.allotted);
  first = state_.allotted;
  for (std::size_t k = 0; k < first.size(); ++k) {
    state_.orders[k] -= first[k];
    available -= first[k];
  }
  std::fill(state_.allotted.begin(), state_.allotted.end(), 0);
  share_out(profile, state_.open_lanes, state_.orders, available, lot, state_.allotted);
  for (std::size_t k = 0; k < first.size(); ++k) {
    state_.allotted[k] += first[k];
  }
}

bool Run::keeps_back(PoolId pool_id) const {
  if (state_.kept_at_home.empty()) {
    return false;
  }
  const auto& seller = world_.facilities[state_.pools[pool_id.index()].facility];
  return world_.profiles[seller.profile].allocation == Allocation::reserve;
}

std::size_t Run::put_home_first(PoolId pool_id) {
  const auto home = world_.facilities[state_.pools[pool_id.index()].facility].region;
  const auto is_abroad = [&](std::uint32_t lane) {
    return world_.facilities[state_.lanes[lane].buyer.index()].region != home;
  };
  auto& lanes = state_.open_lanes;
  std::sort(lanes.begin(), lanes.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(is_abroad(a), a) < std::pair(is_abroad(b), b);
  });
  return static_cast<std::size_t>(std::find_if(lanes.begin(), lanes.end(), is_abroad) -
                                  lanes.begin());
}

void Run::allocate_from_reserve(PoolId pool_id, std::size_t home_orders, std::int64_t lot) {
  const auto& stock = state_.pools[pool_id.index()];
  const auto& profile = world_.profiles[world_.facilities[stock.facility].profile];
  auto& kept = state_.kept_at_home[pool_id.index()];
  // A share of what has come and not of the stock: else what is kept back today would be shared
  // out again tomorrow, and all of it be abroad after some settlements.
  const auto come = std::max<std::int64_t>(0, stock.gross - kept.seen);
  kept.grams = std::min(
      stock.gross, kept.grams + nearest_whole(profile.home_reserve * static_cast<double>(come)));
  allocate_with_reserve(state_.orders, {home_orders, kept.grams}, stock.gross, lot, state_.allotted,
                        state_.allocation);
  const auto first_abroad = state_.allotted.begin() + static_cast<std::ptrdiff_t>(home_orders);
  const auto to_home = std::accumulate(state_.allotted.begin(), first_abroad, std::int64_t{0});
  kept.grams -= std::min(kept.grams, to_home);
  kept.seen =
      stock.gross - to_home - std::accumulate(first_abroad, state_.allotted.end(), std::int64_t{0});
}

}  // namespace monazite
