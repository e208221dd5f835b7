#pragma once

#include <string>

#include "models/scenario/section.hpp"

namespace monazite {

/// Where a value is written: in YAML numbers carry their unit and texts are quoted where they must
/// be; in a table the unit stands in the header.
enum class ValueStyle : std::uint8_t { yaml, cell };

/// Whether there is anything to write: no absent value, no empty text and no
/// empty list of records, unless an empty list says something else than an absent one.
bool has_value(const Key& key, const Slot& slot);

/// Appends the value of a key that is no record.
void append_value(std::string& out, const Key& key, const Slot& slot, ValueStyle style);

}  // namespace monazite
