#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace monazite {

/// Reads a CSV file (RFC 4180; line feed or CRLF) row by row: memory is that of the longest row,
/// however long the file. Empty lines are skipped; cells are taken as they are, spaces included.
/// Every problem is an InputError that names file, line and column.
class CsvFileReader {
 public:
  /// Opens the file. Throws InputError when it is no regular file or cannot be read.
  explicit CsvFileReader(std::string path);

  /// Reads the next row, the header first; false at the end. Throws InputError where the text is no
  /// CSV, a row has not as many cells as the header, or is longer than 16 MiB; and
  /// std::system_error where reading fails.
  bool next_row();

  /// The cells of the row, without their quotes; valid until the next row is read.
  [[nodiscard]] std::span<const std::string_view> cells() const { return cells_; }

  /// Throws an InputError at a cell of the row.
  [[noreturn]] void refuse(std::size_t cell, std::string message, std::string expected = {}) const;

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  bool find_row();
  void end_row_at(std::size_t end);
  bool read_on();
  [[nodiscard]] std::string_view row() const;
  void split_row();
  std::size_t take_plain_cell(std::size_t at);
  std::size_t take_quoted_cell(std::size_t at);
  [[noreturn]] void refuse_at(std::size_t offset, std::string message, std::string expected) const;

  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::string buffer_;
  std::size_t row_start_ = 0;  ///< in the buffer
  std::size_t row_end_ = 0;    ///< where the row's end of line begins
  std::size_t next_ = 0;       ///< where the next row begins
  std::size_t filled_ = 0;     ///< bytes of the buffer that were read
  std::uint32_t line_ = 1;     ///< of the row's start
  std::uint32_t next_line_ = 1;
  std::size_t columns_ = 0;
  std::string unescaped_;  ///< cells with doubled quotes, one after the other
  std::vector<std::string_view> cells_;
  std::vector<std::size_t> starts_;  ///< of the cells, from the row's start
};

}  // namespace monazite
