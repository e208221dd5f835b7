#include "models/scenario/check_scenario.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>

#include "models/quantity/number.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/leverage_sides.hpp"

namespace monazite {

namespace {

constexpr double share_slack = 1e-9;

/// Mass that a plant may draw in a run. A run counts to 9.2e12 t; noise needs room above the mean.
constexpr double most_tonnes_drawn = 1e11;

/// The ids that a reference may name.
struct Names {
  std::vector<std::string_view> list;
  std::unordered_set<std::string_view> set;
  bool is_read = true;  ///< else there may be others
};

template <class... Lists>
Names ids_of(const Lists&... lists) {
  Names names;
  const auto add = [&](const auto& list) {
    for (const auto& item : list) {
      names.list.push_back(item.id);
    }
  };
  (add(lists), ...);
  names.set.insert(names.list.begin(), names.list.end());
  return names;
}

Names goods_of(const Scenario& scenario) {
  Names names;
  for (const MaterialSpec& material : scenario.materials) {
    if (material.form == Form::good) {
      names.list.push_back(material.id);
    }
  }
  names.set.insert(names.list.begin(), names.list.end());
  return names;
}

Names names_for(const Scenario& scenario, Reference reference) {
  switch (reference) {
    case Reference::none:
      break;
    case Reference::region:
    case Reference::region_or_any:
      return ids_of(scenario.regions);
    case Reference::region_or_group:
      return ids_of(scenario.regions, scenario.region_groups);
    case Reference::sector:
      return ids_of(scenario.sectors);
    case Reference::sector_or_group:
      return ids_of(scenario.sectors, scenario.sector_groups);
    case Reference::material:
      return ids_of(scenario.materials);
    case Reference::good:
      return goods_of(scenario);
    case Reference::composition:
      return ids_of(scenario.compositions);
    case Reference::process:
      return ids_of(scenario.processes);
    case Reference::facility:
      return ids_of(scenario.facilities);
    case Reference::behaviour:
      return ids_of(scenario.behaviour);
    case Reference::instrument:
      return ids_of(scenario.instruments);
    case Reference::truce:
      return ids_of(scenario.truces);
    case Reference::talks:
      return ids_of(scenario.talks);
    case Reference::firm:
      return ids_of(scenario.firms);
    case Reference::firm_or_list:
      return ids_of(scenario.firms, scenario.entity_lists);
    case Reference::technology:
      return ids_of(scenario.technologies);
  }
  return {};
}

/// The records that a reference may name.
std::vector<std::string_view> records_of(Reference reference) {
  switch (reference) {
    case Reference::region_or_any:
      return {"region"};
    case Reference::region_or_group:
      return {"region", "region group"};
    case Reference::sector_or_group:
      return {"sector", "sector group"};
    case Reference::firm_or_list:
      return {"firm", "entity list"};
    case Reference::good:
      return {"material"};
    case Reference::talks:
      return {"round"};
    default:
      return {name_of(reference)};
  }
}

/// Whether none of the lists that hold what a reference may name has been left unread.
bool is_read(Reference reference, const std::vector<const Section*>& unread) {
  const auto records = records_of(reference);
  return std::none_of(unread.begin(), unread.end(), [&](const Section* section) {
    return std::find(records.begin(), records.end(), section->name) != records.end();
  });
}

template <class Item>
void check_group_ids(const std::vector<Item>& items, const std::vector<GroupSpec>& groups,
                     std::string_view kind, Diagnostics& problems) {
  std::unordered_set<std::string_view> ids;
  for (const Item& item : items) {
    ids.insert(item.id);
  }
  for (const GroupSpec& group : groups) {
    if (ids.count(group.id) != 0) {
      problems.add(group.place, fmt::format("'{}' is the id of a {} too", group.id, kind),
                   "an id of its own");
    }
  }
}

void check_stockpile_ids(const Scenario& scenario, Diagnostics& problems) {
  std::unordered_set<std::string_view> ids;
  for (const FacilitySpec& facility : scenario.facilities) {
    ids.insert(facility.id);
  }
  for (const StockpileSpec& stockpile : scenario.stockpiles) {
    if (ids.count(stockpile.id) != 0) {
      problems.add(stockpile.place, fmt::format("'{}' is the id of a facility too", stockpile.id),
                   "an id of its own");
    }
  }
}

using ElementShares = std::array<double, element_count>;

/// Which elements a row of outputs takes: its own, or all that its material can hold.
std::vector<Element> elements_of(const ProcessOutputSpec& output,
                                 const std::vector<Element>& held) {
  if (output.element) {
    return {*output.element};
  }
  if (!held.empty()) {
    return held;
  }
  std::vector<Element> all;
  for (std::size_t i = 0; i < rare_earth_count; ++i) {
    all.push_back(static_cast<Element>(i));
  }
  return all;
}

void check_shares(const Scenario& scenario, Diagnostics& problems) {
  std::map<std::string_view, const std::vector<Element>*> held;
  for (const MaterialSpec& material : scenario.materials) {
    if (material.form != Form::good) {
      held.emplace(material.id, &material.elements);
    }
  }
  std::map<std::string_view, ElementShares> sums;
  for (const ProcessOutputSpec& output : scenario.process_outputs) {
    const auto material = held.find(output.material);
    if (material == held.end()) {
      continue;
    }
    ElementShares& sum = sums[output.process];
    for (const Element element : elements_of(output, *material->second)) {
      double& total = sum.at(index_of(element));
      const double before = total;
      total += output.share;
      if (total > 1 + share_slack && before <= 1 + share_slack) {
        problems.add(output.place,
                     fmt::format("the outputs of '{}' take {} of its {}", output.process,
                                 shortest(total), element_symbols.at(index_of(element))),
                     "shares that sum to 1 at most");
      }
    }
  }
}

void check_gross(const Scenario& scenario, Diagnostics& problems) {
  std::map<std::string_view, Form> forms;
  for (const MaterialSpec& material : scenario.materials) {
    forms.emplace(material.id, material.form);
  }
  std::map<std::pair<std::string_view, std::string_view>, double> gross;
  for (const ProcessOutputSpec& output : scenario.process_outputs) {
    const auto form = forms.find(output.material);
    if (form == forms.end() || !(output.gross_per_tonne > 0)) {
      continue;
    }
    if (gross_rule(form->second) != GrossRule::recipe) {
      problems.add(
          output.place,
          fmt::format("'gross' of '{}', which is weighed by what it holds ({})", output.material,
                      form_names.at(static_cast<std::size_t>(form->second))),
          "a gross of an alloy, a magnet or scrap only");
      continue;
    }
    const auto [first, is_new] =
        gross.try_emplace({output.process, output.material}, output.gross_per_tonne);
    if (!is_new && first->second != output.gross_per_tonne) {
      problems.add(output.place,
                   fmt::format("another 'gross' of '{}' of '{}'", output.material, output.process),
                   fmt::format("{}, as in an earlier row", shortest(first->second)));
    }
  }
}

void check_amounts(const Scenario& scenario, Diagnostics& problems) {
  std::map<std::pair<std::string_view, std::string_view>, double> amounts;
  for (const ProcessInputSpec& input : scenario.process_inputs) {
    const std::string_view slot = input.slot.empty() ? input.material : input.slot;
    const auto [first, is_new] = amounts.try_emplace({input.process, slot}, input.tonnes_per_tonne);
    if (!is_new && first->second != input.tonnes_per_tonne) {
      problems.add(input.place,
                   fmt::format("another 'amount' in the slot '{}' of '{}'", slot, input.process),
                   fmt::format("{}, as in an earlier row", shortest(first->second)));
    }
  }
}

/// By what growth has multiplied the demand of a sector when the calendar ends.
double growth_until_end(const Scenario& scenario, const SectorSpec& sector) {
  if (!(sector.growth_per_year > 0)) {
    return 1;
  }
  const Date from = sector.growth_from.value_or(scenario.calendar.start);
  const double years = (scenario.calendar.end - from) / days_per_year;
  return std::pow(1 + sector.growth_per_year, std::max(0.0, years));
}

bool is_named(const std::string& name, const std::string& id,
              const std::vector<GroupSpec>& groups) {
  const auto is_of = [&](const GroupSpec& group) {
    return group.id == name &&
           std::find(group.members.begin(), group.members.end(), id) != group.members.end();
  };
  return name.empty() || name == id || std::any_of(groups.begin(), groups.end(), is_of);
}

/// The largest share of its base year's use that dated changes may ask a plant for.
double most_asked(const Scenario& scenario, const DemandSpec& demand, const std::string& region) {
  using Target = std::tuple<std::string_view, std::string_view, std::string_view>;
  std::map<Target, double> most;
  for (const DemandChangeSpec& change : scenario.demand_changes) {
    const bool is_asked = change.facility.empty()
                              ? is_named(change.sector, demand.sector, scenario.sector_groups) &&
                                    is_named(change.region, region, scenario.region_groups)
                              : change.facility == demand.facility;
    if (!is_asked) {
      continue;
    }
    const double share = change.scale.value_or(demand.rate_tonnes_per_year > 0
                                                   ? change.rate_tonnes_per_year.value_or(0) /
                                                         demand.rate_tonnes_per_year
                                                   : 1);
    double& largest =
        most.try_emplace({change.facility, change.sector, change.region}, 1).first->second;
    largest = std::max(largest, share);
  }
  double product = 1;
  for (const auto& [target, share] : most) {
    product *= share;
  }
  return product;
}

/// Refuses what would leave the range of whole grams: growth compounds, so that no bound of one
/// value can prevent it.
void check_demand(const Scenario& scenario, Diagnostics& problems) {
  std::map<std::string_view, double> growth;
  for (const SectorSpec& sector : scenario.sectors) {
    growth.emplace(sector.id, growth_until_end(scenario, sector));
  }
  std::map<std::string_view, const std::string*> regions;
  for (const FacilitySpec& facility : scenario.facilities) {
    regions.emplace(facility.id, &facility.region);
  }
  std::map<std::string_view, double> drawn_per_tonne;
  for (const ProcessInputSpec& input : scenario.process_inputs) {
    double& most = drawn_per_tonne[input.process];
    most = std::max(most, input.tonnes_per_tonne);
  }
  const CalendarSpec& calendar = scenario.calendar;
  const double days = calendar.end - calendar.start + 1 + calendar.warm_up_days;
  for (const DemandSpec& demand : scenario.demand) {
    const auto factor = growth.find(demand.sector);
    const auto drawn = drawn_per_tonne.find(demand.process);
    const auto region = regions.find(demand.facility);
    if (factor == growth.end() || drawn == drawn_per_tonne.end() || region == regions.end()) {
      continue;
    }
    const double tonnes =
        demand.rate_tonnes_per_year * scenario.switches.demand_scale * factor->second *
        most_asked(scenario, demand, *region->second) * std::max(1.0, drawn->second) *
        (days + demand.cover_days * scenario.switches.cover_scale) / days_per_year;
    if (!(tonnes <= most_tonnes_drawn)) {
      problems.add(demand.place,
                   fmt::format("'{}' would use {} t in the years of the calendar", demand.facility,
                               shortest(tonnes)),
                   fmt::format("at most {} t, growth, scale and changes included",
                               shortest(most_tonnes_drawn)));
    }
  }
}

/// Bans, licences and frictions begin on a day, or when an action says so.
void check_first_days(const Scenario& scenario, Diagnostics& problems) {
  std::unordered_set<std::string_view> moved;
  for_each_list_of_actions(scenario, [&](const std::vector<ActionSpec>& actions) {
    for (const ActionSpec& action : actions) {
      moved.insert(action.instrument);
    }
  });
  for (const InstrumentSpec& instrument : scenario.instruments) {
    const bool needs_day = std::holds_alternative<BanSpec>(instrument.kind) ||
                           std::holds_alternative<LicenceSpec>(instrument.kind) ||
                           std::holds_alternative<FrictionSpec>(instrument.kind);
    if (needs_day && !instrument.from && moved.count(instrument.id) == 0) {
      problems.add(
          instrument.place,
          fmt::format("missing key 'from' of a {}", instrument_type_names[instrument.kind.index()]),
          "the first day in force, or an action of talks or a truce that imposes it");
    }
  }
}

}  // namespace

void check_references(const Scenario& scenario, const ReadContext& read, Diagnostics& problems) {
  std::map<Reference, Names> names;
  std::vector<const ReferenceUse*> dangling;
  for (const ReferenceUse& use : read.references) {
    auto known = names.find(use.to);
    if (known == names.end()) {
      known = names.emplace(use.to, names_for(scenario, use.to)).first;
      known->second.is_read = is_read(use.to, read.unread_lists);
    }
    const bool is_any = use.to == Reference::region_or_any && use.text == "*";
    if (!is_any && known->second.is_read && known->second.set.count(use.text) == 0) {
      dangling.push_back(&use);
    }
  }
  std::stable_sort(dangling.begin(), dangling.end(), [](const auto* a, const auto* b) {
    return std::tie(a->place.file, a->place.line, a->place.column) <
           std::tie(b->place.file, b->place.line, b->place.column);
  });
  constexpr std::size_t with_suggestion = 100;
  for (std::size_t i = 0; i < dangling.size(); ++i) {
    const Names& known = names.at(dangling[i]->to);
    problems.add(dangling[i]->place,
                 fmt::format("no {} '{}'", name_of(dangling[i]->to), dangling[i]->text), {},
                 i < with_suggestion ? nearest_name(dangling[i]->text, known.list) : std::string());
  }
}

void check_scenario(const Scenario& scenario, Diagnostics& problems) {
  constexpr std::size_t longest_name = 200;
  if (scenario.name.size() > longest_name) {
    problems.add({0, 1, 1}, fmt::format("a name of {} bytes", scenario.name.size()),
                 fmt::format("at most {}: it stands in every row", longest_name));
  }
  check_group_ids(scenario.regions, scenario.region_groups, "region", problems);
  check_group_ids(scenario.sectors, scenario.sector_groups, "sector", problems);
  check_stockpile_ids(scenario, problems);
  check_shares(scenario, problems);
  check_gross(scenario, problems);
  check_amounts(scenario, problems);
  check_demand(scenario, problems);
  if (problems.empty()) {
    // What could not be read may have had its day, or be of another kind.
    check_first_days(scenario, problems);
  }
  check_goods(scenario, problems);
  check_firms(scenario, problems);
  check_leverage_in(scenario, problems);
}

}  // namespace monazite
