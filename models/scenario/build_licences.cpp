#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

constexpr double seconds_per_workday = 86400;

/// Lays what `change` says over `review`.
void lay_over(ReviewSpec& review, const ReviewSpec& change) {
  const auto lay = [](auto& value, const auto& other) {
    if (other) {
      value = other;
    }
  };
  lay(review.statutory_workdays, change.statutory_workdays);
  lay(review.officers, change.officers);
  lay(review.service, change.service);
  lay(review.provinces, change.provinces);
  lay(review.provincial_officers, change.provincial_officers);
  lay(review.provincial_service, change.provincial_service);
  lay(review.incomplete, change.incomplete);
  lay(review.request_for_information, change.request_for_information);
  lay(review.answer, change.answer);
}

void lay_over(std::vector<NamedShare>& shares, const std::vector<NamedShare>& changes) {
  for (const auto& change : changes) {
    const auto known = std::find_if(shares.begin(), shares.end(),
                                    [&](const auto& s) { return s.name == change.name; });
    if (known == shares.end()) {
      shares.push_back(change);
    } else {
      known->share = change.share;
    }
  }
}

/// The share of what is called `id`, or of the smallest group that has it, or the default, or 1.
double share_of(const std::vector<NamedShare>& shares, const std::string& id,
                const std::map<std::string, std::vector<std::string>>& groups) {
  double share = 1;
  auto smallest = std::numeric_limits<std::size_t>::max();
  for (const auto& named : shares) {
    std::size_t size = std::numeric_limits<std::size_t>::max() - 1;
    if (named.name == id) {
      return named.share;
    }
    if (named.name != "default") {
      const auto group = groups.find(named.name);
      if (group == groups.end() ||
          std::find(group->second.begin(), group->second.end(), id) == group->second.end()) {
        continue;
      }
      size = group->second.size();
    }
    // Of groups of the same size the first by name, whatever their order in the file.
    if (size < smallest) {
      smallest = size;
      share = named.share;
    }
  }
  return share;
}

std::vector<NamedShare> sorted(std::vector<NamedShare> shares) {
  std::sort(shares.begin(), shares.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return shares;
}

}  // namespace

LicenceRegime WorldBuilder::make_licence(const InstrumentSpec& spec, const LicenceSpec& licence) {
  LicenceRegime regime;
  regime.in_transit = static_cast<InTransitRule>(licence.in_transit);
  regime.rent_to = licence.rent_to;
  refuse_group_as_seller(spec, licence.rent_to);
  regime.record_weight = licence.record_weight;
  regime.habits = {licence.consignment_days, 0, licence.most_inflation, licence.reapply_days};
  if (const auto region = regions_.find(spec.issuer);
      region != regions_.end() && scenario_.switches.holidays) {
    regime.working_region = region->second.value;
  }
  regime.lanes = lanes_covered(as_issued(licence.covers, spec), licence.exempt);
  regime.lineage = add_lineage(spec);
  place_lanes(spec, regime, licence.review.provinces.value_or(1));
  add_licence_levels(spec, licence, regime);
  warn_of_idle_check(spec, regime);
  return regime;
}

void WorldBuilder::warn_of_idle_check(const InstrumentSpec& spec, const LicenceRegime& regime) {
  const bool checks =
      std::any_of(regime.levels.begin(), regime.levels.end(),
                  [](const LicenceLevel& level) { return level.end_use_check > 0; });
  const bool finds = std::any_of(regime.lanes.begin(), regime.lanes.end(), [&](auto lane) {
    const auto& trade = world_.trades[world_.lanes[lane].trade];
    return world_.materials[trade.material.index()].diversion > 0;
  });
  if (checks && !finds) {
    warnings_.add(spec.place,
                  fmt::format("'end_use_check' of licence '{}' stops nothing: it covers no good "
                              "that has a 'diversion'",
                              spec.id));
  }
}

void WorldBuilder::place_lanes(const InstrumentSpec& spec, LicenceRegime& regime, int provinces) {
  regime.provinces = static_cast<std::uint16_t>(provinces);
  world_.licence_of_lane.resize(world_.lanes.size(), World::no_licence);
  const auto instrument = static_cast<std::uint32_t>(world_.instruments.size());
  std::map<std::pair<std::string, std::string>, std::uint32_t> cells;
  std::vector<std::pair<std::string, std::string>> names;
  for (std::uint32_t k = 0; k < regime.lanes.size(); ++k) {
    const auto& lane = world_.lanes[regime.lanes[k]];
    auto& licence = world_.licence_of_lane[regime.lanes[k]];
    const auto& seller = world_.facilities[world_.pools[lane.from.index()].facility.index()];
    const auto& buyer = world_.facilities[world_.pools[lane.to.index()].facility.index()];
    if (licence != World::no_licence) {
      const auto other = world_.licensed_lanes[licence].instrument;
      errors_.add(spec.place,
                  fmt::format("licence '{}' covers the lane of {} to {}, as '{}' does", spec.id,
                              seller.id, buyer.id, world_.instruments[other].id),
                  "licences that have no lane in common");
      return;
    }
    if (lane.push != 0) {
      errors_.add(spec.place,
                  fmt::format("licence '{}' covers the lane of {} to {}, on which nobody orders",
                              spec.id, seller.id, buyer.id),
                  "lanes that deliver on order, from which applications come");
      return;
    }
    licence = static_cast<std::uint32_t>(world_.licensed_lanes.size());
    world_.licensed_lanes.push_back({instrument, k, regime.lanes[k]});
    regime.province_of.push_back(static_cast<std::uint16_t>(seller.key % regime.provinces));
    const std::string use =
        buyer.is_plant ? world_.sectors[world_.plants[buyer.plant.index()].sector.index()].id
                       : std::string(stage_names[static_cast<std::size_t>(buyer.stage)]);
    names.emplace_back(use, world_.regions[buyer.region.index()].id);
    cells.emplace(names.back(), 0);
  }
  for (auto& [name, cell] : cells) {
    cell = static_cast<std::uint32_t>(world_.plan.licence_cells.size());
    world_.plan.licence_cells.push_back({instrument, name.first, name.second});
  }
  for (const auto& name : names) {
    regime.cells.push_back(cells.at(name));
  }
}

void WorldBuilder::add_licence_levels(const InstrumentSpec& spec, const LicenceSpec& licence,
                                      LicenceRegime& regime) {
  if (!spec.from) {
    return;
  }
  auto state = licence;
  bool in_force = true;
  const auto add_level = [&](Date on, std::string action) {
    regime.levels.push_back(licence_level(state, regime));
    regime.levels.back().on = on;
    regime.levels.back().in_force = in_force;
    regime.levels.back().action = std::move(action);
  };
  add_level(*spec.from, "impose");
  regime.habits.statutory_workdays =
      licence.review.statutory_workdays.value_or(mean_of(*state.review.service));
  for (const auto& change : licence.changes) {
    if (spec.until && change.on > *spec.until) {
      warnings_.add(change.place,
                    fmt::format("a change of licence '{}' comes after its end ({}) and does "
                                "nothing",
                                spec.id, to_iso(*spec.until)));
      continue;
    }
    if (change.starts_over) {
      state = licence;
    }
    std::string action = "change";
    if (change.in_force && *change.in_force != in_force) {
      in_force = *change.in_force;
      action = in_force ? "resume" : "suspend";
    }
    lay_over(state.review, change.review);
    lay_over(state.approval, change.approval);
    lay_over(state.destinations, change.destinations);
    state.granted_share = change.granted_share.value_or(state.granted_share);
    state.end_use_check = change.end_use_check ? change.end_use_check : state.end_use_check;
    state.validity_days = change.validity_days.value_or(state.validity_days);
    state.general = change.general.value_or(state.general);
    if (change.on == regime.levels.front().on) {
      regime.levels.clear();
      action = in_force ? "impose" : "suspend";
    }
    add_level(change.on, std::move(action));
  }
  if (spec.until) {
    in_force = false;
    add_level(*spec.until + 1, "lapse");
  }
}

LicenceLevel WorldBuilder::licence_level(const LicenceSpec& licence, const LicenceRegime& regime) {
  LicenceLevel level;
  const auto& review = licence.review;
  const auto desk = [&](int officers, const Distribution& workdays) {
    return ReviewDesk{static_cast<std::uint32_t>(officers),
                      duration_of(scaled(workdays, seconds_per_workday)), mean_of(workdays) > 0};
  };
  level.ministry = desk(review.officers.value_or(1), *review.service);
  if (review.provincial_service) {
    level.province = desk(review.provincial_officers.value_or(1), *review.provincial_service);
  } else {
    level.province.officers = 0;
  }
  level.incomplete = review.incomplete.value_or(0);
  level.request_for_information = review.request_for_information.value_or(0);
  if (review.answer) {
    level.answer = duration_of(*review.answer);
  }
  level.granted_share = licence.granted_share;
  level.end_use_check = licence.end_use_check.value_or(0);
  level.validity_days = licence.validity_days;
  const auto uses = sorted(licence.approval);
  const auto destinations = sorted(licence.destinations);
  for (const auto lane_id : regime.lanes) {
    const auto& lane = world_.lanes[lane_id];
    const auto& buyer = world_.facilities[world_.pools[lane.to.index()].facility.index()];
    const std::string use =
        buyer.is_plant ? world_.sectors[world_.plants[buyer.plant.index()].sector.index()].id
                       : std::string();
    const auto& destination = world_.regions[buyer.region.index()].id;
    level.approval.push_back(
        {static_cast<float>(share_of(uses, use, sector_groups_of_)),
         static_cast<float>(share_of(destinations, destination, region_groups_of_))});
    level.is_general.push_back(
        std::any_of(licence.general.begin(), licence.general.end(),
                    [&](const CoversSpec& general) { return covers(general, lane_id); }));
  }
  return level;
}

}  // namespace monazite
