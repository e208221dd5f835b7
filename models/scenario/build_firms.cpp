#include <algorithm>

#include "models/scenario/world_builder.hpp"

namespace monazite {

void WorldBuilder::add_firms() {
  const auto specs = by_id(scenario_.firms);
  std::map<std::string_view, std::uint32_t> firm_of_id;
  for (std::uint32_t f = 0; f < specs.size(); ++f) {
    firm_of_id[specs[f]->id] = f;
    firm_ids_.push_back(specs[f]->id);
    for (const auto& facility : specs[f]->facilities) {
      firm_of_facility_[facility] = f;
    }
  }
  for (std::uint32_t f = 0; f < specs.size(); ++f) {
    for (const auto& owner : specs[f]->owners) {
      holdings_.push_back({firm_of_id.at(owner.name), f, owner.share});
    }
  }
  for (const auto& list : scenario_.entity_lists) {
    entity_lists_[list.id] = &list.members;
  }
  for (const auto& technology : scenario_.technologies) {
    technologies_[technology.id] = &technology;
  }
}

const std::vector<bool>& WorldBuilder::firms_named(const std::vector<std::string>& names,
                                                   std::optional<double> affiliates_from) const {
  const auto [known, is_new] = named_firms_.try_emplace({names, affiliates_from.value_or(0)});
  if (is_new) {
    std::vector<bool> listed(firm_ids_.size(), false);
    const auto name = [&](std::string_view id) {
      const auto place = std::lower_bound(firm_ids_.begin(), firm_ids_.end(), id);
      listed[static_cast<std::size_t>(place - firm_ids_.begin())] = true;
    };
    for (const auto& id : names) {
      if (const auto list = entity_lists_.find(id); list != entity_lists_.end()) {
        std::for_each(list->second->begin(), list->second->end(), name);
      } else {
        name(id);
      }
    }
    known->second = affiliates_from
                        ? with_affiliates(std::move(listed), holdings_, *affiliates_from)
                        : std::move(listed);
  }
  return known->second;
}

bool WorldBuilder::names_firm_of(const std::string& facility, const std::vector<std::string>& names,
                                 std::optional<double> affiliates_from) const {
  const auto firm = firm_of_facility_.find(facility);
  return firm != firm_of_facility_.end() && firms_named(names, affiliates_from)[firm->second];
}

}  // namespace monazite
