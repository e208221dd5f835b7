#include "models/scenario/section.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace monazite {

namespace {

struct Example {
  std::string_view unit;
  std::string_view text;
};

constexpr Example examples[] = {
    {"d", "a duration such as '35 d'"},
    {"s", "a duration such as '35 d'"},
    {"t/yr", "a rate such as '5000 t/yr'"},
    {"t", "a mass such as '20 t'"},
    {"USD/kg", "a price such as '110 USD/kg'"},
    {"/yr", "a yearly rate such as '8 %/yr'"},
    {"/d", "a daily rate such as '0.07 %/d'"},
    {"t/t", "a ratio such as '1.2 t/t'"},
    {"workdays", "working days such as '45 workdays'"},
    {"", "a number such as '0.3' or '30 %'"},
};

std::string example_of(std::string_view unit) {
  for (const Example& example : examples) {
    if (example.unit == unit) {
      return std::string(example.text);
    }
  }
  return fmt::format("a number in '{}'", unit);
}

/// A bound of a range without exponent where it is a whole number.
std::string bound_text(double value) {
  constexpr double largest = 1e15;
  return value == std::floor(value) && std::abs(value) < largest
             ? fmt::format("{}", static_cast<std::int64_t>(value))
             : shortest(value);
}

std::string with_unit(double value, std::string_view unit) {
  return unit.empty() ? bound_text(value) : fmt::format("{} {}", bound_text(value), unit);
}

}  // namespace

const Key* Section::find(std::string_view key) const {
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const Key& candidate) { return candidate.name == key; });
  return found == keys.end() ? nullptr : &*found;
}

const Key* Section::find_in_all(std::string_view key) const {
  const Key* found = find(key);
  for (const Variant& variant : variants) {
    found = found == nullptr ? variant.section->find(key) : found;
  }
  return found;
}

Key required(Key key) {
  key.is_required = true;
  return key;
}

Key of_file(Key key) {
  key.is_of_file = true;
  return key;
}

Key in_percent(Key key) {
  key.is_in_percent = true;
  return key;
}

Key omitted_empty(Key key) {
  key.omits_empty = true;
  return key;
}

Key or_all(Key key) {
  key.all_is_empty = true;
  return key;
}

Key by_id(Key key) {
  key.is_by_id = true;
  return key;
}

Key beside(std::string_view other, Key key) {
  key.beside = other;
  return key;
}

std::string_view name_of(Reference reference) {
  switch (reference) {
    case Reference::none:
      break;
    case Reference::region:
    case Reference::region_or_any:
      return "region";
    case Reference::region_or_group:
      return "region or region group";
    case Reference::sector:
      return "sector";
    case Reference::sector_or_group:
      return "sector or sector group";
    case Reference::good:
      return "good";
    case Reference::material:
      return "material";
    case Reference::composition:
      return "composition";
    case Reference::process:
      return "process";
    case Reference::facility:
      return "facility";
    case Reference::instrument:
      return "instrument";
    case Reference::behaviour:
      return "behaviour";
    case Reference::truce:
      return "truce";
    case Reference::talks:
      return "round of talks";
    case Reference::firm:
      return "firm";
    case Reference::firm_or_list:
      return "firm or entity list";
    case Reference::technology:
      return "technology";
  }
  return "text";
}

std::string expected_value(const Key& key) {
  switch (key.kind) {
    case ValueKind::text:
      return "a text";
    case ValueKind::reference:
      return fmt::format("the id of a {}", name_of(key.refers_to));
    case ValueKind::identifier:
      return "an id of letters, digits and '_'";
    case ValueKind::choice:
      return listed(key.names);
    case ValueKind::real:
      return example_of(key.unit);
    case ValueKind::whole:
      return key.unit.empty() ? "a whole number" : "whole days such as '28 d'";
    case ValueKind::wholes:
      return "a list of whole days such as '[30 d, 90 d]'";
    case ValueKind::boolean:
      return "true or false";
    case ValueKind::date:
      return "a date such as '2025-04-04'";
    case ValueKind::distribution:
      return example_of(key.unit) + " or a distribution such as 'lognormal(mean 35 d, cv 0.3)'";
    case ValueKind::texts:
      return key.all_is_empty ? "a list of names, or all" : "a list of names";
    case ValueKind::shares:
      return "a map of shares such as '{default: 60 %}'";
    case ValueKind::record:
      return "a map";
    case ValueKind::records:
      return "a list of maps or {table: FILE.csv}";
  }
  return {};
}

std::string text_of(const Range& range, std::string_view unit) {
  if (std::isfinite(range.low) && std::isfinite(range.high)) {
    if (range.above_low) {
      return fmt::format("more than {}, at most {}", bound_text(range.low),
                         with_unit(range.high, unit));
    }
    return fmt::format("{} to {}", bound_text(range.low), with_unit(range.high, unit));
  }
  if (std::isfinite(range.low)) {
    return fmt::format("{} {}", range.above_low ? "more than" : "at least",
                       with_unit(range.low, unit));
  }
  return fmt::format("at most {}", with_unit(range.high, unit));
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace monazite
