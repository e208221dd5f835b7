#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "models/policy/schedule.hpp"
#include "models/quantity/mass.hpp"

namespace monazite {

/// The limit while a quota is not in force: more than any line can start.
inline constexpr Mass no_limit{std::numeric_limits<std::int64_t>::max()};

/// From `on` (mostly a first of January), so much throughput may be started until the next level.
struct QuotaLevel {
  Date on;
  Mass limit;
  std::string action;  ///< issue, lapse; empty: not yet in force
};

/// A cap on the yearly throughput of a group of lines.
struct ProductionQuota {
  std::vector<QuotaLevel> levels;
};

/// What a step of a quota changes: a new limit, of which nothing is used yet.
struct QuotaChange {
  InstrumentState state;
  std::optional<Date> wake;
  Mass limit;
  std::string_view action;
};

/// The step of a quota on a date: a pure function.
QuotaChange step(const ProductionQuota& quota, InstrumentState state, Date today);

}  // namespace monazite
