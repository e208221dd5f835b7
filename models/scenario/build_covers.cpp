#include <algorithm>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

template <class Value>
bool empty_or_has(const std::vector<Value>& values, const Value& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

/// Whether a spec names the material: its goods stand beside what elements, forms and materials
/// name together.
bool names_material(const CoversSpec& spec, const Material& material) {
  if (std::find(spec.goods.begin(), spec.goods.end(), material.id) != spec.goods.end()) {
    return true;
  }
  const bool names_goods_alone =
      !spec.goods.empty() && spec.elements.empty() && spec.forms.empty() && spec.materials.empty();
  if (names_goods_alone || !empty_or_has(spec.forms, material.form) ||
      !empty_or_has(spec.materials, material.id)) {
    return false;
  }
  return spec.elements.empty() ||
         std::any_of(spec.elements.begin(), spec.elements.end(), [&](Element e) {
           return std::find(material.elements.begin(), material.elements.end(), e) !=
                  material.elements.end();
         });
}

}  // namespace

bool WorldBuilder::names_region(const std::vector<std::string>& names, RegionId region) const {
  const auto& id = world_.regions[region.index()].id;
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const auto* members = find(region_groups_of_, name);
    return name == id || (members != nullptr &&
                          std::find(members->begin(), members->end(), id) != members->end());
  });
}

bool WorldBuilder::names_sector(const std::vector<std::string>& names, SectorId sector) const {
  const auto& id = world_.sectors[sector.index()].id;
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const auto* members = find(sector_groups_of_, name);
    return name == id || (members != nullptr &&
                          std::find(members->begin(), members->end(), id) != members->end());
  });
}

bool WorldBuilder::covers(const CoversSpec& spec, std::uint32_t lane_id) const {
  const auto& lane = world_.lanes[lane_id];
  const auto& from_pool = world_.pools[lane.from.index()];
  const auto& material = world_.materials[from_pool.material.index()];
  const auto& from = world_.facilities[from_pool.facility.index()];
  const auto& to = world_.facilities[world_.pools[lane.to.index()].facility.index()];
  if (!names_material(spec, material)) {
    return false;
  }
  if (!spec.origins.empty() && !names_region(spec.origins, from.region)) {
    return false;
  }
  if (!spec.destinations.empty() && !names_region(spec.destinations, to.region)) {
    return false;
  }
  if (!spec.facilities.empty() && !empty_or_has(spec.facilities, from.id) &&
      !empty_or_has(spec.facilities, to.id)) {
    return false;
  }
  if (!spec.buyers.empty() && !names_firm_of(to.id, spec.buyers, spec.affiliates_from)) {
    return false;
  }
  if (!spec.sellers.empty() && !names_firm_of(from.id, spec.sellers, spec.affiliates_from)) {
    return false;
  }
  if (!spec.end_uses.empty()) {
    // Only a plant has an end use; what goes to a maker abroad has none that the border can see.
    return to.is_plant && names_sector(spec.end_uses, world_.plants[to.plant.index()].sector);
  }
  return true;
}

std::vector<std::uint32_t> WorldBuilder::lanes_covered(
    const CoversSpec& spec, const std::vector<CoversSpec>& exempt) const {
  std::vector<std::uint32_t> lanes;
  for (std::uint32_t l = 0; l < world_.lanes.size(); ++l) {
    if (world_.lanes[l].crosses_border && covers(spec, l) &&
        std::none_of(exempt.begin(), exempt.end(),
                     [&](const CoversSpec& e) { return covers(e, l); })) {
      lanes.push_back(l);
    }
  }
  return lanes;
}

CoversSpec WorldBuilder::as_issued_at_home(CoversSpec covered, const std::string& issuer) {
  if (covered.origins.empty() && covered.destinations.empty()) {
    covered.origins = {issuer};
  }
  return covered;
}

}  // namespace monazite
