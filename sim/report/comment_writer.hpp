#pragma once

#include <map>
#include <string>
#include <string_view>

namespace monazite {

/// A scenario file in block style, with a comment above the first line of each key: what its
/// declaration says. Top-level keys with a value in `replaced` get that one. `yaml` has to be what
/// the loader takes; throws std::logic_error for unknown keys and what is no YAML.
std::string with_comments(std::string_view yaml,
                          const std::map<std::string_view, std::string>& replaced);

}  // namespace monazite
