#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace monazite {

/// Writes a table as RFC 4180 text with LF ends of line: fields are quoted where they must be,
/// reals are the shortest decimal that reads back as the same double, undefined reals (NaN or
/// infinite) are empty.
class CsvWriter {
 public:
  /// Takes the text piece by piece.
  using Sink = std::function<void(std::string_view)>;

  /// Writes the header.
  CsvWriter(Sink sink, std::span<const std::string_view> columns);
  CsvWriter(Sink sink, std::initializer_list<std::string_view> columns)
      : CsvWriter(std::move(sink),
                  std::span<const std::string_view>(columns.begin(), columns.size())) {}

  CsvWriter& text(std::string_view value);
  CsvWriter& real(double value);
  CsvWriter& empty() { return text({}); }

  template <std::integral Integer>
  CsvWriter& integer(Integer value) {
    if constexpr (std::is_signed_v<Integer>) {
      return signed_integer(value);
    } else {
      return unsigned_integer(value);
    }
  }

  /// Ends a row. Throws std::logic_error if it has not as many fields as the header.
  void end_row();

  /// Hands the last rows to the sink. To be called once, at the end.
  void finish();

 private:
  CsvWriter& signed_integer(std::int64_t value);
  CsvWriter& unsigned_integer(std::uint64_t value);
  void separate();

  Sink sink_;
  std::string buffer_;
  std::size_t columns_;
  std::size_t fields_ = 0;
};

}  // namespace monazite
