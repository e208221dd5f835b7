#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

#include "tests/fuzz/random_edits.hpp"

namespace monazite::fuzz {

namespace {

using Row = std::vector<std::string>;

std::vector<Row> rows_of(const std::string& text) {
  std::vector<Row> rows(1);
  rows.back().emplace_back();
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') {
      is_quoted = !is_quoted;
    }
    if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !is_quoted) {
      rows.emplace_back(1);
    } else {
      rows.back().back() += c;
    }
  }
  if (rows.back() == Row(1)) {
    rows.pop_back();
  }
  return rows;
}

std::string text_of(const std::vector<Row>& rows) {
  return fmt::format("{}\n", fmt::join(
                                 [&] {
                                   std::vector<std::string> lines;
                                   for (const auto& row : rows) {
                                     lines.push_back(fmt::format("{}", fmt::join(row, ",")));
                                   }
                                   return lines;
                                 }(),
                                 "\n"));
}

/// One edit of one cell.
std::string edit_cell(std::vector<Row>& rows, Choice& choice) {
  // The heading has units; it is edited now and then.
  const auto r = choice.one_in(30) ? 0 : choice.below(rows.size());
  const auto c = choice.below(rows[r].size());
  auto& cell = rows[r][c];
  std::vector<std::string> others;
  for (int k = 0; k < 20; ++k) {
    const auto& other = rows[choice.below(rows.size())];
    if (c < other.size()) {
      others.push_back(other[c]);
    }
  }
  const auto before = cell;
  cell = edited_value(cell, others, choice);
  return fmt::format("row {}, column {}: {} -> {}", r + 1, rows[0][std::min(c, rows[0].size() - 1)],
                     before, cell);
}

std::string edit_row(std::vector<Row>& rows, Choice& choice) {
  const auto r = 1 + choice.below(rows.size() - 1);
  const auto text = fmt::format("row {} ({})", r + 1, fmt::join(rows[r], ","));
  if (choice.one_in(2)) {
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(r));
    return text + ": removed";
  }
  auto copy = rows[r];
  std::string change;
  if (!choice.one_in(3)) {
    auto& cell = copy[choice.below(std::min<std::size_t>(copy.size(), 3))];
    cell = choice.one_in(2) ? cell + "_2" : rows[1 + choice.below(rows.size() - 1)][0];
    change = " as " + fmt::format("{}", fmt::join(copy, ","));
  }
  rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(r), copy);
  return text + ": copied" + change;
}

std::string edit_column(std::vector<Row>& rows, Choice& choice) {
  const auto columns = rows[0].size();
  const auto c = choice.below(columns);
  const auto other = choice.below(columns);
  const bool removes = choice.one_in(2);
  const auto text = removes ? fmt::format("column {}: removed", rows[0][c])
                            : fmt::format("columns {} and {}: swapped but for their names",
                                          rows[0][c], rows[0][other]);
  for (std::size_t r = removes ? 0 : 1; r < rows.size(); ++r) {
    auto& row = rows[r];
    if (removes && c < row.size()) {
      row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
    } else if (!removes && c < row.size() && other < row.size()) {
      std::swap(row[c], row[other]);
    }
  }
  return text;
}

}  // namespace

EditedText edited_table(const std::string& text, std::size_t edits, Choice& choice) {
  auto rows = rows_of(text);
  EditedText result;
  for (; edits > 0 && rows.size() > 2 && !rows[0].empty(); --edits) {
    switch (choice.below(12)) {
      case 0:
      case 1:
        result.edits.push_back(edit_row(rows, choice));
        break;
      case 2:
        result.edits.push_back(edit_column(rows, choice));
        break;
      default:
        result.edits.push_back(edit_cell(rows, choice));
    }
  }
  result.text = text_of(rows);
  return result;
}

}  // namespace monazite::fuzz
