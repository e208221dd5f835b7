#pragma once

#include <string>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/source_files.hpp"

namespace monazite {

/// Applies `key.path=value` to the merged tree of a scenario. A path goes through maps by key,
/// through lists of things by their identity (parts joined by `/`; of dated entries the day) and
/// through other lists by position from 0; the value is read as in a file. What is wrong is told at
/// the setting.
void apply_setting(Node& scenario, const std::string& setting, SourceFiles& files,
                   Diagnostics& problems);

}  // namespace monazite
