#pragma once

#include <string>
#include <vector>

#include "models/policy/schedule.hpp"

namespace monazite {

enum class RecoveryCurve : std::uint8_t { step, linear, exponential };

/// One date on which an outage changes what lines can do.
struct OutageLevel {
  Date on;
  std::string action;  ///< begin, end
};

/// A loss of capacity: `capacity_left` from `from` to `until` (the last day), then back by a curve.
struct Outage {
  Date from;
  Date until;
  double capacity_left = 0;
  RecoveryCurve recovery = RecoveryCurve::step;
  double recovery_days = 0;
  std::vector<OutageLevel> levels;
};

/// The share of capacity that is there, `days` after 1970-01-01 (with a fraction): 1 before the
/// outage; `capacity_left` during it; then 1 at once (step), along a line over `recovery_days`
/// (linear), or 1 - (1 - left) exp(-t / recovery_days) (exponential; Hallegatte 2014 uses both).
double available_share(const Outage& outage, double days);

/// Whether nothing at all can be done from that moment on, for some time. Not so at the end of a
/// total outage: the share is still 0, and grows from there.
bool stands_still(const Outage& outage, double days);

}  // namespace monazite
