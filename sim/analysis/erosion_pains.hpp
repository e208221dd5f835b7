#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/metrics/erosion.hpp"
#include "models/scenario/scenario.hpp"
#include "sim/analysis/leverage_pains.hpp"

namespace monazite {

/// What one more use of a side's controls does in each run: present values in USD on the first day
/// of the use.
struct UsePains {
  std::vector<double> imposed;           ///< output that the other side loses
  std::vector<double> suffered_output;   ///< output that the side loses
  std::vector<double> suffered_exports;  ///< value added of exports that it loses
};

/// The pains of each use, in the span from its first day to that of the next: `losses[k]` are those
/// with k uses, all of the same runs, and `leverage` has the looks of them.
std::vector<UsePains> pains_of_uses(std::span<const SideLosses> losses, std::size_t side,
                                    std::size_t against, const LeverageSpec& leverage);

/// The rows of a side against another, one a use, from pains of runs with these weights in these
/// replications (ascending; runs that share one are no chance apart). Intervals are those of a
/// bootstrap over replications (`expanded_interval`); there is none where a resample has no value.
/// `row` has the names.
std::vector<ErosionRow> erosion_rows(const ErosionRow& row, std::span<const UsePains> pains,
                                     std::span<const double> weights,
                                     std::span<const std::uint32_t> replications,
                                     const LeverageSpec& leverage);

}  // namespace monazite
