#pragma once

#include <vector>

#include "models/policy/schedule.hpp"
#include "models/quantity/mass.hpp"

namespace monazite {

/// From `on` (the first of January), so much throughput may be started until the next level.
struct QuotaLevel {
  Date on;
  Mass limit;
};

/// A cap on the yearly throughput of a group of lines.
struct ProductionQuota {
  std::vector<QuotaLevel> levels;
};

/// What a step of a quota changes: a new year's limit, of which nothing is used yet.
struct QuotaChange {
  InstrumentState state;
  std::optional<Date> wake;
  Mass limit;
};

/// The step of a quota on a date: a pure function.
QuotaChange step(const ProductionQuota& quota, InstrumentState state, Date today);

}  // namespace monazite
