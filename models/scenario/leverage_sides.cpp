#include "models/scenario/leverage_sides.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>

#include "models/metrics/figure.hpp"
#include "models/scenario/control_uses.hpp"

namespace monazite {

namespace {

const EconomySpec* economy_of(const Scenario& scenario, std::string_view region) {
  const auto found =
      std::find_if(scenario.economies.begin(), scenario.economies.end(),
                   [&](const EconomySpec& economy) { return economy.region == region; });
  return found == scenario.economies.end() ? nullptr : &*found;
}

void check_span(const Scenario& scenario, Diagnostics& problems) {
  const LeverageSpec& leverage = *scenario.leverage;
  const CalendarSpec& calendar = scenario.calendar;
  if (leverage.from < calendar.start || leverage.from > calendar.end) {
    problems.add(
        leverage.place,
        fmt::format("leverage from {}, which is outside the calendar", to_iso(leverage.from)),
        fmt::format("a date from {} to {}", to_iso(calendar.start), to_iso(calendar.end)));
    return;
  }
  const int days = calendar.end + 1 - leverage.from;
  for (const int horizon : leverage.horizons_days) {
    if (horizon > days && horizon <= most_horizon_days) {
      problems.add(leverage.place,
                   fmt::format("a horizon of {} d from {} ends after the calendar", horizon,
                               to_iso(leverage.from)),
                   fmt::format("at most {} d, or a calendar that ends on {} or later", days,
                               to_iso(leverage.from + horizon - 1)));
    }
  }
}

void check_apart(const Scenario& scenario, Diagnostics& problems) {
  std::map<std::string, const LeverageSideSpec*> region_of;
  std::map<std::string, const LeverageSideSpec*> control_of;
  const auto claim = [&](auto& owners, const std::string& id, std::string_view kind,
                         const LeverageSideSpec& side) {
    const auto [owner, is_new] = owners.try_emplace(id, &side);
    if (!is_new) {
      problems.add(side.place,
                   fmt::format("the {} '{}' is of the side '{}' too", kind, id, owner->second->id),
                   fmt::format("each {} in one side", kind));
    }
  };
  for (const LeverageSideSpec& side : scenario.leverage->sides) {
    for (const std::string& region : regions_of(scenario, side)) {
      claim(region_of, region, "region", side);
    }
    for (const std::string& control : side.controls) {
      claim(control_of, control, "control", side);
    }
  }
}

void check_products(const Scenario& scenario, Diagnostics& problems) {
  for (const LeverageSideSpec& side : scenario.leverage->sides) {
    for (const std::string& region : regions_of(scenario, side)) {
      if (economy_of(scenario, region) == nullptr) {
        problems.add(side.place,
                     fmt::format("no product of the region '{}', to which losses of the side '{}' "
                                 "are relative",
                                 region, side.id),
                     "its 'gdp' in 'economies', or 'relative: 0'");
      }
    }
  }
}

}  // namespace

std::vector<std::string> regions_of(const Scenario& scenario, const LeverageSideSpec& side) {
  std::vector<std::string> regions;
  for (const std::string& name : side.regions) {
    const auto group = std::find_if(scenario.region_groups.begin(), scenario.region_groups.end(),
                                    [&](const GroupSpec& g) { return g.id == name; });
    if (group == scenario.region_groups.end()) {
      regions.push_back(name);
    } else {
      regions.insert(regions.end(), group->members.begin(), group->members.end());
    }
  }
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  return regions;
}

double gdp_usd_per_year(const Scenario& scenario, const LeverageSideSpec& side) {
  double sum = 0;
  for (const std::string& region : regions_of(scenario, side)) {
    const EconomySpec* economy = economy_of(scenario, region);
    sum += economy == nullptr ? undefined : economy->gdp_usd_per_year;
  }
  return sum;
}

void check_leverage_in(const Scenario& scenario, Diagnostics& problems) {
  if (!scenario.leverage) {
    return;
  }
  check_span(scenario, problems);
  check_apart(scenario, problems);
  if (scenario.leverage->relative > 0) {
    check_products(scenario, problems);
  }
  if (scenario.leverage->erosion) {
    check_erosion_in(scenario, problems);
  }
}

}  // namespace monazite
