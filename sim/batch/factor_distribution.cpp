#include "sim/batch/factor_distribution.hpp"

#include <fmt/format.h>
#include <vector>

#include "models/quantity/number.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/read_distribution.hpp"

namespace monazite {

namespace {

/// The unit behind the first number of a distribution's arguments that has one.
std::string unit_of_arguments(std::string_view text) {
  const auto open = text.find('(');
  std::string_view rest = open == std::string_view::npos ? text : text.substr(open + 1);
  while (!rest.empty()) {
    const auto end = rest.find_first_of(",:)");
    std::string_view argument = trimmed(rest.substr(0, end));
    const auto number = argument.find_first_of("0123456789+-.");
    if (number != std::string_view::npos && !argument.starts_with("cv")) {
      const auto quantity = parse_quantity(argument.substr(number));
      if (quantity.fault == NumberFault::none && !quantity.unit_text.empty()) {
        return std::string(quantity.unit_text);
      }
    }
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return {};
}

std::vector<double> no_sample(std::string_view /*file*/, std::string_view /*column*/) {
  throw ValueProblem{
      "a factor takes no 'empirical'", "a list of values, or a design of rows", {}, false};
}

}  // namespace

FactorDistribution read_factor_distribution(const std::string& factor, std::string_view text) {
  FactorDistribution result;
  result.unit = unit_of_arguments(text);
  const auto unit = parse_unit(result.unit);
  if (!unit) {
    throw ValueProblem{
        fmt::format("'{}' is no unit", result.unit), "a unit such as 'd'", {}, false};
  }
  Key key;
  key.name = factor;
  key.kind = ValueKind::distribution;
  key.unit = result.unit;
  key.stored_unit = *unit;
  result.distribution = read_distribution(text, {key}, no_sample);
  return result;
}

}  // namespace monazite
