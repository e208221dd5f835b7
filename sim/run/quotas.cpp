#include "sim/run/quotas.hpp"

#include <algorithm>
#include <limits>

#include "models/behaviour/rush.hpp"
#include "sim/run/allocating.hpp"
#include "sim/run/instruments.hpp"
#include "sim/run/licences.hpp"
#include "sim/run/markets.hpp"
#include "sim/run/production.hpp"
#include "sim/run/simulation.hpp"

namespace monazite {

namespace {

/// Grams that accounts have left together.
std::int64_t left_of(std::span<const QuotaAccount> accounts) {
  std::int64_t left = 0;
  for (const auto& account : accounts) {
    left += account.left;
  }
  return left;
}

/// Sets the limit of a production quota by what it has issued and how it stands.
void limit_lines(Simulation& sim, std::size_t q, const ProductionQuota& quota,
                 std::string_view action) {
  const auto instrument = sim.world.quotas[q].instrument;
  auto& state = sim.state.quotas[q];
  const bool in_force = quota_standing(quota.levels, sim.state.instruments[instrument]).in_force &&
                        state.issued != no_limit.grams;
  state.limit = in_force ? state.issued : no_limit.grams;
  for (const auto line : sim.world.quotas[q].lines) {
    try_start(sim, line);
  }
  if (!action.empty()) {
    note(sim, instrument, action, "limit_tonnes", in_force ? Mass{state.limit}.tonnes() : undefined,
         in_force);
  }
}

/// Closes the lanes of an account that is used up, or opens them.
void set_exhausted(Simulation& sim, std::uint32_t account, bool is_exhausted) {
  const auto& lanes = sim.world.export_accounts[account].lanes;
  if (lanes.empty() || (sim.state.lanes[lanes.front()].exhausted > 0) == is_exhausted) {
    return;
  }
  for (const auto lane : lanes) {
    if (is_exhausted) {
      sim.state.lanes[lane].exhausted = 1;
      block_lane(sim, lane, InTransitRule::grandfather);
    } else {
      sim.state.lanes[lane].exhausted = 0;
      release_lane(sim, lane, InTransitRule::grandfather);
    }
  }
}

/// Has lanes count on the accounts of a quota, or leave freely.
void meter(Simulation& sim, std::uint32_t q, bool in_force) {
  sim.state.export_quotas[q].in_force = in_force;
  const auto slice = sim.world.export_quotas[q].accounts;
  for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
    for (const auto lane : sim.world.export_accounts[a].lanes) {
      sim.state.lanes[lane].metered = in_force;
    }
    set_exhausted(sim, a, in_force && sim.state.export_accounts[a].left == 0);
  }
}

void note_allotted(Simulation& sim, std::uint32_t q, std::string_view action) {
  const auto slice = sim.world.export_quotas[q].accounts;
  std::int64_t allotted = 0;
  for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
    allotted += sim.state.export_accounts[a].allotted;
  }
  const bool in_force = sim.state.export_quotas[q].in_force;
  note(sim, sim.world.export_quotas[q].instrument, action, "limit_tonnes",
       in_force ? Mass{allotted}.tonnes() : undefined, in_force);
}

/// Tells the shadow price of a quota, where buyers bid: what the highest bid that waits for it
/// offers above the price of the goods.
void note_scarcity(Simulation& sim, std::uint32_t q) {
  // The next tonne would go to the highest bid that waits for it.
  double highest = -std::numeric_limits<double>::infinity();
  const auto slice = sim.world.export_quotas[q].accounts;
  for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
    for (const auto lane_id : sim.world.export_accounts[a].lanes) {
      const auto& lane = sim.state.lanes[lane_id];
      const double bid = static_cast<double>(sim.world.lane_details[lane_id].bid);
      if (lane.exhausted > 0 && lane.owed > 0 && bid > 0) {
        const auto& material = sim.world.materials[sim.world.trades[lane.trade].material.index()];
        highest = std::max(highest, bid - material.price_usd_per_kg);
      }
    }
  }
  if (highest > 0) {
    note(sim, sim.world.export_quotas[q].instrument, "price", "shadow_usd_per_kg", highest, true);
  }
}

/// Brings a step of an export quota about: a batch, a new year, or its end.
void change_quota(Simulation& sim, std::uint32_t q, const ExportQuota& quota,
                  const QuotaChange& change) {
  auto& state = sim.state.export_quotas[q];
  const auto slice = sim.world.export_quotas[q].accounts;
  const auto accounts = std::span(sim.state.export_accounts).subspan(slice.first, slice.count);
  const bool is_planned = change.issued != no_limit;
  if (state.in_force && is_planned) {
    note_scarcity(sim, q);
  }
  if (!is_planned) {
    for (auto& account : accounts) {
      account = {account.weight, 0, 0, 0};
    }
    state.extra = 0;
  } else {
    if (change.opens_year) {
      close_year(accounts, quota.carry_over, quota.use_or_lose);
      state.opened_at = sim.now();
      state.extra = 0;
    }
    // It is used last; what comes now is not of it.
    state.extra = std::min(state.extra, left_of(accounts));
    issue(accounts, change.issued.grams);
  }
  meter(sim, q, is_planned && quota_standing(quota.levels, change.state).in_force);
  if (sim.today() <= sim.world.start) {
    // What the warm-up used up is over.
    std::erase_if(sim.observations.policy, [&](const PolicyRow& row) {
      return row.instrument == sim.world.export_quotas[q].instrument;
    });
  }
  if (!change.action.empty()) {
    note_allotted(sim, q, change.action);
  }
}

/// The share of purchases that a quota is expected to leave unmet until there is more.
double shortfall_of(const Simulation& sim, std::uint32_t q) {
  const auto& pool = sim.world.export_quotas[q];
  const auto& quota = std::get<ExportQuota>(sim.world.instruments[pool.instrument].kind);
  QuotaOutlook outlook;
  std::int64_t used = 0;
  for (std::uint32_t a = pool.accounts.first; a < pool.accounts.first + pool.accounts.count; ++a) {
    outlook.left += sim.state.export_accounts[a].left;
    used += sim.state.export_accounts[a].used;
  }
  const auto more = next_wake(quota.levels, sim.state.instruments[pool.instrument]);
  const auto first_of_next_year = date_of(year_of(sim.today()) + 1, 1, 1);
  const auto days = [](std::int64_t seconds) {
    return static_cast<double>(seconds) / engine::seconds_per_day;
  };
  outlook.per_day =
      quota_pace(quota.base_per_day, used, days(sim.now() - sim.state.export_quotas[q].opened_at));
  outlook.days_to_more = days(sim.seconds_at(more.value_or(first_of_next_year)) - sim.now());
  return expected_shortfall(outlook);
}

}  // namespace

void reset_quotas(Simulation& sim) {
  auto& s = sim.state;
  s.quotas.assign(sim.world.quotas.size(), {});
  s.export_quotas.assign(sim.world.export_quotas.size(), {});
  s.export_accounts.assign(sim.world.export_accounts.size(), {});
  for (std::size_t a = 0; a < s.export_accounts.size(); ++a) {
    s.export_accounts[a].weight = sim.world.export_accounts[a].weight;
  }
}

void apply(Simulation& sim, std::uint32_t instrument, const ProductionQuota& quota) {
  const auto change = step(quota, sim.state.instruments[instrument], sim.today());
  sim.state.instruments[instrument] = change.state;
  for (std::size_t q = 0; q < sim.world.quotas.size(); ++q) {
    if (sim.world.quotas[q].instrument != instrument) {
      continue;
    }
    auto& state = sim.state.quotas[q];
    if (change.opens_year) {
      state = {};
    }
    state.extra = std::min(state.extra, state.issued - state.used);
    state.issued += change.issued.grams;
    limit_lines(sim, q, quota, change.action);
  }
  wake_at(sim, instrument, change.wake);
}

void apply(Simulation& sim, std::uint32_t instrument, const ProductionQuota& quota,
           InstrumentState to, std::string_view action) {
  const auto from = quota_standing(quota.levels, sim.state.instruments[instrument]).extra;
  sim.state.instruments[instrument] = to;
  const auto extra = quota_standing(quota.levels, to).extra;
  for (std::size_t q = 0; q < sim.world.quotas.size(); ++q) {
    auto& state = sim.state.quotas[q];
    if (sim.world.quotas[q].instrument != instrument || state.issued == no_limit.grams) {
      continue;
    }
    state.extra = std::min(state.extra, state.issued - state.used);
    const auto issued = std::max(issue_beside_plan(from, extra, state.extra),
                                 std::min<std::int64_t>(0, state.used - state.issued));
    state.issued += issued;
    state.extra += issued;
    limit_lines(sim, q, quota, action);
  }
}

void apply(Simulation& sim, std::uint32_t instrument, const ExportQuota& quota) {
  const auto change = step(quota, sim.state.instruments[instrument], sim.today());
  sim.state.instruments[instrument] = change.state;
  for (std::uint32_t q = 0; q < sim.world.export_quotas.size(); ++q) {
    if (sim.world.export_quotas[q].instrument == instrument) {
      change_quota(sim, q, quota, change);
    }
  }
  wake_at(sim, instrument, change.wake);
}

void apply(Simulation& sim, std::uint32_t instrument, const ExportQuota& quota, InstrumentState to,
           std::string_view action) {
  const auto from = quota_standing(quota.levels, sim.state.instruments[instrument]).extra;
  sim.state.instruments[instrument] = to;
  const auto standing = quota_standing(quota.levels, to);
  for (std::uint32_t q = 0; q < sim.world.export_quotas.size(); ++q) {
    if (sim.world.export_quotas[q].instrument != instrument) {
      continue;
    }
    auto& state = sim.state.export_quotas[q];
    const auto slice = sim.world.export_quotas[q].accounts;
    const auto accounts = std::span(sim.state.export_accounts).subspan(slice.first, slice.count);
    state.extra = std::min(state.extra, left_of(accounts));
    const auto grams = issue_beside_plan(from, standing.extra, state.extra);
    if (grams >= 0) {
      issue(accounts, grams);
    }
    state.extra += grams >= 0 ? grams : -withdraw(accounts, -grams);
    meter(sim, q, standing.in_force);
    note_allotted(sim, q, action);
  }
}

bool quota_binds(Simulation& sim) {
  if (sim.world.export_accounts.empty()) {
    return false;
  }
  auto& asked = sim.state.asked_of_accounts;
  asked.clear();
  bool binds = false;
  for (const auto lane : sim.state.open_lanes) {
    if (!sim.state.lanes[lane].metered) {
      continue;
    }
    const auto account = sim.world.export_account_of_lane[lane];
    auto entry = std::find_if(asked.begin(), asked.end(),
                              [&](const auto& known) { return known.first == account; });
    if (entry == asked.end()) {
      entry = asked.insert(asked.end(), {account, 0});
    }
    entry->second += sendable(sim, lane);
    binds = binds || entry->second > sim.state.export_accounts[account].left;
  }
  return binds;
}

void cut_to_quotas(Simulation& sim, const Profile& profile) {
  // To the gram and not by lots: a rest of less than a lot would else never be used up.
  constexpr std::int64_t lot = 1;
  for (const auto& [account, asked] : sim.state.asked_of_accounts) {
    const auto left = sim.state.export_accounts[account].left;
    if (asked <= left) {
      continue;
    }
    sim.state.cut_lanes.clear();
    sim.state.cut_orders.clear();
    for (std::size_t k = 0; k < sim.state.open_lanes.size(); ++k) {
      const auto lane = sim.state.open_lanes[k];
      if (sim.state.lanes[lane].metered && sim.world.export_account_of_lane[lane] == account) {
        sim.state.cut_lanes.push_back(lane);
        sim.state.cut_orders.push_back(sim.state.orders[k]);
      }
    }
    sim.state.cut_allotted.assign(sim.state.cut_orders.size(), 0);
    share_out(sim, profile, sim.state.cut_lanes, sim.state.cut_orders, left, lot,
              sim.state.cut_allotted);
    for (std::size_t k = 0, j = 0;
         k < sim.state.open_lanes.size() && j < sim.state.cut_lanes.size(); ++k) {
      if (sim.state.open_lanes[k] == sim.state.cut_lanes[j]) {
        sim.state.orders[k] = sim.state.cut_allotted[j++];
      }
    }
  }
}

void close_empty_accounts(Simulation& sim) {
  for (const auto& [account, asked] : sim.state.asked_of_accounts) {
    const auto& state = sim.state.export_accounts[account];
    if (state.left > 0) {
      continue;
    }
    set_exhausted(sim, account, true);
    open_routes(sim);
    const auto& of_world = sim.world.export_accounts[account];
    const auto& quota = sim.world.export_quotas[of_world.quota];
    note(sim, quota.instrument, "exhaust",
         of_world.holder ? std::string_view(sim.world.facilities[of_world.holder->index()].id)
                         : "all",
         Mass{state.allotted}.tonnes(), true);
  }
}

void use_quota(Simulation& sim, std::uint32_t lane, std::int64_t grams) {
  auto& account = sim.state.export_accounts[sim.world.export_account_of_lane[lane]];
  account.left -= grams;
  account.used += grams;
}

double rush_into(const Simulation& sim, const Pool& pool, const Profile& profile) {
  double days = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    // On a lane whose exporter has nothing left haste gains nothing.
    if (sim.state.lanes[lane].metered && sim.state.lanes[lane].exhausted == 0) {
      const auto quota = sim.world.export_accounts[sim.world.export_account_of_lane[lane]].quota;
      days += static_cast<double>(sim.state.accounts[lane].share) *
              rush_days(shortfall_of(sim, quota), profile.rush_days_per_shortfall,
                        profile.most_rush_days);
    }
  }
  return days;
}

}  // namespace monazite
