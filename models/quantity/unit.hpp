#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/quantity/number.hpp"

namespace monazite {

/// The year of every rate.
inline constexpr double days_per_year = 365.25;

/// Durations of a scenario are kept in seconds.
inline constexpr double day_seconds = 86400;

/// Powers of time, mass, money and working time in a unit. How long a working day takes depends on
/// a calendar, so it is no unit of time.
struct Dimension {
  int time = 0;
  int mass = 0;
  int money = 0;
  int work = 0;

  constexpr bool operator==(const Dimension&) const = default;
};

/// A unit as an exact fraction of seconds, grams, dollars and working days: the ratio of two units
/// is exact, and converting a value to its own unit changes no bit of it.
struct Unit {
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  Dimension dimension;

  constexpr bool operator==(const Unit&) const = default;
};

/// Reads a unit: `d`, `t/month`, `USD/kg`, `%`, `%/yr`, `/d`, or an empty text (a plain number): a
/// name, with at most one `/` and a second name. A `unit` of a good stands where others have a
/// tonne: the ledger counts both in millionths.
/// A year is `days_per_year` and a month a twelfth of it. Nothing when a name is unknown.
std::optional<Unit> parse_unit(std::string_view text);

/// Every name that a unit may be made of.
const std::vector<std::string_view>& unit_names();

/// `value` in `from`, expressed in `to`. Both must have the same dimension.
double convert(double value, const Unit& from, const Unit& to);

/// A number with its unit, as written.
struct QuantityText {
  double value = 0;
  NumberFault fault = NumberFault::none;
  std::string_view unit_text;  ///< empty: a bare number
  std::optional<Unit> unit;    ///< nothing: `unit_text` is no unit
};

/// Reads `35 d`, `5089 t/month`, `30 %`, `0.7`.
QuantityText parse_quantity(std::string_view text);

}  // namespace monazite
