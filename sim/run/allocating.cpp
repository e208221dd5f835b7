#include "sim/run/allocating.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "models/behaviour/allocation.hpp"
#include "sim/run/contracts.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/quotas.hpp"
#include "sim/run/shipping.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Who is served first by `priority`: 0.
std::uint8_t rank_of(const Simulation& sim, std::uint32_t lane, const Profile& profile) {
  const auto& seller =
      sim.world.facilities[sim.state.pools[sim.state.lanes[lane].from.index()].facility];
  const auto& buyer = sim.world.facilities[sim.state.lanes[lane].buyer.index()];
  int rank = profile.default_rank;
  if (buyer.is_plant) {
    rank = profile.sector_rank[sim.world.plants[buyer.plant.index()].sector.index()];
  }
  const bool home = buyer.region == seller.region;
  return static_cast<std::uint8_t>(profile.home_first ? 2 * rank + (home ? 0 : 1) : rank);
}

void sort_by_rank(Simulation& sim, const Profile& profile) {
  std::sort(sim.state.open_lanes.begin(), sim.state.open_lanes.end(),
            [&](std::uint32_t a, std::uint32_t b) {
              return std::pair(rank_of(sim, a, profile), a) <
                     std::pair(rank_of(sim, b, profile), b);
            });
}

/// Shares `State::orders` out: what contracts are due first, then the rest, each by the rule.
void share_out_by_contract(Simulation& sim, const Profile& profile, std::int64_t available,
                           std::int64_t lot) {
  auto& first = sim.state.contract_orders;
  first.clear();
  bool is_any_due = false;
  for (std::size_t k = 0; k < sim.state.open_lanes.size(); ++k) {
    first.push_back(
        std::min(sim.state.orders[k], due_under_contract(sim, sim.state.open_lanes[k])));
    is_any_due = is_any_due || first.back() > 0;
  }
  if (!is_any_due) {
    return share_out(sim, profile, sim.state.open_lanes, sim.state.orders, available, lot,
                     sim.state.allotted);
  }
  share_out(sim, profile, sim.state.open_lanes, first, available, lot, sim.state.allotted);
  first = sim.state.allotted;
  for (std::size_t k = 0; k < first.size(); ++k) {
    sim.state.orders[k] -= first[k];
    available -= first[k];
  }
  std::fill(sim.state.allotted.begin(), sim.state.allotted.end(), 0);
  share_out(sim, profile, sim.state.open_lanes, sim.state.orders, available, lot,
            sim.state.allotted);
  for (std::size_t k = 0; k < first.size(); ++k) {
    sim.state.allotted[k] += first[k];
  }
}

/// Sorts the open lanes: those to buyers of the seller's region first. Returns how many these
/// are.
std::size_t put_home_first(Simulation& sim, PoolId pool_id) {
  const auto home = sim.world.facilities[sim.state.pools[pool_id.index()].facility].region;
  const auto is_abroad = [&](std::uint32_t lane) {
    return sim.world.facilities[sim.state.lanes[lane].buyer.index()].region != home;
  };
  auto& lanes = sim.state.open_lanes;
  std::sort(lanes.begin(), lanes.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(is_abroad(a), a) < std::pair(is_abroad(b), b);
  });
  return static_cast<std::size_t>(std::find_if(lanes.begin(), lanes.end(), is_abroad) -
                                  lanes.begin());
}

/// Shares `State::orders` out with the reserve of the stock, and keeps account of it.
void allocate_from_reserve(Simulation& sim, PoolId pool_id, std::size_t home_orders,
                           std::int64_t lot) {
  const auto& stock = sim.state.pools[pool_id.index()];
  const auto& profile = sim.world.profiles[sim.world.facilities[stock.facility].profile];
  auto& kept = sim.state.kept_at_home[pool_id.index()];
  // A share of what has come and not of the stock: else what is kept back today would be shared
  // out again tomorrow, and all of it be abroad after some settlements.
  const auto come = std::max<std::int64_t>(0, stock.gross - kept.seen);
  kept.grams = std::min(
      stock.gross, kept.grams + nearest_whole(profile.home_reserve * static_cast<double>(come)));
  allocate_with_reserve(sim.state.orders, {home_orders, kept.grams}, stock.gross, lot,
                        sim.state.allotted, sim.state.allocation);
  const auto first_abroad = sim.state.allotted.begin() + static_cast<std::ptrdiff_t>(home_orders);
  const auto to_home = std::accumulate(sim.state.allotted.begin(), first_abroad, std::int64_t{0});
  kept.grams -= std::min(kept.grams, to_home);
  kept.seen = stock.gross - to_home -
              std::accumulate(first_abroad, sim.state.allotted.end(), std::int64_t{0});
}

}  // namespace

void share_out(Simulation& sim, const Profile& profile, std::span<const std::uint32_t> lanes,
               std::span<const std::int64_t> orders, std::int64_t available, std::int64_t lot,
               std::span<std::int64_t> allotted) {
  auto& scratch = sim.state.allocation;
  switch (profile.allocation) {
    // A reserve is kept of a stock, and of nothing else.
    case Allocation::reserve:
    case Allocation::pro_rata:
      return allocate_pro_rata(orders, available, lot, allotted, scratch);
    case Allocation::priority:
      sim.state.ranks.clear();
      for (const auto lane : lanes) {
        sim.state.ranks.push_back(rank_of(sim, lane, profile));
      }
      return allocate_by_priority(orders, sim.state.ranks, available, lot, allotted, scratch);
    case Allocation::uniform:
      return allocate_uniform(orders, available, lot, allotted, scratch);
    case Allocation::historical:
      sim.state.past_sales.clear();
      for (const auto lane : lanes) {
        const auto& buyer = sim.world.pools[sim.world.lanes[lane].to.index()];
        sim.state.past_sales.push_back(sim.world.lanes[lane].share * buyer.use_per_day);
      }
      return allocate_by_history(orders, sim.state.past_sales, available, lot, allotted, scratch);
    case Allocation::highest_bid:
      sim.state.bids.clear();
      for (const auto lane : lanes) {
        sim.state.bids.push_back(sim.world.lane_details[lane].bid);
      }
      return allocate_to_highest_bid(orders, sim.state.bids, available, lot, allotted, scratch);
  }
}

void allocate(Simulation& sim, PoolId pool_id, bool is_cut) {
  const auto& pool = sim.world.pools[pool_id.index()];
  const auto& profile = sim.world.profiles[sim.world.facilities[pool.facility.index()].profile];
  const auto available = sim.state.pools[pool_id.index()].gross;
  const auto lot = std::max<std::int64_t>(1, sim.world.materials[pool.material.index()].lot.grams);
  std::size_t home_orders = 0;
  if (profile.allocation == Allocation::priority) {
    sort_by_rank(sim, profile);
  } else if (profile.allocation == Allocation::reserve) {
    home_orders = put_home_first(sim, pool_id);
  }
  sim.state.orders.clear();
  for (const auto lane : sim.state.open_lanes) {
    sim.state.orders.push_back(sendable(sim, lane));
  }
  if (is_cut) {
    cut_to_quotas(sim, profile);
  }
  sim.state.allotted.assign(sim.state.orders.size(), 0);
  if (profile.allocation == Allocation::reserve) {
    allocate_from_reserve(sim, pool_id, home_orders, lot);
  } else if (sim.world.contracts.empty()) {
    share_out(sim, profile, sim.state.open_lanes, sim.state.orders, available, lot,
              sim.state.allotted);
  } else {
    share_out_by_contract(sim, profile, available, lot);
  }
  for (std::size_t k = 0; k < sim.state.open_lanes.size(); ++k) {
    if (sim.state.allotted[k] > 0) {
      ship(sim, sim.state.open_lanes[k], sim.state.allotted[k]);
    }
  }
}

bool keeps_back(const Simulation& sim, PoolId pool_id) {
  if (sim.state.kept_at_home.empty()) {
    return false;
  }
  const auto& seller = sim.world.facilities[sim.state.pools[pool_id.index()].facility];
  return sim.world.profiles[seller.profile].allocation == Allocation::reserve;
}

}  // namespace monazite
