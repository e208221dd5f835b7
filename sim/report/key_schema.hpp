#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "models/scenario/section.hpp"

namespace monazite {

/// The schema of the value of a key: title, description, type, form, bounds and `default_text`, the
/// default as YAML (empty: none). Of records, it says nothing about their keys.
nlohmann::ordered_json key_schema(const Key& key, const std::string& default_text);

/// The schema of the value of `table`.
nlohmann::ordered_json table_schema();

}  // namespace monazite
