#include "models/scenario/read_quantity.hpp"

#include <fmt/format.h>

namespace monazite {

namespace {

/// The first name in a unit that is none.
std::string unknown_unit_suggestion(std::string_view unit) {
  while (!unit.empty()) {
    const auto slash = unit.find('/');
    const std::string_view name = trimmed(unit.substr(0, slash));
    if (!name.empty() && !parse_unit(name)) {
      return nearest_name(name, unit_names());
    }
    unit = slash == std::string_view::npos ? std::string_view{} : unit.substr(slash + 1);
  }
  return {};
}

Unit column_unit(const QuantityRule& rule) {
  const std::string_view text = rule.column->unit;
  const auto& unit = rule.column->parsed_unit;
  if (!unit) {
    throw ValueProblem{fmt::format("unknown unit '{}' of the column '{}'", text, rule.key.name),
                       expected_value(rule.key), unknown_unit_suggestion(text), true};
  }
  if (unit->dimension != rule.key.stored_unit.dimension) {
    throw ValueProblem{
        fmt::format("the unit '{}' of the column does not fit '{}'", text, rule.key.name),
        expected_value(rule.key),
        {},
        true};
  }
  return *unit;
}

Unit unit_of_bare(std::string_view text, const QuantityRule& rule) {
  if (rule.column != nullptr && !rule.column->unit.empty()) {
    return column_unit(rule);
  }
  if (rule.key.stored_unit.dimension != Dimension{}) {
    throw ValueProblem{
        fmt::format("'{}' has no unit: '{}'", rule.key.name, text), expected_value(rule.key), {}};
  }
  if (rule.is_quoted) {
    throw ValueProblem{
        fmt::format("the quoted text '{}' is no number", text), expected_value(rule.key), {}};
  }
  return Unit{};
}

}  // namespace

ValueProblem number_problem(NumberFault fault, std::string_view text, const Key& key) {
  std::string message;
  switch (fault) {
    case NumberFault::none:
    case NumberFault::not_a_number:
      message = fmt::format("'{}' is no number", text);
      break;
    case NumberFault::not_finite:
      message = fmt::format("'{}' is no finite number", text);
      break;
    case NumberFault::not_decimal:
      message = fmt::format("'{}' is no decimal number", text);
      break;
    case NumberFault::leading_zero:
      message = fmt::format("'{}' begins with a zero, which some readers take for octal", text);
      break;
    case NumberFault::too_many_digits:
      message = fmt::format("'{}' has more digits than a number keeps (17)", text);
      break;
  }
  return {std::move(message), expected_value(key), {}};
}

double read_quantity(std::string_view text, const QuantityRule& rule) {
  const QuantityText quantity = parse_quantity(text);
  if (quantity.fault != NumberFault::none) {
    throw number_problem(quantity.fault, text, rule.key);
  }
  if (quantity.unit_text.empty()) {
    return convert(quantity.value, unit_of_bare(text, rule), rule.key.stored_unit);
  }
  if (!quantity.unit) {
    throw ValueProblem{fmt::format("unknown unit '{}' in '{}'", quantity.unit_text, text),
                       expected_value(rule.key), unknown_unit_suggestion(quantity.unit_text)};
  }
  if (quantity.unit->dimension != rule.key.stored_unit.dimension) {
    throw ValueProblem{fmt::format("the unit of '{}' does not fit '{}'", text, rule.key.name),
                       expected_value(rule.key),
                       {}};
  }
  return convert(quantity.value, *quantity.unit, rule.key.stored_unit);
}

namespace {

/// A bare number over the range of a share may be meant in per cent.
std::string suggested_share(double value, std::string_view text, const Key& key) {
  const NumberText number = read_number(text);
  const bool is_bare =
      number.fault == NumberFault::none && number.rest.empty() && number.value == value;
  const bool is_share = key.unit.empty() && key.kind == ValueKind::real && key.range.low == 0;
  return is_bare && is_share && value > key.range.high && key.range.contains(value / 100)
             ? fmt::format("{} %", text)
             : std::string();
}

}  // namespace

void check_range(double value, std::string_view text, const Key& key) {
  if (!key.range.contains(value)) {
    throw ValueProblem{fmt::format("'{}' is out of range for '{}'", text, key.name),
                       text_of(key.range, key.unit), suggested_share(value, text, key)};
  }
}

}  // namespace monazite
