#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace monazite {

/// How a table is set for reading.
struct TableStyle {
  std::size_t width = 100;  ///< columns of the terminal
  bool bold = false;        ///< the header, with ANSI escapes
};

/// A column of a table: its header, then a cell for each row.
using TextColumn = std::vector<std::string>;

/// Characters of its longest cell.
std::size_t width_of(const TextColumn& column);

/// Sets columns side by side, one line a row: labels to the left, the others to the right. All are
/// as long as that of the labels. No line ends in spaces.
std::string set_columns(const TextColumn& labels, std::span<const TextColumn> columns, bool bold);

/// A number for reading: about four significant digits, thousands set apart by commas.
std::string readable(double value);

}  // namespace monazite
