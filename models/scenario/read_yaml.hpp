#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "models/scenario/diagnostic.hpp"
#include "models/scenario/node.hpp"
#include "models/scenario/text_store.hpp"

namespace monazite {

/// Nesting deeper than this is refused.
inline constexpr std::size_t deepest_yaml = 64;

/// Reads one YAML document into nodes with their places. Aliases are expanded and merge keys (`<<`)
/// applied: an explicit key wins, then the earlier of a list of maps. Told as problems: wrong
/// syntax, duplicate keys, keys that are no plain text, tags, a second document, too deep nesting,
/// an alias inside its own anchor, more nodes than the budget. Nothing when the document could not
/// be read to its end.
std::optional<Node> read_yaml(std::string_view content, std::uint32_t file, TextStore& texts,
                              ReadBudget& budget, Diagnostics& problems);

}  // namespace monazite
