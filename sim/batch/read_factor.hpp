#pragma once

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// The value of a key path as the text of a setting: a scalar as it is written, anything else in
/// one line.
std::string setting_text(const Node& value);

/// Reads a factor from its entry in `factors` (see read_sweep). What is wrong is told.
FactorSpec read_factor(const Node& entry, Diagnostics& problems);

}  // namespace monazite
