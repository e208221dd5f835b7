#pragma once

#include <string_view>

#include "sim/report/headline.hpp"

namespace monazite {

/// Writes to standard output. Throws OutputError when it does not take the text.
void write_output(std::string_view text);

/// Writes to standard error. What it does not take is lost: nobody is left to tell.
void tell(std::string_view text);

/// Opens standard streams that the caller has closed, so that no result file gets their numbers:
/// output then still fails, and errors are lost. Also makes a write to a pipe without a reader, and
/// one beyond the size that a file may have, a failed write instead of the end of the program, so
/// that results are kept when `head` has read enough of the progress and an error is told.
void prepare_standard_streams();

/// Whether standard error is a terminal on which a line may be drawn again.
bool error_is_terminal();

/// How a table is to be set on standard output: as wide as the terminal (or COLUMNS, or 100), bold
/// on a terminal unless NO_COLOR forbids it.
TableStyle output_style();

}  // namespace monazite
