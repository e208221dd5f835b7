#include "sim/report/csv_file_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>
#include <utility>

#include "models/scenario/load.hpp"

namespace monazite {

namespace {

constexpr std::size_t first_buffer = 256 * 1024;
constexpr std::size_t longest_row = 16 * 1024 * 1024;

[[noreturn]] void throw_problem(Diagnostic problem, InputError::Kind kind) {
  Diagnostics problems;
  problems.add(std::move(problem));
  throw InputError(problems.sorted(), kind);
}

[[noreturn]] void throw_unreadable(const std::string& path) {
  throw_problem({{}, path, "the file cannot be read", "a regular file", {}},
                InputError::Kind::not_found);
}

}  // namespace

CsvFileReader::CsvFileReader(std::string path)
    : path_(std::move(path)), buffer_(first_buffer, '\0') {
  std::error_code error;
  if (std::filesystem::is_regular_file(path_, error)) {
    file_.reset(std::fopen(path_.c_str(), "rb"));
  }
  if (!file_) {
    throw_unreadable(path_);
  }
}

bool CsvFileReader::next_row() {
  do {
    row_start_ = next_;
    line_ = next_line_;
    if (!find_row()) {
      return false;
    }
  } while (row_end_ == row_start_);
  split_row();
  if (columns_ == 0) {
    columns_ = cells_.size();
  } else if (cells_.size() != columns_) {
    refuse_at(0, fmt::format("the row has {} cells", cells_.size()),
              fmt::format("{}, as in the header", columns_));
  }
  return true;
}

void CsvFileReader::refuse(std::size_t cell, std::string message, std::string expected) const {
  refuse_at(starts_.at(cell), std::move(message), std::move(expected));
}

/// Finds where the row that begins at `row_start_` ends, and reads on as far as that takes. False
/// at the end of the file.
bool CsvFileReader::find_row() {
  bool quoted = false;
  std::size_t at = row_start_;
  while (true) {
    const char* found =
        static_cast<const char*>(std::memchr(buffer_.data() + at, '\n', filled_ - at));
    const std::size_t stop =
        found == nullptr ? filled_ : static_cast<std::size_t>(found - buffer_.data());
    quoted = quoted != (std::count(buffer_.data() + at, buffer_.data() + stop, '"') % 2 == 1);
    at = stop;
    if (found != nullptr) {
      ++next_line_;
      ++at;
    }
    if (found != nullptr && !quoted) {
      end_row_at(stop);
      next_ = at;
      return true;
    }
    const std::size_t scanned = at - row_start_;
    if (scanned > longest_row) {
      refuse_at(0, "the row does not end within 16 MiB", {});
    }
    if (found == nullptr && !read_on()) {
      end_row_at(filled_);
      next_ = filled_;
      return row_end_ > row_start_;
    }
    at = row_start_ + scanned;
  }
}

void CsvFileReader::end_row_at(std::size_t end) {
  const bool has_return = end > row_start_ && buffer_[end - 1] == '\r';
  row_end_ = has_return ? end - 1 : end;
}

/// Reads more of the file behind what the buffer holds of the row; false at the end of the file.
bool CsvFileReader::read_on() {
  filled_ -= row_start_;
  std::memmove(buffer_.data(), buffer_.data() + row_start_, filled_);
  row_start_ = 0;
  if (filled_ == buffer_.size()) {
    buffer_.resize(2 * buffer_.size());
  }
  const std::size_t count =
      std::fread(buffer_.data() + filled_, 1, buffer_.size() - filled_, file_.get());
  if (count == 0 && std::ferror(file_.get()) != 0) {
    // The machine fails, not the input.
    throw std::system_error(errno, std::generic_category(), fmt::format("cannot read '{}'", path_));
  }
  filled_ += count;
  return count > 0;
}

std::string_view CsvFileReader::row() const {
  return std::string_view(buffer_).substr(row_start_, row_end_ - row_start_);
}

void CsvFileReader::split_row() {
  cells_.clear();
  starts_.clear();
  unescaped_.clear();
  const std::string_view text = row();
  for (std::size_t at = 0;; ++at) {
    starts_.push_back(at);
    at = at < text.size() && text[at] == '"' ? take_quoted_cell(at) : take_plain_cell(at);
    if (at >= text.size()) {
      return;
    }
  }
}

/// Takes the cell that begins at `at`, and gives where it ends: at a comma, or the end of the row.
std::size_t CsvFileReader::take_plain_cell(std::size_t at) {
  const std::size_t end = std::min(row().find(',', at), row().size());
  const std::string_view cell = row().substr(at, end - at);
  if (const std::size_t quote = cell.find('"'); quote != std::string_view::npos) {
    refuse_at(at + quote, "a quote inside a cell without quotes",
              "a cell in quotes, with each quote in it doubled");
  }
  cells_.push_back(cell);
  return end;
}

std::size_t CsvFileReader::take_quoted_cell(std::size_t at) {
  // Cells are views: the text that they are of must not move.
  unescaped_.reserve(row().size());
  const std::size_t first = unescaped_.size();
  std::size_t from = at + 1;
  while (true) {
    const std::size_t quote = row().find('"', from);
    if (quote == std::string_view::npos) {
      refuse_at(at, "a quoted cell does not end", "a closing quote");
    }
    unescaped_.append(row().substr(from, quote - from));
    from = quote + 1;
    if (from >= row().size() || row()[from] != '"') {
      break;
    }
    unescaped_.push_back('"');
    ++from;
  }
  if (from < row().size() && row()[from] != ',') {
    refuse_at(from, "text after a closing quote", "a comma or the end of the line");
  }
  cells_.push_back(std::string_view(unescaped_).substr(first));
  return from;
}

void CsvFileReader::refuse_at(std::size_t offset, std::string message, std::string expected) const {
  const std::string_view before = std::string_view(buffer_).substr(row_start_, offset);
  const auto lines = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = lines == 0 ? 0 : before.rfind('\n') + 1;
  const auto column = static_cast<std::uint32_t>(before.size() - line_start + 1);
  throw_problem({{0, line_ + lines, column}, path_, std::move(message), std::move(expected), {}},
                InputError::Kind::bad_input);
}

}  // namespace monazite
