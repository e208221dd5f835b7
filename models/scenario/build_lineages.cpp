#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/scenario/steady_lineage.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

constexpr double kilograms_per_gram = 1e-3;

const LineageSpec* lineage_of(const InstrumentSpec& spec) {
  if (const auto* ban = std::get_if<BanSpec>(&spec.kind)) {
    return ban->lineage ? &*ban->lineage : nullptr;
  }
  const auto* licence = std::get_if<LicenceSpec>(&spec.kind);
  return licence != nullptr && licence->lineage ? &*licence->lineage : nullptr;
}

}  // namespace

CoversSpec WorldBuilder::as_issued(CoversSpec covered, const InstrumentSpec& spec) const {
  if (lineage_of(spec) == nullptr) {
    return as_issued_at_home(std::move(covered), spec.issuer);
  }
  for (auto* ends : {&covered.origins, &covered.destinations}) {
    if (!ends->empty()) {
      continue;
    }
    for (std::uint32_t r = 0; r < world_.regions.size(); ++r) {
      if (!names_region({spec.issuer}, RegionId{r})) {
        ends->push_back(world_.regions[r].id);
      }
    }
  }
  return covered;
}

void WorldBuilder::weigh_content(const LineageSpec& spec, Lineage& lineage) {
  for (const auto element : spec.elements) {
    auto& worth = lineage.worth[static_cast<std::size_t>(element)];
    const bool is_held = std::any_of(
        world_.materials.begin(), world_.materials.end(), [&](const Material& material) {
          return std::find(material.elements.begin(), material.elements.end(), element) !=
                 material.elements.end();
        });
    if (!lineage.by_value || !is_held) {
      worth = 1;
      continue;
    }
    const auto oxide = std::find_if(
        world_.materials.begin(), world_.materials.end(), [&](const Material& material) {
          return material.form == Form::oxide && material.price_usd_per_kg > 0 &&
                 material.elements == std::vector{element};
        });
    if (oxide == world_.materials.end()) {
      errors_.add(spec.place,
                  fmt::format("no oxide of {} alone has a price, from which its value would follow",
                              element_symbols[static_cast<std::size_t>(element)]),
                  "'measured_by: mass', or a price of the oxide");
      continue;
    }
    worth = oxide->price_usd_per_kg * kilograms_per_gram *
            oxide_per_element[static_cast<std::size_t>(element)];
  }
}

void WorldBuilder::mark_makers(const InstrumentSpec& instrument, const LineageSpec& spec,
                               Lineage& lineage) const {
  const auto origins = spec.origins.empty() ? std::vector{instrument.issuer} : spec.origins;
  lineage.is_source.assign(world_.pools.size(), 0);
  lineage.is_listed.assign(world_.pools.size(), 0);
  for (const auto& line : world_.lines) {
    const auto& facility = world_.facilities[line.facility.index()];
    const bool uses_technology =
        std::any_of(spec.technologies.begin(), spec.technologies.end(), [&](const auto& id) {
          const auto& members = technologies_.at(id)->members;
          return std::find(members.begin(), members.end(), facility.id) != members.end();
        });
    for (std::uint32_t k = 0; k < line.outputs.count; ++k) {
      const auto pool = world_.line_outputs[line.outputs.first + k].pool.index();
      const auto form = world_.materials[world_.pools[pool].material.index()].form;
      const bool is_form = spec.forms.empty() || std::find(spec.forms.begin(), spec.forms.end(),
                                                           form) != spec.forms.end();
      lineage.is_source[pool] =
          !spec.elements.empty() && is_form && names_region(origins, facility.region) ? 1 : 0;
      lineage.is_listed[pool] = uses_technology ? 1 : 0;
    }
  }
}

std::uint32_t WorldBuilder::add_lineage(const InstrumentSpec& instrument) {
  const auto* spec = lineage_of(instrument);
  if (spec == nullptr) {
    return Lineage::none;
  }
  Lineage lineage;
  lineage.instrument = static_cast<std::uint32_t>(world_.instruments.size());
  lineage.by_value = spec->measured_by == LineageSpec::Measure::value;
  lineage.at_least = spec->at_least;
  weigh_content(*spec, lineage);
  mark_makers(instrument, *spec, lineage);
  lineage.opening = steady_lineage(world_, lane_grams_per_day_, lineage);
  world_.lineages.push_back(std::move(lineage));
  return static_cast<std::uint32_t>(world_.lineages.size() - 1);
}

void WorldBuilder::watch_lanes() {
  for (std::uint32_t l = 0; l < world_.lineages.size(); ++l) {
    auto& lineage = world_.lineages[l];
    const auto& kind = world_.instruments[lineage.instrument].kind;
    std::set<std::uint32_t> lanes;
    if (const auto* ban = std::get_if<Ban>(&kind)) {
      for (const auto& level : ban->levels) {
        lanes.insert(level.lanes.begin(), level.lanes.end());
      }
    } else {
      const auto& regime = std::get<LicenceRegime>(kind);
      lanes.insert(regime.lanes.begin(), regime.lanes.end());
    }
    const bool weighs = std::any_of(lineage.worth.begin(), lineage.worth.end(),
                                    [](double worth) { return worth > 0; });
    lineage.is_watched.assign(world_.pools.size(), 0);
    for (const auto lane : lanes) {
      const auto pool = world_.lanes[lane].from;
      const auto& material = world_.materials[world_.pools[pool.index()].material.index()];
      if (weighs && lineage.by_value && !(material.price_usd_per_kg > 0)) {
        errors_.add(
            place_of_lineage(lineage),
            fmt::format("'{}' has no price, of which its content would be a share", material.id),
            "'measured_by: mass', or a price of it");
        break;
      }
      lineage.is_watched[pool.index()] = 1;
      world_.lineage_lanes.push_back({l, lane, lane_grams_per_day_[lane]});
    }
    bool may_reach = lanes.empty();
    for (std::uint32_t p = 0; p < world_.pools.size(); ++p) {
      if (lineage.is_watched[p] != 0) {
        world_.lineage_stocks.push_back({l, p});
        may_reach = may_reach || lineage.is_listed[p] != 0 || holds_listed(lineage, PoolId{p});
      }
    }
    if (!may_reach) {
      warnings_.add(place_of_lineage(lineage),
                    fmt::format("the lineage of '{}' reaches nothing: no maker on its lanes holds "
                                "listed content or uses a listed technology",
                                world_.instruments[lineage.instrument].id));
    }
  }
}

bool WorldBuilder::holds_listed(const Lineage& lineage, PoolId id) const {
  const auto& pool = world_.pools[id.index()];
  const auto& set = world_.element_sets[pool.elements];
  for (std::size_t k = 0; k < set.count; ++k) {
    if (lineage.worth[set.elements[k]] > 0 && lineage.opening[pool.offset + k] > 0) {
      return true;
    }
  }
  return false;
}

Place WorldBuilder::place_of_lineage(const Lineage& lineage) const {
  const auto& id = world_.instruments[lineage.instrument].id;
  const auto spec = std::find_if(instrument_specs_.begin(), instrument_specs_.end(),
                                 [&](const auto* known) { return known->id == id; });
  return lineage_of(**spec)->place;
}

}  // namespace monazite
