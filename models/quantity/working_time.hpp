#pragma once

#include <algorithm>
#include <cstdint>

#include "models/quantity/date.hpp"

namespace monazite {

/// The day of the week, Monday 0; 1970-01-01 was a Thursday.
constexpr int weekday_of(Date date) {
  return date.days_since_epoch + 3 - calendar::floor_divide(date.days_since_epoch + 3, 7) * 7;
}

/// Whether a date is a Saturday or a Sunday.
constexpr bool is_weekend(Date date) { return weekday_of(date) >= 5; }

/// The second (since 1970) at which so much working time has passed since the second `from`. A
/// working day counts as 86,400 seconds of work, spread over its whole length; weekends and the
/// days for which `is_free(date)` holds have none. Time that begins on a free day begins with the
/// next working one. `is_free` must leave working days.
template <class IsFree>
std::int64_t after_working_time(std::int64_t from, std::int64_t work_seconds,
                                const IsFree& is_free) {
  constexpr std::int64_t day = 86400;
  auto date = Date{static_cast<std::int32_t>(from >= 0 ? from / day : (from - day + 1) / day)};
  std::int64_t at = from;
  int weekday = weekday_of(date);
  for (;; date = date + 1, weekday = weekday == 6 ? 0 : weekday + 1,
          at = std::int64_t{date.days_since_epoch} * day) {
    if (weekday >= 5 || is_free(date)) {
      continue;
    }
    const std::int64_t left = (std::int64_t{date.days_since_epoch} + 1) * day - at;
    if (work_seconds <= left) {
      return at + work_seconds;
    }
    work_seconds -= left;
  }
}

}  // namespace monazite
