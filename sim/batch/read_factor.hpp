#pragma once

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// Reads a factor from its entry in `factors` (see read_sweep). What is wrong is told.
FactorSpec read_factor(const Node& entry, Diagnostics& problems);

}  // namespace monazite
