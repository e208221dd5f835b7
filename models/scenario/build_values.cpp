#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

constexpr double days_of_value = 365.25;

}  // namespace

void WorldBuilder::add_values() {
  std::vector<const ValueSpec*> value_of(world_.plants.size(), nullptr);
  for (const auto& spec : scenario_.values) {
    double use = 0;
    std::vector<std::size_t> plants;
    for (std::size_t p = 0; p < world_.plants.size(); ++p) {
      const auto& plant = world_.plants[p];
      if (!names_sector(spec.sectors, plant.sector) || !names_region(spec.regions, plant.region)) {
        continue;
      }
      if (value_of[p] != nullptr) {
        errors_.add(
            spec.place,
            fmt::format("the values '{}' and '{}' both hold the plant '{}'",
                        std::min(value_of[p]->id, spec.id), std::max(value_of[p]->id, spec.id),
                        world_.facilities[plant.facility.index()].id),
            "each plant in one value");
        break;
      }
      value_of[p] = &spec;
      plants.push_back(p);
      // Value is that of the base year, whatever the scale of demand.
      use += plant.use_per_day / demand_scale_of(plant);
    }
    if (plants.empty()) {
      warnings_.add(spec.place, fmt::format("the value '{}' is of no plant", spec.id));
    }
    for (const auto p : plants) {
      world_.plants[p].usd_per_gram =
          use > 0 ? spec.usd_per_year * spec.exposed_share / (use * days_of_value) : 0;
    }
  }
}

}  // namespace monazite
