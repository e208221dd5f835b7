#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/metrics/erosion.hpp"
#include "models/scenario/scenario.hpp"
#include "sim/batch/batch.hpp"

namespace monazite {

/// Whether the controls of sides wear off.
struct Erosion {
  std::vector<ErosionRow> rows;       ///< of erosion.csv, in its order
  std::vector<std::string> failures;  ///< runs that failed, or why there are none
};

/// Runs the arms of `erosion` and takes the differences over the runs that all arms completed, of
/// talks by branch too.
Erosion erosion_of(const Scenario& scenario, const BatchOptions& options,
                   std::uint32_t first_replication = 0);

}  // namespace monazite
