#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <span>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// The limit of a year: its own, else of the nearest earlier year, else the first.
QuotaLimit limit_of(const std::vector<QuotaLimit>& limits, int year) {
  const auto by_year = [](const QuotaLimit& a, const QuotaLimit& b) { return a.year < b.year; };
  auto chosen = *std::min_element(limits.begin(), limits.end(), by_year);
  for (const auto& limit : limits) {
    if (limit.year <= year && limit.year > chosen.year) {
      chosen = limit;
    }
  }
  if (chosen.batches.empty()) {
    chosen.batches.push_back({date_of(chosen.year, 1, 1), 1});
  }
  return chosen;
}

/// The same day of another year; of a leap day where there is none the day after.
Date in_year(Date date, int year) {
  const auto day = civil(date);
  return date_of(year, day.month, day.day);
}

/// Adds what a year issues from its first day `on`, up to `last`: `part` of its limit, in the
/// batches up to then by their shares, or at once when all come later.
void add_year(const QuotaLimit& limit, int year, double part, Date on, Date last,
              std::vector<QuotaLevel>& levels) {
  levels.push_back({on, Mass{}, "new_year", true});
  std::vector<QuotaBatch> batches;
  double shares = 0;
  for (const auto& batch : limit.batches) {
    if (const Date day = in_year(batch.on, year); day <= last) {
      batches.push_back({std::max(day, on), batch.share});
      shares += batch.share;
    }
  }
  if (!(shares > 0)) {
    batches = {{on, 1}};
    shares = 1;
  }
  for (const auto& batch : batches) {
    const auto issued = mass_from_tonnes(limit.tonnes * part * (batch.share / shares));
    if (levels.back().on == batch.on) {
      levels.back().issued += issued;
      levels.back().action = "issue";
    } else {
      levels.push_back({batch.on, issued, "issue", false});
    }
  }
}

}  // namespace

std::vector<QuotaLevel> WorldBuilder::quota_levels(const InstrumentSpec& spec,
                                                   const std::vector<QuotaLimit>& limits) const {
  std::vector<QuotaLevel> levels;
  const Date from = std::max(spec.from.value_or(world_.origin), world_.origin);
  const Date last = std::min(spec.until.value_or(world_.end), world_.end);
  if (from > world_.origin || last < world_.origin) {
    levels.push_back({world_.origin, no_limit, {}, true, false});
  }
  for (int year = year_of(from); from <= last && year <= year_of(last) && !limits.empty(); ++year) {
    // Of a year that is simulated or in force in part, the part of its limit.
    const Date on = std::max(date_of(year, 1, 1), from);
    const Date next = date_of(year + 1, 1, 1);
    const double days = next - date_of(year, 1, 1);
    const double part = ((spec.until ? std::min(*spec.until + 1, next) : next) - on) / days;
    // A quota that outlives the run issues its later batches after it.
    const Date end = spec.until ? std::min(*spec.until, next - 1) : next - 1;
    add_year(limit_of(limits, year), year, part, on, end, levels);
  }
  if (spec.until && from <= last && *spec.until < world_.end) {
    levels.push_back({*spec.until + 1, no_limit, "lapse", true, false});
  }
  return levels;
}

ProductionQuota WorldBuilder::make_quota(const InstrumentSpec& spec,
                                         const ProductionQuotaSpec& quota) const {
  return {quota_levels(spec, quota.limits)};
}

void WorldBuilder::share_quota(const InstrumentSpec& spec, const ProductionQuotaSpec& quota) {
  QuotaPool pool;
  pool.instrument = static_cast<std::uint32_t>(world_.instruments.size());
  bool several_stages = false;
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    auto& line = world_.lines[l];
    if (!selects(quota.regions, quota.facilities, quota.stage, line)) {
      continue;
    }
    const auto& first = world_.lines[pool.lines.empty() ? l : pool.lines.front().index()];
    several_stages = several_stages || world_.facilities[first.facility.index()].stage !=
                                           world_.facilities[line.facility.index()].stage;
    pool.lines.push_back(LineId{l});
    line.quotas.push_back(static_cast<std::uint32_t>(world_.quotas.size()));
  }
  refuse_without_lines(spec.place, fmt::format("production quota '{}'", spec.id), quota.facilities,
                       pool.lines);
  if (several_stages) {
    warnings_.add(spec.place,
                  fmt::format("production quota '{}' covers lines of several stages and counts "
                              "what passes through them more than once",
                              spec.id),
                  "a stage");
  }
  world_.quotas.push_back(std::move(pool));
}

ExportQuota WorldBuilder::make_export_quota(const InstrumentSpec& spec,
                                            const ExportQuotaSpec& quota) {
  ExportQuota result;
  result.levels = quota_levels(spec, quota.limits);
  result.rent_to = quota.rent_to;
  refuse_group_as_seller(spec, quota.rent_to);
  result.carry_over = quota.carry_over;
  result.use_or_lose = quota.use_or_lose;
  result.lanes = lanes_covered(as_issued(quota.covers, spec), quota.exempt);
  if (can_be_metered(spec, result.lanes)) {
    add_accounts(quota, result);
  }
  return result;
}

bool WorldBuilder::can_be_metered(const InstrumentSpec& spec,
                                  const std::vector<std::uint32_t>& lanes) {
  world_.export_account_of_lane.resize(world_.lanes.size(), World::no_account);
  for (const auto lane_id : lanes) {
    const auto& lane = world_.lanes[lane_id];
    const auto& seller = world_.facilities[world_.pools[lane.from.index()].facility.index()].id;
    const auto& buyer = world_.facilities[world_.pools[lane.to.index()].facility.index()].id;
    const auto account = world_.export_account_of_lane[lane_id];
    if (account != World::no_account) {
      const auto other = world_.export_quotas[world_.export_accounts[account].quota].instrument;
      errors_.add(spec.place,
                  fmt::format("quota '{}' covers the lane of {} to {}, as '{}' does", spec.id,
                              seller, buyer, world_.instruments[other].id),
                  "quotas that have no lane in common");
      return false;
    }
    if (lane.push != 0) {
      errors_.add(spec.place,
                  fmt::format("quota '{}' covers the lane of {} to {}, on which nobody orders",
                              spec.id, seller, buyer),
                  "lanes that deliver on order");
      return false;
    }
  }
  return true;
}

void WorldBuilder::add_accounts(const ExportQuotaSpec& spec, ExportQuota& quota) {
  const auto number = static_cast<std::uint32_t>(world_.export_quotas.size());
  const auto first = static_cast<std::uint32_t>(world_.export_accounts.size());
  std::map<std::optional<FacilityId>, std::uint32_t> account_of;
  for (const auto lane_id : quota.lanes) {
    const auto& lane = world_.lanes[lane_id];
    const auto& buyer = world_.pools[lane.to.index()];
    std::optional<FacilityId> holder;
    if (spec.holder == QuotaHolder::exporters) {
      holder = world_.pools[lane.from.index()].facility;
    }
    const auto [entry, is_new] =
        account_of.emplace(holder, static_cast<std::uint32_t>(world_.export_accounts.size()));
    if (is_new) {
      world_.export_accounts.push_back({number, holder, 0, {}});
    }
    auto& account = world_.export_accounts[entry->second];
    account.weight += static_cast<double>(lane.share) * buyer.use_per_day;
    account.lanes.push_back(lane_id);
    world_.export_account_of_lane[lane_id] = entry->second;
  }
  const auto accounts = std::span(world_.export_accounts).subspan(first);
  for (const auto& account : accounts) {
    quota.base_per_day += account.weight;
  }
  for (auto& account : accounts) {
    // Nobody sold anything: equal parts.
    account.weight = quota.base_per_day > 0 ? account.weight / quota.base_per_day
                                            : 1.0 / static_cast<double>(accounts.size());
  }
  world_.export_quotas.push_back({static_cast<std::uint32_t>(world_.instruments.size()),
                                  Slice{first, static_cast<std::uint32_t>(accounts.size())}});
}

}  // namespace monazite
