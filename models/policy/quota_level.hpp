#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "models/policy/schedule.hpp"
#include "models/quantity/mass.hpp"

namespace monazite {

/// The limit while a quota is not in force: more than anybody can use.
inline constexpr Mass no_limit{std::numeric_limits<std::int64_t>::max()};

/// What a quota issues on a day: the first part of a year's, or one more of it.
struct QuotaLevel {
  Date on;
  Mass issued;
  std::string action;      ///< issue, new_year, lapse; empty: not yet in force
  bool opens_year = true;  ///< else it comes on top of what the year has had
  bool in_force = true;
  bool follows_plan = false;  ///< of a level on call: in force when the plan is
  Mass extra{};               ///< of a level on call: beside the plan, less than 0 when withdrawn
};

/// How a quota stands, whatever has been issued.
struct QuotaStanding {
  bool in_force = false;
  Mass extra{};
};

/// The standing of a quota at a state.
QuotaStanding quota_standing(const std::vector<QuotaLevel>& levels, InstrumentState state);

/// What is to be issued (less than 0: withdrawn) in this year when what stands beside the plan
/// goes from one mass to another, and `this_year` grams beside it are left of this year (less than
/// 0: were withdrawn). What an action takes back of an earlier one is at most that; grams.
std::int64_t issue_beside_plan(Mass from, Mass to, std::int64_t this_year);

/// What a step of a quota changes.
struct QuotaChange {
  InstrumentState state;
  std::optional<Date> wake;
  Mass issued;
  bool opens_year = true;
  std::string_view action;
};

/// The step of a quota on a date: a pure function. Levels are in order of date, one a day.
QuotaChange step_of_quota(const std::vector<QuotaLevel>& levels, InstrumentState state, Date today);

}  // namespace monazite
