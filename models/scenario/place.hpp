#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace monazite {

/// Where a value stands in the input: file (index into Scenario::files), line and column from 1.
/// Line 0 means that it stands nowhere (a default or `--set`).
struct Place {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// Where a row's figures come from. `confidence`: sourced, recalled, estimated, balanced or
/// derived.
struct Provenance {
  std::string source;
  std::string confidence;
  std::string note;
};

/// A range for sensitivity analysis, in the unit of the value that it belongs to.
struct ValueRange {
  std::optional<double> low;
  std::optional<double> high;
};

}  // namespace monazite
