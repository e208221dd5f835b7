#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace monazite::test {

/// A YAML document as JSON, by the core schema of YAML 1.2; aliases and merge keys are resolved.
/// Nothing when it is no YAML that the program reads.
std::optional<nlohmann::ordered_json> json_of_yaml(std::string_view text);

}  // namespace monazite::test
