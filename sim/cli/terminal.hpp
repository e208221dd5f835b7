#pragma once

#include <string_view>

#include "sim/report/headline.hpp"

namespace monazite {

/// Writes to standard output. Throws OutputError when it does not take the text.
void write_output(std::string_view text);

/// Whether standard error is a terminal on which a line may be drawn again.
bool error_is_terminal();

/// How a table is to be set on standard output: as wide as the terminal (or COLUMNS, or 100), bold
/// on a terminal unless NO_COLOR forbids it.
TableStyle output_style();

}  // namespace monazite
