#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/network/stable_hash.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/element_set.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

std::uint32_t WorldBuilder::intern(const ElementSet& set) {
  const auto found = std::find(world_.element_sets.begin(), world_.element_sets.end(), set);
  if (found != world_.element_sets.end()) {
    return static_cast<std::uint32_t>(found - world_.element_sets.begin());
  }
  world_.element_sets.push_back(set);
  return static_cast<std::uint32_t>(world_.element_sets.size() - 1);
}

std::uint32_t WorldBuilder::element_set_of(const std::vector<std::string>& materials) {
  std::array<bool, element_count> flags{};
  for (const auto& id : materials) {
    if (const auto* material = find(materials_, id)) {
      for (const auto element : world_.materials[material->index()].elements) {
        flags[index_of(element)] = true;
      }
    }
  }
  return intern(element_set(flags));
}

std::uint32_t WorldBuilder::duration_of(const Distribution& distribution) {
  const auto used = scenario_.switches.noise ? distribution : without_spread(distribution);
  const auto found = std::find(world_.durations.begin(), world_.durations.end(), used);
  if (found != world_.durations.end()) {
    return static_cast<std::uint32_t>(found - world_.durations.begin());
  }
  world_.durations.push_back(used);
  return static_cast<std::uint32_t>(world_.durations.size() - 1);
}

PoolId WorldBuilder::output_pool(FacilityId facility, const std::string& material, OutputRole role,
                                 double cover_days, double lead_days) {
  const auto material_id = materials_.at(material);
  if (const auto* known = find(output_pools_, pool_place(facility, material_id))) {
    auto& pool = world_.pools[known->index()];
    pool.role = std::min(pool.role, role);
    pool.cover_days = std::max(pool.cover_days, cover_days);
    pool.lead_days = std::max(pool.lead_days, lead_days);
    return *known;
  }
  Pool pool;
  pool.facility = facility;
  pool.key = stable_hash_of_joined({world_.facilities[facility.index()].id, ">", material});
  pool.material = material_id;
  pool.elements = element_set_of({material});
  pool.role = role;
  pool.cover_days = cover_days;
  pool.lead_days = lead_days;
  const PoolId id{static_cast<std::uint32_t>(world_.pools.size())};
  world_.pools.push_back(std::move(pool));
  output_pools_[pool_place(facility, material_id)] = id;
  return id;
}

void WorldBuilder::add_pools_and_lines() {
  for (const auto& process : scenario_.processes) {
    processes_[process.id] = &process;
  }
  for (const auto& composition : scenario_.compositions) {
    compositions_[composition.id] = &composition;
  }
  for (const auto& input : scenario_.process_inputs) {
    process_inputs_[input.process].push_back(&input);
  }
  for (const auto& output : scenario_.process_outputs) {
    process_outputs_[output.process].push_back(&output);
  }
  // Rows in any order give the same world.
  for (auto& [process, inputs] : process_inputs_) {
    std::sort(inputs.begin(), inputs.end(),
              [](const auto* a, const auto* b) { return a->material < b->material; });
  }
  for (auto& [process, outputs] : process_outputs_) {
    std::sort(outputs.begin(), outputs.end(), [](const auto* a, const auto* b) {
      return std::tie(a->material, a->element) < std::tie(b->material, b->element);
    });
  }
  ById<std::vector<const LineSpec*>> lines;
  for (const auto& line : scenario_.lines) {
    lines[line.facility].push_back(&line);
  }
  ById<const DemandSpec*> demand;
  for (const auto& spec : scenario_.demand) {
    demand[spec.facility] = &spec;
  }
  for (auto& facility : world_.facilities) {
    facility.inputs.first = static_cast<std::uint32_t>(world_.pools.size());
    facility.lines.first = static_cast<std::uint32_t>(world_.lines.size());
    auto& own = lines[facility.id];
    std::sort(own.begin(), own.end(),
              [](const auto* a, const auto* b) { return a->process < b->process; });
    // Inputs of all lines first, then outputs, so that each side is one stretch of pools.
    for (const auto* spec : own) {
      add_line(*spec, facility);
    }
    if (const auto found = demand.find(facility.id); found != demand.end()) {
      add_plant(*found->second, facility);
    }
    facility.inputs.count = static_cast<std::uint32_t>(world_.pools.size()) - facility.inputs.first;
    facility.outputs.first = static_cast<std::uint32_t>(world_.pools.size());
    for (std::size_t k = 0; k < own.size(); ++k) {
      add_line_outputs(world_.lines[facility.lines.first + k], *own[k]);
    }
    facility.outputs.count =
        static_cast<std::uint32_t>(world_.pools.size()) - facility.outputs.first;
    facility.lines.count = static_cast<std::uint32_t>(world_.lines.size()) - facility.lines.first;
  }
  for (auto& plant : world_.plants) {
    plant.use_per_day *= demand_scale_of(plant);
  }
}

void WorldBuilder::add_line(const LineSpec& spec, Facility& facility) {
  Line line;
  line.facility = facilities_.at(facility.id);
  line.process = spec.process;
  line.key = stable_hash_of_joined({spec.facility, "/", spec.process});
  // A lot is what whole seconds at capacity make: rounding its time alone would move the capacity.
  line.lot_seconds = std::max<std::int64_t>(1, std::llround(spec.lot_days * 86400.0));
  const double lot_days = static_cast<double>(line.lot_seconds) / 86400.0;
  line.lot = mass_from_tonnes(spec.capacity_tonnes_per_year / days_per_year * lot_days);
  if (line.lot.grams < 1) {
    errors_.add(spec.place,
                fmt::format("a lot of line '{}/{}' is under a gram", spec.facility, spec.process),
                "a larger capacity or lot");
    line.lot = Mass{1};
  }
  line.base_lots_per_day =
      spec.rate_tonnes_per_year / days_per_year * 1e6 / static_cast<double>(line.lot.grams);
  line.lead_time = duration_of(spec.lead_time);
  line.runs_by_basket = spec.variable_cost_usd_per_kg.has_value();
  line.variable_cost = spec.variable_cost_usd_per_kg.value_or(0);
  line.value_spread = spec.value_spread_usd_per_kg.value_or(1);
  add_line_inputs(line, spec);
  line_specs_.push_back(&spec);
  line_tonnes_per_year_.push_back(spec.rate_tonnes_per_year);
  world_.lines.push_back(std::move(line));
}

void WorldBuilder::extract(Line& line, const ProcessSpec& process) {
  // The throughput of an extraction is its oxide equivalent: share by share, oxide to element.
  const auto& shares = compositions_.at(process.composition)->oxide_share;
  double total = 0;
  for (const auto share : shares) {
    total += share;
  }
  const auto& set = world_.element_sets[line.elements];
  line.recycled = process.recycled;
  line.extracted.assign(set.count, Mass{});
  for (std::uint8_t k = 0; k < set.count; ++k) {
    const auto e = set.elements[k];
    line.extracted[k] = Mass{std::llround(static_cast<double>(line.lot.grams) * shares[e] / total /
                                          oxide_per_element[e])};
  }
}

void WorldBuilder::add_line_outputs(Line& line, const LineSpec& spec) {
  // A copy: output_pool may add to the sets.
  const auto set = world_.element_sets[line.elements];
  line.outputs.first = static_cast<std::uint32_t>(world_.line_outputs.size());
  line.pushes_only = true;
  const auto routes_before = world_.element_routes.size();
  const auto& rows = process_outputs_[spec.process];
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t last = first;
    while (last < rows.size() && rows[last]->material == rows[first]->material) {
      ++last;
    }
    LineOutput output;
    auto role = OutputRole::byproduct;
    auto surplus = SurplusRule::stock;
    double gross = 0;
    for (std::size_t r = first; r < last; ++r) {
      role = std::min(role, rows[r]->role);
      surplus = std::max(surplus, rows[r]->surplus);
      gross = std::max(gross, rows[r]->gross_per_tonne);
    }
    line.pushes_only = line.pushes_only && role == OutputRole::byproduct;
    const auto pools_before = world_.pools.size();
    output.pool = output_pool(line.facility, rows[first]->material, role, spec.output_cover_days,
                              mean_of(spec.lead_time) / 86400.0);
    const bool shared = world_.pools.size() == pools_before;
    auto& pool = world_.pools[output.pool.index()];
    if (role == OutputRole::co_driver || role == OutputRole::coproduct) {
      pool.surplus_days = std::max({pool.surplus_days, pool.cover_days, spec.surplus_cover_days});
    }
    if (shared && pool.surplus != surplus) {
      errors_.add(
          rows[first]->place,
          fmt::format("output '{}' of process '{}' goes into the same stock of {} as that of "
                      "another line with another 'surplus'",
                      rows[first]->material, spec.process, spec.facility),
          "the same for both");
    }
    pool.surplus = surplus;
    line.blocks = line.blocks || surplus == SurplusRule::block;
    const auto& material = world_.materials[pool.material.index()];
    const auto& held = world_.element_sets[pool.elements];
    output.rule = material.rule;
    output.nominal_per_lot = Mass{std::llround(static_cast<double>(line.lot.grams) * gross)};
    if (output.rule == GrossRule::recipe && output.nominal_per_lot.grams <= 0) {
      errors_.add(
          rows[first]->place,
          fmt::format("output '{}' of process '{}' has no gross mass", material.id, spec.process),
          "gross: tonnes of product per tonne of throughput");
    }
    output.routes.first = static_cast<std::uint32_t>(world_.element_routes.size());
    for (std::size_t r = first; r < last; ++r) {
      for (std::uint8_t k = 0; k < held.count; ++k) {
        const auto lot_position = position_in(set, held.elements[k]);
        const bool named = !rows[r]->element || index_of(*rows[r]->element) == held.elements[k];
        if (named && lot_position < element_count && rows[r]->share > 0) {
          world_.element_routes.push_back({lot_position, k, rows[r]->share});
        }
      }
    }
    output.routes.count =
        static_cast<std::uint32_t>(world_.element_routes.size()) - output.routes.first;
    world_.line_outputs.push_back(output);
    first = last;
  }
  line.outputs.count = static_cast<std::uint32_t>(world_.line_outputs.size()) - line.outputs.first;
  if (line.outputs.count == 0) {
    errors_.add(spec.place, fmt::format("process '{}' has no outputs", spec.process),
                "process_outputs rows");
  } else if (world_.element_routes.size() == routes_before) {
    errors_.add(spec.place,
                fmt::format("the line of '{}' yields nothing: no output of '{}' takes an element "
                            "that comes in",
                            spec.facility, spec.process),
                "outputs of materials that can hold one of these elements");
  }
}

}  // namespace monazite
