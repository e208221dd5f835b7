#include "models/scenario/read_csv.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "models/quantity/number.hpp"

namespace monazite {

namespace {

/// Far above what any section has keys for.
constexpr std::size_t most_columns = 1000;
constexpr std::size_t longest_column_name = 200;

/// A table with more wrong rows than this is not read on: it is something else.
constexpr std::size_t most_problems = 100'000;

bool ends_plain_cell(char c) { return c == ',' || c == '\n' || c == '"' || c == '\r'; }

class CsvReader {
 public:
  CsvReader(std::string_view content, std::uint32_t file, TextStore& texts, ReadBudget& budget,
            Diagnostics& problems)
      : content_(content),
        line_end_(content.find('\n') == std::string_view::npos ? '\r' : '\n'),
        texts_(texts),
        budget_(budget),
        problems_(problems) {
    table_.file = file;
  }

  Table read() {
    if (!read_row()) {
      problem({1, 1}, "the table is empty", "a header row with the names of the columns");
      return table_;
    }
    if (row_.size() == 1 && row_.front().text.find_first_of(";\t") != std::string_view::npos) {
      problem({row_.front().line, row_.front().column}, "no commas separate the columns",
              "commas, and points in numbers");
      return table_;
    }
    if (!read_header()) {
      table_.columns.clear();
      return table_;
    }
    const auto lines =
        static_cast<std::size_t>(std::count(content_.begin(), content_.end(), line_end_));
    table_.cells.reserve(std::min({lines * row_.size(), content_.size(), budget_.cells}));
    while (told_ < most_problems && read_row()) {
      keep_row();
    }
    return std::move(table_);
  }

 private:
  void problem(TextPosition at, std::string message, std::string expected = {}) {
    problems_.add({table_.file, at.line, at.column}, std::move(message), std::move(expected));
    row_is_wrong_ = true;
    ++told_;
  }

  [[nodiscard]] TextPosition here() const {
    return {line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)};
  }

  [[nodiscard]] bool at_line_end() const {
    return at_ >= content_.size() || content_[at_] == line_end_ ||
           (content_[at_] == '\r' && at_ + 1 < content_.size() && content_[at_ + 1] == '\n');
  }

  void next_line() {
    while (at_ < content_.size() && content_[at_] != line_end_) {
      ++at_;
    }
    ++at_;
    ++line_;
    line_start_ = at_;
  }

  /// Reads the next row that is not empty into `row_`; false at the end.
  bool read_row() {
    while (at_ < content_.size() && at_line_end()) {
      next_line();
    }
    if (at_ >= content_.size()) {
      return false;
    }
    row_.clear();
    row_width_ = 0;
    row_is_wrong_ = false;
    while (true) {
      add_cell(content_[at_] == '"' ? quoted_cell() : plain_cell());
      if (at_ >= content_.size() || content_[at_] != ',') {
        break;
      }
      ++at_;
      if (at_ >= content_.size()) {
        add_cell({{}, line_, here().column});
        break;
      }
    }
    next_line();
    return true;
  }

  /// Counts a cell, and keeps it unless the row is too wide for any table.
  void add_cell(TableCell cell) {
    if (row_width_++ < most_columns) {
      row_.push_back(cell);
    }
  }

  void pass_over_cell() {
    while (at_ < content_.size() && content_[at_] != ',' && content_[at_] != line_end_) {
      ++at_;
    }
  }

  TableCell plain_cell() {
    const TextPosition start = here();
    std::size_t end = at_;
    while (end < content_.size() && !ends_plain_cell(content_[end])) {
      ++end;
    }
    const std::string_view text = trimmed(content_.substr(at_, end - at_));
    const auto spaces =
        static_cast<std::uint32_t>(text.empty() ? 0 : text.data() - (content_.data() + at_));
    at_ = end;
    if (!at_line_end() && content_[at_] != ',') {
      if (content_[at_] == '"') {
        problem(here(), "a quote inside a cell without quotes",
                "a cell in quotes, with each quote in it doubled");
      } else {
        problem(here(), "a carriage return without a line feed, in a table whose lines end in one",
                "lines that all end alike; a carriage return within a cell stands in quotes");
      }
      pass_over_cell();
    }
    return {text, start.line, start.column + spaces};
  }

  TableCell quoted_cell() {
    const TextPosition start = here();
    const std::size_t first = ++at_;
    bool doubled = false;
    for (;; ++at_) {
      if (at_ >= content_.size()) {
        problem(start, "a quoted cell does not end", "a closing quote");
        return {{}, start.line, start.column};
      }
      if (content_[at_] == line_end_) {
        ++line_;
        line_start_ = at_ + 1;
      } else if (content_[at_] == '"') {
        if (at_ + 1 >= content_.size() || content_[at_ + 1] != '"') {
          break;
        }
        doubled = true;
        ++at_;
      }
    }
    const std::string_view text = content_.substr(first, at_ - first);
    ++at_;
    if (!at_line_end() && content_[at_] != ',') {
      if (line_ == start.line) {
        problem(here(), "text after a closing quote", "a comma or the end of the line");
      } else {
        problem(start, fmt::format("a quoted cell runs on to line {}, with text after it", line_),
                "a closing quote where the cell ends");
      }
      pass_over_cell();
    }
    return {doubled ? unescaped(text) : text, start.line, start.column};
  }

  std::string_view unescaped(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      result.push_back(text[i]);
      i += text[i] == '"' ? 1 : 0;
    }
    return texts_.keep(std::move(result));
  }

  /// False when there is no use in reading the rows.
  bool read_header() {
    if (row_width_ > most_columns) {
      problem({row_.front().line, row_.front().column},
              fmt::format("the table has {} columns", row_width_),
              fmt::format("at most {}", most_columns));
      return false;
    }
    for (const TableCell& cell : row_) {
      if (cell.text.size() > longest_column_name) {
        problem({cell.line, cell.column}, "the name of a column is too long",
                fmt::format("at most {} bytes", longest_column_name));
        return false;
      }
      TableColumn column;
      column.place = {table_.file, cell.line, cell.column};
      column.name = cell.text;
      const auto bracket = cell.text.find('[');
      if (bracket != std::string_view::npos && cell.text.back() == ']') {
        column.name = trimmed(cell.text.substr(0, bracket));
        column.unit = trimmed(cell.text.substr(bracket + 1, cell.text.size() - bracket - 2));
        column.parsed_unit = parse_unit(column.unit);
      }
      check_name(column);
      table_.columns.push_back(column);
    }
    return true;
  }

  void check_name(const TableColumn& column) {
    const TextPosition at{column.place.line, column.place.column};
    if (column.name.empty()) {
      problem(at, "a column has no name");
    }
    for (const TableColumn& other : table_.columns) {
      if (other.name == column.name) {
        problem(at, fmt::format("column '{}' stands twice", column.name));
        return;
      }
    }
  }

  void keep_row() {
    if (row_is_wrong_) {
      return;
    }
    if (row_width_ != table_.columns.size()) {
      problem({row_.front().line, row_.front().column},
              fmt::format("the row has {} cells", row_width_),
              fmt::format("{}, as in the header", table_.columns.size()));
      return;
    }
    if (row_.size() > budget_.cells) {
      problem({row_.front().line, row_.front().column},
              "the tables of the scenario hold too many cells", "at most 10,000,000 in all");
      at_ = content_.size();
      return;
    }
    budget_.cells -= row_.size();
    table_.cells.insert(table_.cells.end(), row_.begin(), row_.end());
  }

  std::string_view content_;
  char line_end_;  ///< its last character: of a table without a line feed, a carriage return
  TextStore& texts_;
  ReadBudget& budget_;
  Diagnostics& problems_;
  Table table_;
  std::vector<TableCell> row_;
  std::size_t row_width_ = 0;
  bool row_is_wrong_ = false;
  std::size_t told_ = 0;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

Table read_csv(std::string_view content, std::uint32_t file, TextStore& texts, ReadBudget& budget,
               Diagnostics& problems) {
  return CsvReader(content, file, texts, budget, problems).read();
}

}  // namespace monazite
