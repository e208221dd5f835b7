#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "models/quantity/date.hpp"

namespace monazite {

/// One event of a run, told before it is executed.
struct TraceRow {
  Date date;
  std::int64_t second_of_day = 0;
  int phase = 0;           ///< within the instant
  std::string_view event;  ///< `arrival`, `review`, …
  std::string subject;     ///< the id of the facility, instrument, … whose event it is
  std::string partner;     ///< of goods under way: the facility that they come from
  std::string material;    ///< of goods
  double kilograms = 0;    ///< of goods: gross; else 0
};

/// Takes the events of a run in order.
using Trace = std::function<void(const TraceRow&)>;

}  // namespace monazite
