#include "models/scenario/value_pattern.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

#include "models/scenario/read_distribution.hpp"

namespace monazite {

namespace {

constexpr std::string_view blanks = "[ \\t]*";
constexpr std::string_view identifier = "[A-Za-z0-9_]+";

/// Without a sign: `12`, `0.5`, `.5`, `1e6`, but not `010`.
constexpr std::string_view unsigned_number =
    "(?:(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";

/// A minus that only a zero may follow.
constexpr std::string_view minus_of_zero = "(?:-(?=[.0]+(?![.0-9])))?";

std::string whole_text(std::string_view pattern) { return fmt::format("^{}$", pattern); }

std::string between_blanks(std::string_view pattern) {
  return fmt::format("^{0}{1}{0}$", blanks, pattern);
}

template <class Names>
std::string any_of(const Names& names) {
  return fmt::format("(?:{})", fmt::join(names, "|"));
}

std::string number_of(const Range& range) {
  return fmt::format("{}{}", range.low < 0 ? "-?" : minus_of_zero, unsigned_number);
}

/// The names of units that share a dimension.
struct UnitNames {
  Dimension dimension;
  std::vector<std::string_view> names;
};

std::vector<UnitNames> units_by_dimension() {
  std::vector<UnitNames> groups;
  for (const std::string_view name : unit_names()) {
    const Dimension dimension = parse_unit(name).value().dimension;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const UnitNames& candidate) {
      return candidate.dimension == dimension;
    });
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {dimension, {}});
    }
    group->names.push_back(name);
  }
  return groups;
}

bool is_quotient(const Dimension& whole, const Dimension& above, const Dimension& below) {
  return whole.time == above.time - below.time && whole.mass == above.mass - below.mass &&
         whole.money == above.money - below.money && whole.work == above.work - below.work;
}

/// Every unit of a dimension: a name, one over another, or one over nothing.
std::string unit_of(const Dimension& dimension) {
  static const std::vector<UnitNames> groups = units_by_dimension();
  std::vector<std::string> forms;
  for (const UnitNames& above : groups) {
    if (above.dimension == dimension) {
      forms.push_back(any_of(above.names));
    }
    if (is_quotient(dimension, {}, above.dimension)) {
      forms.push_back(fmt::format("/{}{}", blanks, any_of(above.names)));
    }
    for (const UnitNames& below : groups) {
      if (is_quotient(dimension, above.dimension, below.dimension)) {
        forms.push_back(
            fmt::format("{0}{1}/{1}{2}", any_of(above.names), blanks, any_of(below.names)));
      }
    }
  }
  return any_of(forms);
}

std::string quantity_of(const Key& key) {
  return fmt::format("{}{}{}", number_of(key.range), blanks, unit_of(key.stored_unit.dimension));
}

/// A number that may do without a unit.
std::string plain_of(const Range& range) {
  return fmt::format("{}(?:{}{})?", number_of(range), blanks, unit_of(Dimension{}));
}

std::string value_of(const Key& key) {
  return key.stored_unit.dimension == Dimension{} ? plain_of(key.range) : quantity_of(key);
}

std::string argument_of(const DistributionArgument& argument, const Key& key) {
  return argument.is_plain ? plain_of(not_negative) : value_of(key);
}

std::string comma() { return fmt::format("{0},{0}", blanks); }

/// Arguments that are all of one kind: any of the names may stand before each.
std::string like_arguments(const DistributionForm& form, const Key& key) {
  std::vector<std::string_view> names;
  for (const DistributionArgument& argument : form.arguments) {
    names.push_back(argument.name);
  }
  const std::string one =
      fmt::format("(?:{} +)?{}", any_of(names), argument_of(form.arguments.front(), key));
  return fmt::format("{0}(?:{1}{0}){{{2}}}", one, comma(), names.size() - 1);
}

/// Two arguments: in order, each with or without its name, or the other way round by their names.
std::string unlike_arguments(const DistributionForm& form, const Key& key) {
  const DistributionArgument& first = form.arguments.front();
  const DistributionArgument& second = form.arguments.back();
  return fmt::format("(?:(?:{0} +)?{2}{4}(?:{1} +)?{3}|{1} +{3}{4}{0} +{2})", first.name,
                     second.name, argument_of(first, key), argument_of(second, key), comma());
}

std::string arguments_of(const DistributionForm& form, const Key& key) {
  const bool are_alike =
      std::none_of(form.arguments.begin(), form.arguments.end(),
                   [](const DistributionArgument& argument) { return argument.is_plain; });
  return are_alike ? like_arguments(form, key) : unlike_arguments(form, key);
}

std::string weighted_values(const Key& key) {
  const std::string one =
      fmt::format("{0}{1}:{1}{2}", value_of(key), blanks, plain_of(not_negative));
  return fmt::format("{0}(?:{1}{0})*", one, comma());
}

std::string form_of(const DistributionForm& form, const Key& key) {
  std::string arguments = "[^,]*:[^,]*";
  if (!form.arguments.empty()) {
    arguments = arguments_of(form, key);
  } else if (form.name == "choice") {
    arguments = weighted_values(key);
  }
  return fmt::format("{0}{1}\\({1}{2}{1}\\)", form.name, blanks, arguments);
}

}  // namespace

std::string identifier_pattern() { return whole_text(identifier); }

std::string reference_pattern(Reference refers_to) {
  return refers_to == Reference::region_or_any ? fmt::format("^(?:{}|\\*)$", identifier)
                                               : identifier_pattern();
}

std::string date_pattern() {
  return "^(?:19[0-9]{2}|2[01][0-9]{2}|2200)-(?:02-(?:0[1-9]|[12][0-9])|(?:0[469]|11)-(?:0[1-9]|["
         "12]"
         "[0-9]|30)|(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01]))$";
}

std::string quantity_pattern(const Key& key) { return between_blanks(quantity_of(key)); }

std::string distribution_pattern(const Key& key) {
  std::vector<std::string> forms = {quantity_of(key)};
  for (const DistributionForm& form : distribution_forms) {
    forms.push_back(form_of(form, key));
  }
  return between_blanks(any_of(forms));
}

std::string names_pattern(const Key& key) {
  const std::string name = key.names.empty() ? std::string(identifier) : any_of(key.names);
  const std::string list = fmt::format("(?:{0}(?:[ \\t\\n]+{0})*[ \\t\\n]*)?", name);
  return key.all_is_empty ? fmt::format("^(?:all|{}{})$", blanks, list)
                          : fmt::format("^{}{}$", blanks, list);
}

}  // namespace monazite
