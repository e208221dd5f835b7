#pragma once

#include <string>
#include <string_view>

#include "models/scenario/node.hpp"

namespace monazite {

/// A piece of a YAML file as one line that reads back to the same: maps and lists in brackets,
/// texts quoted where they were or must be.
std::string flow_text(const Node& node);

/// Whether a text may stand in brackets without quotes.
bool is_plain_in_flow(std::string_view text);

}  // namespace monazite
