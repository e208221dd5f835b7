#pragma once

#include <nlohmann/json_fwd.hpp>

namespace monazite {

/// The schemas of the keys of a sweep file that have no declaration: `scenario`, `set`, `factors`.
nlohmann::ordered_json sweep_value_schemas();

}  // namespace monazite
