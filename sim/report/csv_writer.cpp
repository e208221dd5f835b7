#include "sim/report/csv_writer.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/compile.h>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace monazite {

namespace {

constexpr std::size_t buffer_size = 64 * 1024;

// find_first_of() searches the set anew for every character: it took a quarter of a short run.
bool needs_quotes(std::string_view value) {
  return std::any_of(value.begin(), value.end(),
                     [](char c) { return c == '"' || c == ',' || c == '\r' || c == '\n'; });
}

}  // namespace

CsvWriter::CsvWriter(Sink sink, std::span<const std::string_view> columns)
    : sink_(std::move(sink)), columns_(columns.size()) {
  buffer_.reserve(buffer_size + 1024);
  for (const std::string_view column : columns) {
    text(column);
  }
  end_row();
}

CsvWriter& CsvWriter::text(std::string_view value) {
  separate();
  if (!needs_quotes(value)) {
    buffer_.append(value);
    return *this;
  }
  buffer_.push_back('"');
  for (const char c : value) {
    if (c == '"') {
      buffer_.push_back('"');
    }
    buffer_.push_back(c);
  }
  buffer_.push_back('"');
  return *this;
}

CsvWriter& CsvWriter::real(double value) {
  separate();
  if (std::isfinite(value)) {
    // Adding zero turns -0 into 0.
    fmt::format_to(std::back_inserter(buffer_), FMT_COMPILE("{}"), value + 0.0);
  }
  return *this;
}

CsvWriter& CsvWriter::signed_integer(std::int64_t value) {
  separate();
  fmt::format_to(std::back_inserter(buffer_), FMT_COMPILE("{}"), value);
  return *this;
}

CsvWriter& CsvWriter::unsigned_integer(std::uint64_t value) {
  separate();
  fmt::format_to(std::back_inserter(buffer_), FMT_COMPILE("{}"), value);
  return *this;
}

void CsvWriter::end_row() {
  if (fields_ != columns_) {
    throw std::logic_error(
        fmt::format("a row has {} fields under a header of {}", fields_, columns_));
  }
  fields_ = 0;
  buffer_.push_back('\n');
  if (buffer_.size() >= buffer_size) {
    finish();
  }
}

void CsvWriter::finish() {
  sink_(buffer_);
  buffer_.clear();
}

void CsvWriter::separate() {
  if (fields_++ > 0) {
    buffer_.push_back(',');
  }
}

}  // namespace monazite
