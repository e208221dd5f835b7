#include "models/behaviour/demand_course.hpp"

#include <algorithm>

namespace monazite {

namespace {

/// The share `days` after the beginning of a change; they may be parts of a day.
double share_after(const DemandChange& change, double days) {
  const double part = change.ramp_days > 0 ? std::min(1.0, days / change.ramp_days) : 1.0;
  return change.before + part * (change.scale - change.before);
}

/// The first change that begins after a day.
std::span<const DemandChange>::iterator first_after(std::span<const DemandChange> changes,
                                                    Date day) {
  return std::upper_bound(changes.begin(), changes.end(), day,
                          [](Date of, const DemandChange& change) { return of < change.from; });
}

}  // namespace

void link_changes(std::span<DemandChange> changes) {
  for (std::size_t k = 1; k < changes.size(); ++k) {
    changes[k].before = share_after(changes[k - 1], changes[k].from - changes[k - 1].from);
  }
}

double share_asked_on(std::span<const DemandChange> changes, Date day) {
  const auto next = first_after(changes, day);
  if (next == changes.begin()) {
    return 1;
  }
  const auto& change = *(next - 1);
  const int days = day - change.from;
  return days < change.ramp_days ? share_after(change, days + 0.5) : change.scale;
}

std::optional<Date> next_change_after(std::span<const DemandChange> changes, Date day) {
  const auto next = first_after(changes, day);
  if (next != changes.begin() && day - (next - 1)->from < (next - 1)->ramp_days) {
    return day + 1;
  }
  return next == changes.end() ? std::nullopt : std::optional(next->from);
}

}  // namespace monazite
