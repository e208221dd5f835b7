#include "models/quantity/date.hpp"

#include <charconv>
#include <fmt/format.h>

namespace monazite {

namespace {

bool read_number(std::string_view text, int& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || text[0] == '-' || text[5] == '-' ||
      text[8] == '-' || !read_number(text.substr(0, 4), year) ||
      !read_number(text.substr(5, 2), month) || !read_number(text.substr(8, 2), day)) {
    return std::nullopt;
  }
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  const CivilDay read{year, static_cast<unsigned>(month), static_cast<unsigned>(day)};
  const Date date = date_of(read.year, read.month, read.day);
  // The 30th of February counts on into March.
  return civil(date) == read ? std::optional(date) : std::nullopt;
}

std::string to_iso(Date date) {
  const auto c = civil(date);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

}  // namespace monazite
