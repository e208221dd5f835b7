#pragma once

#include <string>
#include <string_view>

#include "models/scenario/section.hpp"

namespace monazite {

/// Thrown when a text does not say what its key asks for; caught where the place is known.
struct ValueProblem {
  std::string message;
  std::string expected;
  std::string suggestion;
  bool is_of_column = false;  ///< the unit in the header is wrong, not the cell
};

/// What a number must be like.
struct QuantityRule {
  const Key& key;
  const TableColumn* column = nullptr;  ///< may have a unit for bare numbers
  bool is_quoted = false;               ///< a quoted bare number is a text, not a number
};

/// Reads a number with its unit; the result is in the unit of the key. Throws ValueProblem for
/// wrong forms and units; the range is not checked here.
double read_quantity(std::string_view text, const QuantityRule& rule);

/// Throws ValueProblem when `value`, written as `text`, is outside the range of the key.
void check_range(double value, std::string_view text, const Key& key);

/// The problem with a text that is no number.
ValueProblem number_problem(NumberFault fault, std::string_view text, const Key& key);

}  // namespace monazite
