#include <algorithm>
#include <limits>

#include "models/behaviour/rush.hpp"
#include "sim/run/run.hpp"

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

}  // namespace

void Run::reset_quotas() {
  auto& s = state_;
  s.quotas.assign(world_.quotas.size(), {});
  s.export_quotas.assign(world_.export_quotas.size(), {});
  s.export_accounts.assign(world_.export_accounts.size(), {});
  for (std::size_t a = 0; a < s.export_accounts.size(); ++a) {
    s.export_accounts[a].weight = world_.export_accounts[a].weight;
  }
}

void Run::apply(std::uint32_t instrument, const ProductionQuota& quota) {
  const auto change = step(quota, state_.instruments[instrument], today());
  state_.instruments[instrument] = change.state;
  for (std::size_t q = 0; q < world_.quotas.size(); ++q) {
    if (world_.quotas[q].instrument != instrument) {
      continue;
    }
    auto& state = state_.quotas[q];
    if (change.opens_year) {
      state = {};
    }
    state.extra = std::min(state.extra, state.issued - state.used);
    state.issued += change.issued.grams;
    limit_lines(q, quota, change.action);
  }
  wake_at(instrument, change.wake);
}

void Run::apply(std::uint32_t instrument, const ProductionQuota& quota, InstrumentState to,
                std::string_view action) {
  const auto from = quota_standing(quota.levels, state_.instruments[instrument]).extra;
  state_.instruments[instrument] = to;
  const auto extra = quota_standing(quota.levels, to).extra;
  for (std::size_t q = 0; q < world_.quotas.size(); ++q) {
    auto& state = state_.quotas[q];
    if (world_.quotas[q].instrument != instrument || state.issued == no_limit.grams) {
      continue;
    }
    state.extra = std::min(state.extra, state.issued - state.used);
    const auto issued = std::max(issue_beside_plan(from, extra, state.extra),
                                 std::min<std::int64_t>(0, state.used - state.issued));
    state.issued += issued;
    state.extra += issued;
    limit_lines(q, quota, action);
  }
}

void Run::limit_lines(std::size_t q, const ProductionQuota& quota, std::string_view action) {
  const auto instrument = world_.quotas[q].instrument;
  auto& state = state_.quotas[q];
  const bool in_force = quota_standing(quota.levels, state_.instruments[instrument]).in_force &&
                        state.issued != no_limit.grams;
  state.limit = in_force ? state.issued : no_limit.grams;
  for (const auto line : world_.quotas[q].lines) {
    try_start(line);
  }
  if (!action.empty()) {
    note(instrument, action, "limit_tonnes", in_force ? Mass{state.limit}.tonnes() : undefined,
         in_force);
  }
}

void Run::apply(std::uint32_t instrument, const ExportQuota& quota) {
  const auto change = step(quota, state_.instruments[instrument], today());
  state_.instruments[instrument] = change.state;
  for (std::uint32_t q = 0; q < world_.export_quotas.size(); ++q) {
    if (world_.export_quotas[q].instrument == instrument) {
      change_quota(q, quota, change);
    }
  }
  wake_at(instrument, change.wake);
}

void Run::apply(std::uint32_t instrument, const ExportQuota& quota, InstrumentState to,
                std::string_view action) {
  const auto from = quota_standing(quota.levels, state_.instruments[instrument]).extra;
  state_.instruments[instrument] = to;
  const auto standing = quota_standing(quota.levels, to);
  for (std::uint32_t q = 0; q < world_.export_quotas.size(); ++q) {
    if (world_.export_quotas[q].instrument != instrument) {
      continue;
    }
    auto& state = state_.export_quotas[q];
    const auto slice = world_.export_quotas[q].accounts;
    const auto accounts = std::span(state_.export_accounts).subspan(slice.first, slice.count);
    state.extra = std::min(state.extra, left_of(accounts));
    const auto grams = issue_beside_plan(from, standing.extra, state.extra);
    if (grams >= 0) {
      issue(accounts, grams);
    }
    state.extra += grams >= 0 ? grams : -withdraw(accounts, -grams);
    meter(q, standing.in_force);
    note_allotted(q, action);
  }
}

void Run::change_quota(std::uint32_t q, const ExportQuota& quota, const QuotaChange& change) {
  auto& state = state_.export_quotas[q];
  const auto slice = world_.export_quotas[q].accounts;
  const auto accounts = std::span(state_.export_accounts).subspan(slice.first, slice.count);
  const bool is_planned = change.issued != no_limit;
  if (state.in_force && is_planned) {
    note_scarcity(q);
  }
  if (!is_planned) {
    for (auto& account : accounts) {
      account = {account.weight, 0, 0, 0};
    }
    state.extra = 0;
  } else {
    if (change.opens_year) {
      close_year(accounts, quota.carry_over, quota.use_or_lose);
      state.opened_at = now();
      state.extra = 0;
    }
    // It is used last; what comes now is not of it.
    state.extra = std::min(state.extra, left_of(accounts));
    issue(accounts, change.issued.grams);
  }
  meter(q, is_planned && quota_standing(quota.levels, change.state).in_force);
  if (today() <= world_.start) {
    // What the warm-up used up is over.
    std::erase_if(observations_.policy, [&](const PolicyRow& row) {
      return row.instrument == world_.export_quotas[q].instrument;
    });
  }
  if (!change.action.empty()) {
    note_allotted(q, change.action);
  }
}

void Run::meter(std::uint32_t q, bool in_force) {
  state_.export_quotas[q].in_force = in_force;
  const auto slice = world_.export_quotas[q].accounts;
  for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
    for (const auto lane : world_.export_accounts[a].lanes) {
      state_.lanes[lane].metered = in_force;
    }
    set_exhausted(a, in_force && state_.export_accounts[a].left == 0);
  }
}

void Run::note_allotted(std::uint32_t q, std::string_view action) {
  const auto slice = world_.export_quotas[q].accounts;
  std::int64_t allotted = 0;
  for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
    allotted += state_.export_accounts[a].allotted;
  }
  const bool in_force = state_.export_quotas[q].in_force;
  note(world_.export_quotas[q].instrument, action, "limit_tonnes",
       in_force ? Mass{allotted}.tonnes() : undefined, in_force);
}

void Run::set_exhausted(std::uint32_t account, bool is_exhausted) {
  const auto& lanes = world_.export_accounts[account].lanes;
  if (lanes.empty() || (state_.lanes[lanes.front()].exhausted > 0) == is_exhausted) {
    return;
  }
  for (const auto lane : lanes) {
    if (is_exhausted) {
      state_.lanes[lane].exhausted = 1;
      block_lane(lane, InTransitRule::grandfather);
    } else {
      state_.lanes[lane].exhausted = 0;
      release_lane(lane, InTransitRule::grandfather);
    }
  }
}

bool Run::quota_binds() {
  if (world_.export_accounts.empty()) {
    return false;
  }
  auto& asked = state_.asked_of_accounts;
  asked.clear();
  bool binds = false;
  for (const auto lane : state_.open_lanes) {
    if (!state_.lanes[lane].metered) {
      continue;
    }
    const auto account = world_.export_account_of_lane[lane];
    auto entry = std::find_if(asked.begin(), asked.end(),
                              [&](const auto& known) { return known.first == account; });
    if (entry == asked.end()) {
      entry = asked.insert(asked.end(), {account, 0});
    }
    entry->second += sendable(lane);
    binds = binds || entry->second > state_.export_accounts[account].left;
  }
  return binds;
}

void Run::cut_to_quotas(const Profile& profile) {
  // To the gram and not by lots: a rest of less than a lot would else never be used up.
  constexpr std::int64_t lot = 1;
  for (const auto& [account, asked] : state_.asked_of_accounts) {
    const auto left = state_.export_accounts[account].left;
    if (asked <= left) {
      continue;
    }
    state_.cut_lanes.clear();
    state_.cut_orders.clear();
    for (std::size_t k = 0; k < state_.open_lanes.size(); ++k) {
      const auto lane = state_.open_lanes[k];
      if (state_.lanes[lane].metered && world_.export_account_of_lane[lane] == account) {
        state_.cut_lanes.push_back(lane);
        state_.cut_orders.push_back(state_.orders[k]);
      }
    }
    state_.cut_allotted.assign(state_.cut_orders.size(), 0);
    share_out(profile, state_.cut_lanes, state_.cut_orders, left, lot, state_.cut_allotted);
    for (std::size_t k = 0, j = 0; k < state_.open_lanes.size() && j < state_.cut_lanes.size();
         ++k) {
      if (state_.open_lanes[k] == state_.cut_lanes[j]) {
        state_.orders[k] = state_.cut_allotted[j++];
      }
    }
  }
}

void Run::close_empty_accounts() {
  for (const auto& [account, asked] : state_.asked_of_accounts) {
    const auto& state = state_.export_accounts[account];
    if (state.left > 0) {
      continue;
    }
    set_exhausted(account, true);
    open_routes();
    const auto& of_world = world_.export_accounts[account];
    const auto& quota = world_.export_quotas[of_world.quota];
    note(quota.instrument, "exhaust",
         of_world.holder ? std::string_view(world_.facilities[of_world.holder->index()].id) : "all",
         Mass{state.allotted}.tonnes(), true);
  }
}

void Run::use_quota(std::uint32_t lane, std::int64_t grams) {
  auto& account = state_.export_accounts[world_.export_account_of_lane[lane]];
  account.left -= grams;
  account.used += grams;
}

void Run::note_scarcity(std::uint32_t q) {
  // The next tonne would go to the highest bid that waits for it.
  double highest = -std::numeric_limits<double>::infinity();
  const auto slice = world_.export_quotas[q].accounts;
  for (std::uint32_t a = slice.first; a < slice.first + slice.count; ++a) {
    for (const auto lane_id : world_.export_accounts[a].lanes) {
      const auto& lane = state_.lanes[lane_id];
      const double bid = static_cast<double>(world_.lane_details[lane_id].bid);
      if (lane.exhausted > 0 && lane.owed > 0 && bid > 0) {
        const auto& material = world_.materials[world_.trades[lane.trade].material.index()];
        highest = std::max(highest, bid - material.price_usd_per_kg);
      }
    }
  }
  if (highest > 0) {
    note(world_.export_quotas[q].instrument, "price", "shadow_usd_per_kg", highest, true);
  }
}

double Run::rush_into(const Pool& pool, const Profile& profile) const {
  double days = 0;
  for (std::uint32_t k = 0; k < pool.on_order_lanes; ++k) {
    const auto lane = pool.suppliers.first + k;
    // On a lane whose exporter has nothing left haste gains nothing.
    if (state_.lanes[lane].metered && state_.lanes[lane].exhausted == 0) {
      const auto quota = world_.export_accounts[world_.export_account_of_lane[lane]].quota;
      days +=
          static_cast<double>(state_.accounts[lane].share) *
          rush_days(shortfall_of(quota), profile.rush_days_per_shortfall, profile.most_rush_days);
    }
  }
  return days;
}

double Run::shortfall_of(std::uint32_t q) const {
  const auto& pool = world_.export_quotas[q];
  const auto& quota = std::get<ExportQuota>(world_.instruments[pool.instrument].kind);
  QuotaOutlook outlook;
  std::int64_t used = 0;
  for (std::uint32_t a = pool.accounts.first; a < pool.accounts.first + pool.accounts.count; ++a) {
    outlook.left += state_.export_accounts[a].left;
    used += state_.export_accounts[a].used;
  }
  const auto more = next_wake(quota.levels, state_.instruments[pool.instrument]);
  const auto first_of_next_year = date_of(year_of(today()) + 1, 1, 1);
  const auto days = [](std::int64_t seconds) {
    return static_cast<double>(seconds) / engine::seconds_per_day;
  };
  outlook.per_day =
      quota_pace(quota.base_per_day, used, days(now() - state_.export_quotas[q].opened_at));
  outlook.days_to_more = days(seconds_at(more.value_or(first_of_next_year)) - now());
  return expected_shortfall(outlook);
}

}  // namespace monazite
