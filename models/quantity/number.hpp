#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace monazite {

/// Why a text is no number; `none` when it is one.
enum class NumberFault : std::uint8_t {
  none,
  not_a_number,
  not_finite,      ///< infinity, not-a-number, or beyond the range of a double
  not_decimal,     ///< hexadecimal, octal or binary
  leading_zero,    ///< `010`: eight to some readers, ten to others
  too_many_digits  ///< a whole number of more than 17 significant digits
};

/// A number at the start of a text, and what follows it.
struct NumberText {
  double value = 0;
  NumberFault fault = NumberFault::none;
  std::string_view rest;  ///< after the number and the spaces that follow it
};

/// Reads a decimal number (`12`, `-0.5`, `1e6`) from the start of `text`. The same rule holds for
/// every number of every file; it knows no locale.
NumberText read_number(std::string_view text);

/// Reads the whole of `text` as a whole number without sign; false when it is none or too large.
bool read_whole(std::string_view text, std::uint64_t& value);

/// The shortest decimal text that reads back to the same double.
std::string shortest(double value);

/// `text` without the spaces and tabs at its ends.
std::string_view trimmed(std::string_view text);

}  // namespace monazite
