#pragma once

#include <string>

namespace monazite {

/// The JSON Schema (draft-07) of a scenario file, made of the declarations of its keys alone. It
/// takes every file that the loader takes, where merge keys are applied before it is (as editors
/// do), and refuses unknown keys, values of the wrong form or unit and, in a file without `base`,
/// missing keys. What a file lays over its base may leave out all but the keys that say which
/// record is meant.
std::string scenario_schema();

/// The same of a sweep file. What a factor's values do to a scenario is not checked by it.
std::string sweep_schema();

}  // namespace monazite
