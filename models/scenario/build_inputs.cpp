#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "models/network/stable_hash.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/element_set.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

std::vector<WorldBuilder::InputSlot> WorldBuilder::slots_of(const std::string& process) {
  std::map<std::string_view, InputSlot> slots;
  for (const auto* input : process_inputs_[process]) {
    const std::string& name = input->slot.empty() ? input->material : input->slot;
    auto& slot = slots[name];
    slot.name = name;
    slot.place = input->place;
    slot.tonnes_per_tonne = std::max(slot.tonnes_per_tonne, input->tonnes_per_tonne);
    slot.materials.push_back(input->material);
  }
  std::vector<InputSlot> list;
  for (auto& [name, slot] : slots) {
    slot.by_oxide_equivalent = slot.materials.size() > 1 || name != slot.materials.front();
    list.push_back(std::move(slot));
  }
  return list;
}

std::optional<GrossRule> WorldBuilder::gross_rule_of(const InputSlot& slot) const {
  std::optional<GrossRule> common;
  for (const auto& id : slot.materials) {
    const auto rule = world_.materials[materials_.at(id).index()].rule;
    if (common && *common != rule) {
      return {};
    }
    common = rule;
  }
  return common;
}

bool WorldBuilder::is_process_of_good(const std::string& process) const {
  const auto outputs = process_outputs_.find(process);
  return outputs != process_outputs_.end() &&
         std::any_of(outputs->second.begin(), outputs->second.end(), [&](const auto* output) {
           return world_.materials[materials_.at(output->material).index()].form == Form::good;
         });
}

PoolId WorldBuilder::input_pool(FacilityId facility, const InputSlot& slot, double cover_days) {
  for (const auto& material : slot.materials) {
    if (const auto* known = find(input_pools_, pool_place(facility, materials_.at(material)))) {
      auto& pool = world_.pools[known->index()];
      pool.cover_days = std::max(pool.cover_days, cover_days);
      return *known;
    }
  }
  Pool pool;
  pool.facility = facility;
  pool.key = stable_hash_of_joined({world_.facilities[facility.index()].id, "<", slot.name});
  pool.material = materials_.at(slot.materials.front());
  pool.elements = element_set_of(slot.materials);
  pool.oxide_equivalent = slot.by_oxide_equivalent;
  pool.cover_days = cover_days;
  const PoolId id{static_cast<std::uint32_t>(world_.pools.size())};
  world_.pools.push_back(std::move(pool));
  for (const auto& material : slot.materials) {
    input_pools_[pool_place(facility, materials_.at(material))] = id;
  }
  return id;
}

void WorldBuilder::add_line_inputs(Line& line, const LineSpec& spec) {
  std::array<bool, element_count> flags{};
  std::vector<std::pair<PoolId, double>> pools;
  for (const auto& slot : slots_of(spec.process)) {
    const auto pool = input_pool(line.facility, slot, spec.input_cover_days);
    pools.emplace_back(pool, slot.tonnes_per_tonne);
    const auto& set = world_.element_sets[world_.pools[pool.index()].elements];
    for (std::uint8_t k = 0; k < set.count; ++k) {
      flags[set.elements[k]] = true;
    }
  }
  const auto* process = processes_.at(spec.process);
  if (!process->composition.empty()) {
    const auto& shares = compositions_.at(process->composition)->oxide_share;
    for (std::size_t e = 0; e < rare_earth_count; ++e) {
      flags[e] = flags[e] || shares[e] > 0;
    }
  }
  const bool makes_good = is_process_of_good(spec.process);
  flags[index_of(Element::goods)] = flags[index_of(Element::goods)] || makes_good;
  const auto set = element_set(flags);
  line.elements = intern(set);
  line.inputs.first = static_cast<std::uint32_t>(world_.line_inputs.size());
  for (const auto& [pool, amount] : pools) {
    LineInput input;
    input.pool = pool;
    input.per_lot = Mass{std::llround(static_cast<double>(line.lot.grams) * amount)};
    const auto& held = world_.element_sets[world_.pools[pool.index()].elements];
    for (std::uint8_t k = 0; k < held.count; ++k) {
      input.position[k] = position_in(set, held.elements[k]);
    }
    world_.line_inputs.push_back(input);
  }
  line.inputs.count = static_cast<std::uint32_t>(pools.size());
  if (makes_good) {
    line.makes_good = true;
    line.extracted = {line.lot};
  } else if (!process->composition.empty()) {
    extract(line, *process);
  } else if (pools.empty()) {
    errors_.add(process->place,
                fmt::format("process '{}' has neither inputs nor a composition", process->id),
                "process_inputs rows, or a composition");
  }
}

double WorldBuilder::demand_scale_of(const Plant& plant) const {
  const bool is_world_of_magnets = std::any_of(world_.plants.begin(), world_.plants.end(),
                                               [](const Plant& p) { return p.uses_magnets; });
  return plant.uses_magnets || !is_world_of_magnets ? scenario_.switches.demand_scale : 1;
}

void WorldBuilder::add_plant(const DemandSpec& spec, Facility& facility) {
  Plant plant;
  plant.facility = facilities_.at(facility.id);
  plant.sector = sectors_.at(spec.sector);
  plant.region = facility.region;
  plant.use_per_day = spec.rate_tonnes_per_year / days_per_year * 1e6;
  facility.is_plant = true;
  facility.plant = PlantId{static_cast<std::uint32_t>(world_.plants.size())};
  plant.inputs.first = static_cast<std::uint32_t>(world_.plant_inputs.size());
  for (auto& slot : slots_of(spec.process)) {
    if (!gross_rule_of(slot)) {
      errors_.add(slot.place,
                  fmt::format("the substitutes of the slot '{}' are weighed in different ways, and "
                              "plant '{}' uses reported tonnes",
                              slot.name, spec.facility),
                  "materials that are all reported as oxide, as metal or as goods");
    }
    slot.by_oxide_equivalent = false;
    const auto pool =
        input_pool(plant.facility, slot, spec.cover_days * scenario_.switches.cover_scale);
    plant.uses_magnets =
        plant.uses_magnets ||
        std::any_of(slot.materials.begin(), slot.materials.end(), [&](const auto& material) {
          return world_.materials[materials_.at(material).index()].form == Form::magnet;
        });
    world_.plant_inputs.push_back({pool, slot.tonnes_per_tonne});
  }
  plant.inputs.count = static_cast<std::uint32_t>(world_.plant_inputs.size()) - plant.inputs.first;
  if (plant.inputs.count == 0) {
    errors_.add(spec.place,
                fmt::format("plant '{}' uses nothing: process '{}' has no inputs", spec.facility,
                            spec.process),
                "process_inputs rows");
  }
  demand_specs_.push_back(&spec);
  world_.plants.push_back(plant);
}

}  // namespace monazite
