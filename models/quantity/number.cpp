#include "models/quantity/number.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace monazite {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool means_not_finite(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c != '.' && c != '+' && c != '-') {
      lower.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    }
  }
  return lower == "inf" || lower == "infinity" || lower == "nan";
}

/// Significant digits of a run of digits: zeros at both ends do not count.
std::size_t significant_digits(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  if (first == std::string_view::npos) {
    return 0;
  }
  return digits.find_last_not_of('0') - first + 1;
}

NumberFault fault_of_form(std::string_view unsigned_text, std::string_view number) {
  if (unsigned_text.size() > 1 && unsigned_text[0] == '0') {
    const char second =
        static_cast<char>(std::tolower(static_cast<unsigned char>(unsigned_text[1])));
    if (second == 'x' || second == 'o' || second == 'b') {
      return NumberFault::not_decimal;
    }
    if (is_digit(second)) {
      return NumberFault::leading_zero;
    }
  }
  if (std::all_of(number.begin(), number.end(), is_digit) && significant_digits(number) > 17) {
    return NumberFault::too_many_digits;
  }
  return NumberFault::none;
}

}  // namespace

NumberText read_number(std::string_view text) {
  text = trimmed(text);
  NumberText result;
  const bool negative = !text.empty() && text[0] == '-';
  const std::string_view unsigned_text = text.substr(negative ? 1 : 0);
  const bool starts_as_number =
      !unsigned_text.empty() &&
      (is_digit(unsigned_text[0]) ||
       (unsigned_text[0] == '.' && unsigned_text.size() > 1 && is_digit(unsigned_text[1])));
  if (!starts_as_number) {
    result.fault = means_not_finite(text) ? NumberFault::not_finite : NumberFault::not_a_number;
    return result;
  }
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, result.value);
  const std::string_view number(unsigned_text.data(),
                                static_cast<std::size_t>(read.ptr - unsigned_text.data()));
  result.fault = read.ec == std::errc::result_out_of_range ? NumberFault::not_finite
                                                           : fault_of_form(unsigned_text, number);
  result.rest = trimmed({read.ptr, static_cast<std::size_t>(end - read.ptr)});
  return result;
}

bool read_whole(std::string_view text, std::uint64_t& value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() &&
         (text.size() == 1 || text[0] != '0');
}

std::string shortest(double value) {
  std::array<char, 32> buffer{};
  char* const end = buffer.data() + buffer.size();
  // From here on the plain form may write out digits that a number does not keep.
  constexpr double largest_plain = 1e15;
  const auto written =
      std::abs(value) < largest_plain
          ? std::to_chars(buffer.data(), end, value == 0 ? 0.0 : value)
          : std::to_chars(buffer.data(), end, value, std::chars_format::scientific);
  return {buffer.data(), written.ptr};
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace monazite
