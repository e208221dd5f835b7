#pragma once

#include <string>

#include "models/scenario/node.hpp"

namespace monazite {

/// The value of a key path as the text of a setting: a scalar as it is written, anything else in
/// one line. The same for a value that was read back from its flow_text.
std::string setting_text(const Node& value);

/// What a value is called in tables: a scalar without quotes, anything else in one line.
std::string value_label(const Node& value);

}  // namespace monazite
