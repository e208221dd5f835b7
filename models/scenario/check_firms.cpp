#include <fmt/format.h>
#include <map>
#include <string_view>

#include "models/scenario/check_scenario.hpp"

namespace monazite {

void check_firms(const Scenario& scenario, Diagnostics& problems) {
  std::map<std::string_view, std::string_view> owner_of;
  std::map<std::string_view, const FirmSpec*> firms;
  for (const FirmSpec& firm : scenario.firms) {
    firms.try_emplace(firm.id, &firm);
    for (const auto& facility : firm.facilities) {
      const auto [known, is_new] = owner_of.try_emplace(facility, firm.id);
      if (!is_new) {
        problems.add(firm.place,
                     fmt::format("the facility '{}' belongs to '{}' too", facility, known->second),
                     "a facility in one firm; who owns a part of that goes under 'owners'");
      }
    }
  }
  for (const ListSpec& list : scenario.entity_lists) {
    if (firms.count(list.id) != 0) {
      problems.add(list.place, fmt::format("'{}' is the id of a firm too", list.id),
                   "an id of its own");
    }
  }
}

}  // namespace monazite
