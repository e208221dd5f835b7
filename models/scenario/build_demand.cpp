#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string_view>
#include <tuple>

#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_demand_courses() {
  // Changes that name the same plants follow each other. By names, so that rows may come in any
  // order.
  using Target = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Target, std::vector<const DemandChangeSpec*>> specs;
  for (const auto& spec : scenario_.demand_changes) {
    specs[{spec.facility, spec.sector, spec.region}].push_back(&spec);
  }
  std::vector<std::vector<std::uint32_t>> courses_of(world_.plants.size());
  for (auto& [target, changes] : specs) {
    std::sort(changes.begin(), changes.end(),
              [](const auto* a, const auto* b) { return a->from < b->from; });
    const auto& first = *changes.front();
    DemandCourse course;
    course.id =
        first.facility.empty() ? fmt::format("{}/{}", first.sector, first.region) : first.facility;
    for (std::uint32_t p = 0; p < world_.plants.size(); ++p) {
      if (is_asked_by(first, world_.plants[p])) {
        course.plants.push_back(PlantId{p});
        courses_of[p].push_back(static_cast<std::uint32_t>(world_.demand_courses.size()));
      }
    }
    if (course.plants.empty()) {
      tell_no_plants(first);
      continue;
    }
    for (const auto* spec : changes) {
      course.changes.push_back({spec->from, share_of_base(*spec, course), spec->ramp_days});
    }
    link_changes(course.changes);
    world_.demand_courses.push_back(std::move(course));
  }
  for (std::size_t p = 0; p < world_.plants.size(); ++p) {
    world_.plants[p].courses = {static_cast<std::uint32_t>(world_.courses_of_plants.size()),
                                static_cast<std::uint32_t>(courses_of[p].size())};
    world_.courses_of_plants.insert(world_.courses_of_plants.end(), courses_of[p].begin(),
                                    courses_of[p].end());
  }
}

bool WorldBuilder::is_asked_by(const DemandChangeSpec& spec, const Plant& plant) const {
  if (!spec.facility.empty()) {
    return world_.facilities[plant.facility.index()].id == spec.facility;
  }
  return (spec.sector.empty() || names_sector({spec.sector}, plant.sector)) &&
         (spec.region.empty() || names_region({spec.region}, plant.region));
}

double WorldBuilder::share_of_base(const DemandChangeSpec& spec, const DemandCourse& course) {
  if (!spec.rate_tonnes_per_year) {
    return *spec.scale;
  }
  const double base = demand_specs_[course.plants.front().index()]->rate_tonnes_per_year;
  if (!(base > 0)) {
    errors_.add(spec.place,
                fmt::format("a 'rate' of '{}', which uses nothing in the base year", spec.facility),
                "a 'rate' above 0 in its row of 'demand', with 'scale: 0 %' until it begins");
    return 0;
  }
  return *spec.rate_tonnes_per_year / base;
}

void WorldBuilder::tell_no_plants(const DemandChangeSpec& spec) {
  if (!spec.facility.empty()) {
    errors_.add(spec.place,
                fmt::format("a change of demand of '{}', which uses nothing up", spec.facility),
                "a facility with a row in 'demand'");
    return;
  }
  warnings_.add(spec.place, fmt::format("a change of demand of no plant: {} in {}",
                                        spec.sector.empty() ? "all sectors" : spec.sector,
                                        spec.region.empty() ? "all regions" : spec.region));
}

}  // namespace monazite
