#pragma once

#include <string>
#include <vector>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// Beyond a year new capacity, substitution and recycling decide, which are not modelled.
inline constexpr int most_horizon_days = 365;

/// The regions of a side, groups resolved, sorted and each once.
std::vector<std::string> regions_of(const Scenario& scenario, const LeverageSideSpec& side);

/// The yearly product of a side in USD, the sum of those of its regions in `economies`; NaN where
/// one of them has none.
double gdp_usd_per_year(const Scenario& scenario, const LeverageSideSpec& side);

/// Refuses a `leverage` that the rest of the scenario does not bear: horizons that the calendar
/// does not hold, sides that share a region or a control, a product that is missing.
void check_leverage_in(const Scenario& scenario, Diagnostics& problems);

}  // namespace monazite
