#pragma once

#include <cmath>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "sim/analysis/verdict.hpp"

namespace monazite {

/// @name Cells of the tables of a page
/// @{
inline const char* shown(Verdict verdict) {
  return verdict == Verdict::holds ? "pass" : verdict == Verdict::open ? "open" : "FAIL";
}

/// A number as `format` shows it, or words where there is none.
inline std::string cell(std::string_view format, double value) {
  return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : "missing";
}

/// The same for a figure that need not be: of one replication, or of what has no such thing.
inline std::string cell_or_dash(std::string_view format, double value) {
  return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : "-";
}
/// @}

}  // namespace monazite
