#include "sim/report/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace monazite {

std::size_t width_of(const TextColumn& column) {
  std::size_t width = 0;
  for (const std::string& cell : column) {
    width = std::max(width, cell.size());
  }
  return width;
}

std::string set_columns(const TextColumn& labels, std::span<const TextColumn> columns, bool bold) {
  std::string text;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    std::string line = fmt::format("{:<{}}", labels[row], width_of(labels));
    for (const TextColumn& column : columns) {
      line += fmt::format("  {:>{}}", column[row], width_of(column));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += row == 0 && bold ? fmt::format("\x1b[1m{}\x1b[0m\n", line) : line + "\n";
  }
  return text;
}

std::string readable(double value) {
  const double magnitude = std::fabs(value);
  if (!std::isfinite(value) || magnitude >= 1e15) {
    return fmt::format("{}", value);
  }
  if (magnitude < 1000) {
    return fmt::format("{:.4g}", value);
  }
  std::string digits = fmt::format("{:.0f}", magnitude);
  for (std::size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, 1, ',');
  }
  return (value < 0 ? "-" : "") + digits;
}

}  // namespace monazite
