#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/analysis/free_parameters.hpp"
#include "sim/batch/batch.hpp"

namespace monazite {

/// The figures of a year that sensitivities are told of.
inline constexpr std::array<std::string_view, 4> sensitive_figures = {
    "mined, world", "NdPr oxide, world", "Dy oxide, world", "magnet exports of China"};

/// Relative changes of `sensitive_figures` from the base; NaN where a variation has no world.
using FigureChanges = std::array<double, sensitive_figures.size()>;

/// What becomes of the figures with a parameter at the ends of its ranges.
struct SensitivityRow {
  FreeParameter parameter;
  FigureChanges low{};
  FigureChanges high{};

  /// The largest change in either direction.
  [[nodiscard]] double largest() const;
};

/// One-at-a-time sensitivities of a scenario's figures: each free parameter at either end of its
/// ranges, the others as they are, means over the same random numbers (Saltelli et al., 2008, on
/// what this does not see: interactions). Rows by largest change. Stops when interrupted, and then
/// gives what there is.
std::vector<SensitivityRow> measure_sensitivities(const Scenario& scenario,
                                                  const std::vector<HabitRange>& habits,
                                                  std::uint32_t replications,
                                                  const BatchOptions& options);

}  // namespace monazite
