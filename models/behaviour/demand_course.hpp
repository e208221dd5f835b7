#pragma once

#include <optional>
#include <span>

#include "models/quantity/date.hpp"

namespace monazite {

/// From a day on, a plant is asked for another share of the use of the base year.
struct DemandChange {
  Date from;
  double scale = 1;   ///< share of the use of the base year, >= 0
  int ramp_days = 0;  ///< it is reached in a straight line over so many days; 0: at once
  double before = 1;  ///< the share on the eve, where the line begins
};

/// Sets what is in force on the eve of each change; 1 before the first. Changes are in order of
/// their days, no two on one.
void link_changes(std::span<DemandChange> changes);

/// The share that is asked for on a day: on each day of a ramp the mean of its line over the day,
/// so that the days of a ramp add up to what the line comes to.
[[nodiscard]] double share_asked_on(std::span<const DemandChange> changes, Date day);

/// The first day after `day` on which another share may be asked for; none: it stays.
[[nodiscard]] std::optional<Date> next_change_after(std::span<const DemandChange> changes,
                                                    Date day);

}  // namespace monazite
