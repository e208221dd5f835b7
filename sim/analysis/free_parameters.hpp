#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// The range of a habit, the same for all profiles (habits.csv).
struct HabitRange {
  std::string habit;  ///< key of a profile
  std::string low;    ///< with its unit
  std::string high;
  Provenance provenance;
  Place place;
};

/// Reads a table of habits. Throws InputError with all problems: a habit that is no number of a
/// profile, a value that does not fit it, ranges that are upside down.
std::vector<HabitRange> read_habits(const std::string& path);

/// The ends of a range.
enum class RangeEnd : std::uint8_t { low, high };

/// What the base year rests on and nobody has measured: values of one kind that have ranges of
/// their own, varied together, or a habit of all profiles.
struct FreeParameter {
  std::string name;
  std::size_t values = 0;  ///< how many there are of it
  std::string low;         ///< as a page shows it: a value, or the mean share of the values in use
  std::string high;
  bool is_habit = false;

  bool operator==(const FreeParameter&) const = default;
};

/// The free parameters of a scenario: those with ranges by name, then the habits as given.
std::vector<FreeParameter> free_parameters(const Scenario& scenario,
                                           const std::vector<HabitRange>& habits);

/// The scenario with all values of one free parameter at an end of their ranges. A review of more
/// than half of an adjustment time is cut to it, and a shorter adjustment time is lengthened to two
/// reviews (decisions: ordering).
Scenario at_end(Scenario scenario, const FreeParameter& parameter,
                const std::vector<HabitRange>& habits, RangeEnd end);

}  // namespace monazite
