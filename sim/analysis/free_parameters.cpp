#include "sim/analysis/free_parameters.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "models/quantity/number.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/keys.hpp"
#include "models/scenario/load.hpp"
#include "sim/analysis/table_rows.hpp"

namespace monazite {

namespace {

/// A value with a range of its own.
struct RangedValue {
  std::string group;
  double& value;
  const ValueRange& range;
};

/// Calls `visit` with every value of a scenario that may have a range.
void visit_ranged(Scenario& scenario, const std::function<void(RangedValue)>& visit) {
  std::map<std::string, Stage> stages;
  for (const auto& facility : scenario.facilities) {
    stages[facility.id] = facility.stage;
  }
  std::map<std::string, Form> forms;
  for (const auto& material : scenario.materials) {
    forms[material.id] = material.form;
  }
  const auto form_of = [&](const std::string& material) {
    return form_names[static_cast<std::size_t>(forms.at(material))];
  };
  for (auto& demand : scenario.demand) {
    visit({fmt::format("use, {}", demand.sector), demand.rate_tonnes_per_year, demand.rate_range});
    visit({fmt::format("cover, {}", demand.sector), demand.cover_days, demand.cover_range});
  }
  for (auto& material : scenario.materials) {
    if (material.diversion) {
      visit({fmt::format("diversion, {}", material.id), *material.diversion,
             material.diversion_range});
    }
    if (material.strategic_weight_usd_per_unit) {
      visit({fmt::format("strategic weight, {}", material.id),
             *material.strategic_weight_usd_per_unit, material.strategic_weight_range});
    }
  }
  for (auto& sector : scenario.sectors) {
    for (auto& point : sector.substitution) {
      const ValueRange range{point.share_low, point.share_high};
      visit({fmt::format("substitution, {}", sector.id), point.share, range});
    }
  }
  for (auto& line : scenario.lines) {
    const auto stage = stage_names[static_cast<std::size_t>(stages.at(line.facility))];
    visit({fmt::format("capacity, {}", stage), line.capacity_tonnes_per_year, line.capacity_range});
  }
  for (auto& input : scenario.process_inputs) {
    visit({fmt::format("input of {}", form_of(input.material)), input.tonnes_per_tonne,
           input.amount_range});
  }
  for (auto& output : scenario.process_outputs) {
    visit({fmt::format("yield of {}", form_of(output.material)), output.share, output.share_range});
  }
  for (auto& instrument : scenario.instruments) {
    if (auto* quota = std::get_if<ProductionQuotaSpec>(&instrument.kind)) {
      for (auto& limit : quota->limits) {
        visit({fmt::format("limit, {}", instrument.id), limit.tonnes, limit.range});
      }
    }
  }
}

const Section& habit_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        required(text_key<&HabitRange::habit>("habit", "A key of a profile.")),
        required(text_key<&HabitRange::low>("low", "Its lowest value thought possible.")),
        required(text_key<&HabitRange::high>("high", "Its highest.")),
    };
    add_provenance<&HabitRange::provenance>(keys);
    return section_of<HabitRange>("habit", std::move(keys));
  }();
  return section;
}

/// The key of a habit that is a number; null when there is none.
const Key* number_key(const std::string& habit) {
  const Key* key = behaviour_section().find(habit);
  return key != nullptr && (key->kind == ValueKind::real || key->kind == ValueKind::whole)
             ? key
             : nullptr;
}

/// The value of a habit in the unit in which a profile keeps it; nothing when it does not fit.
std::optional<double> habit_value(const Key& key, const std::string& text) {
  const auto quantity = parse_quantity(text);
  if (quantity.fault != NumberFault::none || !quantity.unit ||
      quantity.unit->dimension != key.stored_unit.dimension) {
    return std::nullopt;
  }
  const double value = convert(quantity.value, *quantity.unit, key.stored_unit);
  return key.range.contains(value) ? std::optional(value) : std::nullopt;
}

void check_habit(const HabitRange& range, Diagnostics& problems) {
  const Key* key = number_key(range.habit);
  if (key == nullptr) {
    problems.add(range.place, fmt::format("'{}' is no number of a profile", range.habit),
                 "a key of a profile such as review");
    return;
  }
  const auto low = habit_value(*key, range.low);
  const auto high = habit_value(*key, range.high);
  if (!low || !high || *low > *high) {
    problems.add(range.place,
                 fmt::format("{} to {} is no range of '{}'", range.low, range.high, range.habit),
                 "two values of the key, the lower first");
  }
}

void set_habit(BehaviourSpec& profile, const std::string& habit, const std::string& text) {
  const Key* key = number_key(habit);
  const double value = habit_value(*key, text).value();
  const Slot slot = key->slot(&profile);
  if (auto* const* real = std::get_if<double*>(&slot)) {
    **real = value;
  } else if (auto* const* whole = std::get_if<int*>(&slot)) {
    **whole = static_cast<int>(std::lround(value));
  }
  if (profile.ordering == Ordering::smoothed &&
      profile.adjustment_days < 2.0 * profile.review_days) {
    if (habit == "review") {
      profile.review_days = std::max(1, static_cast<int>(profile.adjustment_days / 2));
    } else {
      profile.adjustment_days = 2.0 * profile.review_days;
    }
  }
}

/// The ends of a group's ranges, as the mean share of the values in use.
struct GroupEnds {
  std::size_t values = 0;
  double low = 0;
  double high = 0;
};

}  // namespace

std::vector<HabitRange> read_habits(const std::string& path) {
  const auto check = [](const std::vector<HabitRange>& habits, Diagnostics& problems) {
    for (const auto& habit : habits) {
      check_habit(habit, problems);
    }
  };
  return read_rows<HabitRange>(path, habit_section(), check, Rows::any);
}

std::vector<FreeParameter> free_parameters(const Scenario& scenario,
                                           const std::vector<HabitRange>& habits) {
  std::map<std::string, GroupEnds> groups;
  Scenario copy = scenario;
  visit_ranged(copy, [&](const RangedValue& item) {
    if (item.value > 0 && (item.range.low || item.range.high)) {
      auto& ends = groups[item.group];
      ends.values += 1;
      ends.low += item.range.low.value_or(item.value) / item.value;
      ends.high += item.range.high.value_or(item.value) / item.value;
    }
  });
  std::vector<FreeParameter> parameters;
  for (const auto& [name, ends] : groups) {
    const auto count = static_cast<double>(ends.values);
    parameters.push_back({name, ends.values, fmt::format("× {:.2f}", ends.low / count),
                          fmt::format("× {:.2f}", ends.high / count), false});
  }
  for (const auto& range : habits) {
    parameters.push_back({range.habit, scenario.behaviour.size(), range.low, range.high, true});
  }
  return parameters;
}

Scenario at_end(Scenario scenario, const FreeParameter& parameter,
                const std::vector<HabitRange>& habits, RangeEnd end) {
  if (parameter.is_habit) {
    const auto range = std::find_if(habits.begin(), habits.end(), [&](const HabitRange& habit) {
      return habit.habit == parameter.name;
    });
    for (auto& profile : scenario.behaviour) {
      set_habit(profile, range->habit, end == RangeEnd::low ? range->low : range->high);
    }
    return scenario;
  }
  visit_ranged(scenario, [&](const RangedValue& item) {
    const auto& bound = end == RangeEnd::low ? item.range.low : item.range.high;
    if (item.group == parameter.name && bound) {
      item.value = *bound;
    }
  });
  return scenario;
}

}  // namespace monazite
