#include "models/scenario/text_store.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace monazite {

namespace {

using Byte = unsigned char;

bool is_control(Byte byte) { return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r'; }

/// Whether each of the next eight bytes is printable ASCII, which most are.
bool are_plain(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  constexpr std::uint64_t each_byte = 0x0101010101010101;
  // With its high bit set, a byte less the first printable one keeps that bit unless it was
  // smaller.
  const std::uint64_t high_bits = word & (0x80 * each_byte);
  const std::uint64_t differences = (word | (0x80 * each_byte)) - 0x20 * each_byte;
  return high_bits == 0 && (~differences & (0x80 * each_byte)) == 0;
}

/// Length of the well-formed sequence of several bytes that starts `text`; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto first = static_cast<Byte>(text[0]);
  std::size_t length = 0;
  Byte low = 0x80;
  Byte high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    low = first == 0xE0 ? 0xA0 : 0x80;
    high = first == 0xED ? 0x9F : 0xBF;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    low = first == 0xF0 ? 0x90 : 0x80;
    high = first == 0xF4 ? 0x8F : 0xBF;
  }
  if (length == 0 || text.size() < length) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<Byte>(text[i]);
    if (next < low || next > high) {
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

}  // namespace

TextPosition position_at(std::string_view text, std::size_t offset) {
  std::uint32_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '\n' || is_lone_return(text, i)) {
      ++line;
      line_start = i + 1;
    }
  }
  return {line, static_cast<std::uint32_t>(offset - line_start + 1)};
}

bool is_lone_return(std::string_view text, std::size_t offset) {
  return text[offset] == '\r' && (offset + 1 == text.size() || text[offset + 1] != '\n');
}

std::string with_line_feeds(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_lone_return(text, i)) {
      result[i] = '\n';
    }
  }
  return result;
}

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (text.size() - i >= sizeof(std::uint64_t) && are_plain(text.data() + i)) {
      i += sizeof(std::uint64_t);
      continue;
    }
    const auto byte = static_cast<Byte>(text[i]);
    if (byte < 0x80) {
      if (is_control(byte)) {
        return i;
      }
      ++i;
      continue;
    }
    const std::size_t length = sequence_length(text.substr(i));
    if (length == 0) {
      return i;
    }
    i += length;
  }
  return std::nullopt;
}

}  // namespace monazite
