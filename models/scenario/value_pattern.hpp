#pragma once

#include <string>
#include <string_view>

#include "models/scenario/section.hpp"

namespace monazite {

/// @name Regular expressions (ECMA-262) for the texts that a key takes
/// Each matches whatever the reader takes, and little else: bounds of a range, the number of days
/// in a February and ids that exist are the reader's to check.
/// @{

/// An id: letters, digits and `_`.
std::string identifier_pattern();

/// What a reference may name: an id, or also `*` where any region will do.
std::string reference_pattern(Reference refers_to);

/// A date from 1900-01-01 to 2200-12-31.
std::string date_pattern();

/// A number with a unit of the key's dimension; bare numbers of keys without unit are no texts.
/// The number has a sign only where the range of the key reaches below zero.
std::string quantity_pattern(const Key& key);

/// The same, or a distribution by name with its arguments.
std::string distribution_pattern(const Key& key);

/// Names separated by spaces: the key's own, or ids; `all` where it may be written.
std::string names_pattern(const Key& key);
/// @}

}  // namespace monazite
