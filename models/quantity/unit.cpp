#include "models/quantity/unit.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace monazite {

namespace {

struct NamedUnit {
  std::string_view name;
  Unit unit;
};

constexpr std::int64_t day = 86400;
constexpr std::int64_t year = day * 1461 / 4;
constexpr std::int64_t month = year / 12;
constexpr Dimension of_time{1, 0, 0};
constexpr Dimension of_mass{0, 1, 0};
constexpr Dimension of_money{0, 0, 1};
constexpr Dimension of_work{0, 0, 0, 1};

constexpr std::array named_units = {
    NamedUnit{"s", {1, 1, of_time}},
    NamedUnit{"min", {60, 1, of_time}},
    NamedUnit{"h", {3600, 1, of_time}},
    NamedUnit{"d", {day, 1, of_time}},
    NamedUnit{"day", {day, 1, of_time}},
    NamedUnit{"days", {day, 1, of_time}},
    NamedUnit{"wk", {7 * day, 1, of_time}},
    NamedUnit{"week", {7 * day, 1, of_time}},
    NamedUnit{"weeks", {7 * day, 1, of_time}},
    NamedUnit{"month", {month, 1, of_time}},
    NamedUnit{"months", {month, 1, of_time}},
    NamedUnit{"yr", {year, 1, of_time}},
    NamedUnit{"year", {year, 1, of_time}},
    NamedUnit{"years", {year, 1, of_time}},
    NamedUnit{"g", {1, 1, of_mass}},
    NamedUnit{"kg", {1000, 1, of_mass}},
    NamedUnit{"t", {1000000, 1, of_mass}},
    NamedUnit{"kt", {1000000000, 1, of_mass}},
    NamedUnit{"Mt", {1000000000000, 1, of_mass}},
    NamedUnit{"unit", {1000000, 1, of_mass}},
    NamedUnit{"units", {1000000, 1, of_mass}},
    NamedUnit{"USD", {1, 1, of_money}},
    NamedUnit{"workday", {1, 1, of_work}},
    NamedUnit{"workdays", {1, 1, of_work}},
    NamedUnit{"%", {1, 100, {}}},
};

const Unit* find_unit(std::string_view name) {
  const auto* found = std::find_if(named_units.begin(), named_units.end(),
                                   [&](const NamedUnit& unit) { return unit.name == name; });
  return found == named_units.end() ? nullptr : &found->unit;
}

Unit reduced(std::int64_t numerator, std::int64_t denominator, Dimension dimension) {
  const std::int64_t common = std::gcd(numerator, denominator);
  return {numerator / common, denominator / common, dimension};
}

Unit product(const Unit& a, const Unit& b) {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator,
                 {a.dimension.time + b.dimension.time, a.dimension.mass + b.dimension.mass,
                  a.dimension.money + b.dimension.money, a.dimension.work + b.dimension.work});
}

Unit inverse(const Unit& unit) {
  return {
      unit.denominator,
      unit.numerator,
      {-unit.dimension.time, -unit.dimension.mass, -unit.dimension.money, -unit.dimension.work}};
}

double size_of(const Unit& unit) {
  return static_cast<double>(unit.numerator) / static_cast<double>(unit.denominator);
}

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  text = trimmed(text);
  Unit result;
  if (text.empty()) {
    return result;
  }
  for (int part = 0;; ++part) {
    const auto slash = text.find('/');
    const std::string_view name = trimmed(text.substr(0, slash));
    if (part > 0 || !name.empty()) {
      const Unit* unit = find_unit(name);
      if (unit == nullptr || part > 1) {
        return std::nullopt;
      }
      result = product(result, part == 0 ? *unit : inverse(*unit));
    }
    if (slash == std::string_view::npos) {
      return result;
    }
    text = text.substr(slash + 1);
  }
}

const std::vector<std::string_view>& unit_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    list.reserve(std::size(named_units));
    for (const NamedUnit& unit : named_units) {
      list.push_back(unit.name);
    }
    return list;
  }();
  return names;
}

double convert(double value, const Unit& from, const Unit& to) {
  if (from == to) {
    return value;
  }
  const std::int64_t common_up = std::gcd(from.numerator, to.numerator);
  const std::int64_t common_down = std::gcd(from.denominator, to.denominator);
  std::int64_t up = 0;
  std::int64_t down = 0;
  if (__builtin_mul_overflow(from.numerator / common_up, to.denominator / common_down, &up) ||
      __builtin_mul_overflow(from.denominator / common_down, to.numerator / common_up, &down)) {
    return value * size_of(from) / size_of(to);
  }
  const Unit ratio = reduced(up, down, {});
  return value * static_cast<double>(ratio.numerator) / static_cast<double>(ratio.denominator);
}

QuantityText parse_quantity(std::string_view text) {
  const NumberText number = read_number(text);
  return {number.value, number.fault, number.rest, parse_unit(number.rest)};
}

}  // namespace monazite
