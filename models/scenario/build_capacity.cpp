#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

ProductionQuota WorldBuilder::make_quota(const InstrumentSpec& spec,
                                         const ProductionQuotaSpec& quota) const {
  ProductionQuota result;
  auto limits = quota.limits;
  std::sort(limits.begin(), limits.end(),
            [](const auto& a, const auto& b) { return a.year < b.year; });
  const Date from = std::max(spec.from.value_or(world_.origin), world_.origin);
  const Date last = std::min(spec.until.value_or(world_.end), world_.end);
  if (from > world_.origin || last < world_.origin) {
    result.levels.push_back({world_.origin, no_limit, {}});
  }
  for (int year = year_of(from); from <= last && year <= year_of(last) && !limits.empty(); ++year) {
    auto chosen = limits.front();
    for (const auto& limit : limits) {
      if (limit.year <= year) {
        chosen = limit;
      }
    }
    // Of a year that is simulated or in force in part, the part of its limit.
    const Date on = std::max(date_of(year, 1, 1), from);
    const Date next = date_of(year + 1, 1, 1);
    const double days = next - date_of(year, 1, 1);
    const double part = ((spec.until ? std::min(*spec.until + 1, next) : next) - on) / days;
    result.levels.push_back({on, mass_from_tonnes(chosen.tonnes * part), "issue"});
  }
  if (spec.until && from <= last && *spec.until < world_.end) {
    result.levels.push_back({*spec.until + 1, no_limit, "lapse"});
  }
  return result;
}

bool WorldBuilder::selects(const std::vector<std::string>& regions,
                           const std::vector<std::string>& facilities,
                           const std::optional<Stage>& stage, const Line& line) const {
  const auto& facility = world_.facilities[line.facility.index()];
  return (regions.empty() || names_region(regions, facility.region)) &&
         (facilities.empty() ||
          std::find(facilities.begin(), facilities.end(), facility.id) != facilities.end()) &&
         (!stage || facility.stage == *stage);
}

void WorldBuilder::refuse_without_lines(Place place, const std::string& instrument,
                                        const std::vector<std::string>& facilities,
                                        const std::vector<LineId>& lines) {
  bool is_told = false;
  for (const auto& facility : facilities) {
    if (std::none_of(world_.lines.begin(), world_.lines.end(), [&](const Line& line) {
          return world_.facilities[line.facility.index()].id == facility;
        })) {
      errors_.add(place, fmt::format("{}: '{}' has no production line", instrument, facility),
                  "a facility that produces");
      is_told = true;
    }
  }
  if (lines.empty() && !is_told) {
    errors_.add(place, fmt::format("{} covers no production line", instrument),
                "facilities, regions and a stage that have one in common");
  }
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

void WorldBuilder::add_outage(const OutageSpec& spec) {
  OutageWindow window;
  window.instrument = static_cast<std::uint32_t>(world_.instruments.size());
  auto& outage = window.outage;
  outage.from = spec.from;
  outage.until = spec.until;
  outage.capacity_left = spec.capacity_left;
  outage.recovery = static_cast<RecoveryCurve>(spec.recovery);
  outage.recovery_days = spec.recovery_days;
  outage.levels = {{spec.from, "begin"}, {spec.until + 1, "end"}};
  for (std::uint32_t l = 0; l < world_.lines.size(); ++l) {
    if (!selects(spec.regions, spec.facilities, spec.stage, world_.lines[l])) {
      continue;
    }
    window.lines.push_back(LineId{l});
    world_.lines[l].outages.push_back(static_cast<std::uint32_t>(world_.outages.size()));
  }
  refuse_without_lines(spec.place, fmt::format("outage '{}'", spec.id), spec.facilities,
                       window.lines);
  world_.instruments.push_back({spec.id, "outage", {}, spec.announced, outage});
  world_.outages.push_back(std::move(window));
}

}  // namespace monazite
