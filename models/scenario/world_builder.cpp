#include "models/scenario/world_builder.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "models/behaviour/forecast.hpp"
#include "models/behaviour/newsvendor.hpp"
#include "models/network/stable_hash.hpp"
#include "models/quantity/unit.hpp"

namespace monazite {

namespace {

/// 1 over the mean pace of the years in which the holidays lie.
double everyday_pace(const std::vector<HolidaySpec>& holidays) {
  std::set<int> years;
  double days_off = 0;
  for (const auto& holiday : holidays) {
    years.insert(year_of(holiday.from));
    days_off += (1 - holiday.activity) * (holiday.until + 1 - holiday.from);
  }
  const double left = 1 - days_off / (days_per_year * static_cast<double>(years.size()));
  // Years that are hardly worked at all say nothing about a normal day.
  return years.empty() || left < 0.5 ? 1.0 : 1.0 / left;
}

}  // namespace

void WorldBuilder::build() {
  add_calendar();
  add_regions_and_sectors();
  add_firms();
  add_materials();
  add_profiles();
  add_facilities();
  add_pools_and_lines();
  add_demand_courses();
  add_outlets();
  place_stockpiles();
  add_lanes();
  if (!errors_.empty()) {
    return;
  }
  index_lanes();
  warn_of_idle_bids();
  add_rates();
  add_graph();
  check_reach();
  settle_contents();
  limit_surpluses();
  check_baskets();
  add_shares();
  add_candidates();
  add_order_batches();
  add_goods();
  add_values();
  add_markets();
  check_keys();
  if (!errors_.empty()) {
    return;
  }
  add_instruments();
  add_truces();
  add_talks();
  add_promises();
  watch_lanes();
  add_stockpiles();
  add_smuggling();
  add_contracts();
  add_money();
  add_plan();
}

void WorldBuilder::add_calendar() {
  world_.name = scenario_.name;
  world_.start = scenario_.calendar.start;
  world_.end = scenario_.calendar.end;
  world_.origin = world_.start - scenario_.calendar.warm_up_days;
  world_.runs = scenario_.runs;
  world_.switches = scenario_.switches;
}

void WorldBuilder::add_regions_and_sectors() {
  auto regions = scenario_.regions;
  std::sort(regions.begin(), regions.end(),
            [](const RegionSpec& a, const RegionSpec& b) { return a.id < b.id; });
  for (const auto& region : regions) {
    regions_[region.id] = RegionId{static_cast<std::uint32_t>(world_.regions.size())};
    world_.regions.push_back({region.id, region.holidays,
                              scenario_.switches.holidays ? everyday_pace(region.holidays) : 1.0});
  }
  world_.sectors = scenario_.sectors;
  for (const auto& sector : scenario_.sectors) {
    if (sector.recoverable_share > 0 && !(sector.overtime > 0)) {
      warnings_.add(sector.place,
                    fmt::format("sector '{}' makes nothing up: it has a 'recoverable_share' and no "
                                "'overtime'",
                                sector.id));
    }
  }
  for (auto& sector : world_.sectors) {
    sector.growth_from = sector.growth_from.value_or(world_.start);
  }
  std::sort(world_.sectors.begin(), world_.sectors.end(),
            [](const SectorSpec& a, const SectorSpec& b) { return a.id < b.id; });
  for (std::uint32_t s = 0; s < world_.sectors.size(); ++s) {
    sectors_[world_.sectors[s].id] = SectorId{s};
  }
  for (const auto& group : scenario_.region_groups) {
    region_groups_of_[group.id] = group.members;
  }
  for (const auto& group : scenario_.sector_groups) {
    sector_groups_of_[group.id] = group.members;
  }
}

void WorldBuilder::add_materials() {
  std::vector<const MaterialSpec*> specs;
  for (const auto& spec : scenario_.materials) {
    specs.push_back(&spec);
  }
  std::sort(specs.begin(), specs.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  for (const auto* spec : specs) {
    Material material;
    material.id = spec->id;
    material.form = spec->form;
    material.rule = gross_rule(spec->form);
    material.elements = spec->elements;
    if (spec->form == Form::good) {
      material.elements = {Element::goods};
      material.unit = spec->unit;
      material.diversion = spec->diversion.value_or(0);
      material.strategic_weight_usd_per_unit = spec->strategic_weight_usd_per_unit.value_or(0);
    } else if (material.elements.empty()) {
      for (std::size_t e = 0; e < rare_earth_count; ++e) {
        material.elements.push_back(static_cast<Element>(e));
      }
    }
    std::sort(material.elements.begin(), material.elements.end());
    material.price_usd_per_kg = spec->price_usd_per_kg;
    material.lot = mass_from_tonnes(spec->lot_tonnes);
    materials_[spec->id] = MaterialId{static_cast<std::uint32_t>(world_.materials.size())};
    world_.materials.push_back(std::move(material));
  }
}

void WorldBuilder::add_profiles() {
  auto specs = scenario_.behaviour;
  if (std::none_of(specs.begin(), specs.end(),
                   [](const BehaviourSpec& b) { return b.id == "default"; })) {
    specs.emplace_back();
    specs.back().id = "default";
  }
  std::sort(specs.begin(), specs.end(),
            [](const BehaviourSpec& a, const BehaviourSpec& b) { return a.id < b.id; });
  for (const auto& spec : specs) {
    Profile profile;
    profile.id = spec.id;
    profile.smoothed = spec.ordering == Ordering::smoothed;
    profile.in_fixed_quantities = spec.ordering == Ordering::fixed_quantity;
    profile.at_reorder_point =
        profile.in_fixed_quantities || spec.ordering == Ordering::up_to_level;
    profile.reorder_days = spec.reorder_days;
    profile.fixed_order_days = spec.fixed_order_days;
    profile.least_order_days = spec.least_order_days;
    profile.order_lot_days = spec.order_lot_days;
    profile.review_days = spec.review_days;
    profile.forecast_weight = forecast_weight(spec.review_days, spec.forecast_days);
    profile.adjustment_days = spec.adjustment_days;
    profile.production_days = spec.production_days;
    profile.supply_line_weight = spec.supply_line_weight;
    profile.safety_factor =
        spec.shortage_cost_per_day
            ? newsvendor_safety_factor(spec.holding_cost_per_day, *spec.shortage_cost_per_day)
            : spec.safety_factor;
    profile.lead_time_learning = spec.lead_time_learning;
    profile.cost_sensitivity = spec.cost_sensitivity;
    profile.holding_cost_per_day = spec.holding_cost_per_day;
    profile.orders_per_review = static_cast<std::uint32_t>(std::max(1, spec.orders_per_review));
    profile.patience_days = spec.patience_days;
    profile.cancel_after_days = spec.cancel_after_days;
    profile.qualify_at = spec.qualify_at;
    profile.allocation = spec.allocation;
    profile.home_first = spec.home_first;
    profile.home_reserve = spec.home_reserve;
    profile.rush_days_per_shortfall = spec.rush_days_per_shortfall;
    profile.most_rush_days = spec.most_rush_days;
    profile.most_front_loading_days = spec.most_front_loading_days;
    profile.most_waiting = spec.most_waiting;
    profile.hoarding = fearful(spec);
    const auto last = static_cast<std::uint8_t>(spec.priority_sectors.size());
    profile.default_rank = last;
    profile.sector_rank.assign(world_.sectors.size(), last);
    for (std::uint8_t rank = last; rank-- > 0;) {
      for (std::uint32_t s = 0; s < world_.sectors.size(); ++s) {
        if (names_sector({spec.priority_sectors[rank]}, SectorId{s})) {
          profile.sector_rank[s] = rank;
        }
      }
    }
    profiles_[spec.id] = static_cast<std::uint32_t>(world_.profiles.size());
    world_.profiles.push_back(std::move(profile));
  }
}

std::uint32_t WorldBuilder::profile_index(const FacilitySpec& facility) {
  const std::string stage(stage_names[static_cast<std::size_t>(facility.stage)]);
  const std::string wanted = facility.behaviour.empty() ? stage : facility.behaviour;
  if (const auto* index = find(profiles_, wanted)) {
    return *index;
  }
  return profiles_.at("default");
}

void WorldBuilder::add_facilities() {
  if (scenario_.facilities.empty()) {
    warnings_.add({0, 1, 1}, "the world has no facilities: nothing happens in it",
                  "'facilities', or a 'base' that has some");
  }
  std::vector<std::pair<std::uint64_t, const FacilitySpec*>> specs;
  for (const auto& spec : scenario_.facilities) {
    specs.emplace_back(stable_hash(spec.id), &spec);
  }
  for (const auto& stockpile : scenario_.stockpiles) {
    FacilitySpec spec;
    spec.id = stockpile.id;
    spec.stage = Stage::stockpile;
    spec.region = stockpile.owner;
    spec.place = stockpile.place;
    facilities_of_stockpiles_.push_back(std::move(spec));
  }
  for (const auto& spec : facilities_of_stockpiles_) {
    specs.emplace_back(stable_hash(spec.id), &spec);
  }
  // By stable key, so that the order of rows and files is of no consequence.
  std::sort(specs.begin(), specs.end());
  for (const auto& [key, spec] : specs) {
    Facility facility;
    facility.id = spec->id;
    facility.stage = spec->stage;
    facility.key = key;
    facility.profile = profile_index(*spec);
    const auto* region = find(regions_, spec->region);
    if (region == nullptr) {
      errors_.add(spec->place, fmt::format("facility '{}' has no region", spec->id),
                  "the id of a region");
      continue;
    }
    facility.region = *region;
    const auto review =
        static_cast<std::int64_t>(world_.profiles[facility.profile].review_days * 86400.0);
    // Reviews fall on whole days where the period has any, spread over the period.
    const auto step = review % 86400 == 0 ? std::int64_t{86400} : std::int64_t{3600};
    facility.review_offset_seconds =
        static_cast<std::int64_t>(
            key % static_cast<std::uint64_t>(std::max<std::int64_t>(1, review / step))) *
        step;
    facilities_[spec->id] = FacilityId{static_cast<std::uint32_t>(world_.facilities.size())};
    world_.facilities.push_back(std::move(facility));
  }
}

void WorldBuilder::check_keys() {
  // Streams, ties and offsets go by these hashes: two equal ones would share their luck.
  std::vector<std::uint64_t> keys;
  keys.reserve(world_.facilities.size() + world_.lines.size() + world_.lanes.size());
  for (const auto& facility : world_.facilities) {
    keys.push_back(facility.key);
  }
  for (const auto& line : world_.lines) {
    keys.push_back(line.key);
  }
  for (const auto& lane : world_.lanes) {
    keys.push_back(
        lane_key(world_.pools[lane.from.index()].key, world_.pools[lane.to.index()].key));
  }
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
    tell_equal_keys();
  }
}

void WorldBuilder::tell_equal_keys() {
  std::set<std::uint64_t> seen;
  const auto check = [&](std::uint64_t key, Place place, const std::string& what) {
    if (!seen.insert(key).second) {
      errors_.add(place, fmt::format("{} has the same 64-bit key as another id", what),
                  "another id");
    }
  };
  for (const auto& spec : scenario_.facilities) {
    check(stable_hash(spec.id), spec.place, fmt::format("facility '{}'", spec.id));
  }
  for (std::size_t l = 0; l < world_.lines.size(); ++l) {
    check(world_.lines[l].key, line_specs_[l]->place,
          fmt::format("line '{}/{}'", line_specs_[l]->facility, line_specs_[l]->process));
  }
  for (std::size_t l = 0; l < world_.lanes.size(); ++l) {
    const auto& lane = world_.lanes[l];
    check(lane_key(world_.pools[lane.from.index()].key, world_.pools[lane.to.index()].key),
          lane_specs_[l]->place, "lane");
  }
}

}  // namespace monazite
