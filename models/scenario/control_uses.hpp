#pragma once

#include <optional>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/policy_spec.hpp"
#include "models/scenario/scenario.hpp"

namespace monazite {

/// When a control is on in the first of several uses of its side's controls.
struct ControlUse {
  Date first;                    ///< its first day in force, a grace past
  Date last;                     ///< its last day in force
  std::optional<int> lead_days;  ///< by which it is announced before; nothing: not announced
};

/// Whether a control may be put on and off again: quotas hold an account of a year, and a price
/// floor keeps to its dates.
bool can_be_used_again(const InstrumentSpec& control);

/// The days of a control in a use that begins on `from` and lasts `days`: its own ones as far as
/// they lie in there, so that what began before `from` begins on it. Nothing where it has none.
std::optional<ControlUse> first_use_of(const InstrumentSpec& control, Date from, int days);

/// Days from the first day of a use to that of the next.
int period_days(const ErosionSpec& erosion);

/// Refuses an `erosion` that the calendar does not hold, or of a control that cannot be used so.
void check_erosion_in(const Scenario& scenario, Diagnostics& problems);

}  // namespace monazite
