#include "models/scenario/text_store.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace monazite;

TEST_CASE("the first bad byte is found wherever it stands") {
  for (const char bad : {'\x01', '\x1F', '\x80', '\xFF', '\xC3'}) {
    for (std::size_t at = 0; at < 26; ++at) {
      std::string text(26, 'a');
      text[at] = bad;
      CAPTURE(at, static_cast<int>(bad));
      CHECK(first_bad_byte(text) == at);
      text += '\x02';
      CHECK(first_bad_byte(text) == at);
    }
  }
}

TEST_CASE("every other byte of ASCII, and letters of several bytes, are good") {
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text(20, static_cast<char>(byte));
    const bool is_good = byte >= 32 || byte == '\t' || byte == '\n' || byte == '\r';
    CAPTURE(byte);
    CHECK(first_bad_byte(text).has_value() != is_good);
  }
  for (std::size_t before = 0; before < 10; ++before) {
    CHECK_FALSE(first_bad_byte(std::string(before, ' ') + "é, 稀土, 🜛, abcdefgh").has_value());
  }
}

TEST_CASE("what UTF-8 forbids is bad") {
  for (const char* text :
       {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE7\xA8"}) {
    CHECK(first_bad_byte(text) == 0);
  }
}

TEST_CASE("lines end in a line feed, a carriage return or both") {
  const std::string text = "a\rbc\r\nd\n\re";
  const auto place = [&](std::size_t offset) {
    const TextPosition at = position_at(text, offset);
    return std::to_string(at.line) + ":" + std::to_string(at.column);
  };
  CHECK(place(0) == "1:1");
  CHECK(place(2) == "2:1");
  CHECK(place(3) == "2:2");
  CHECK(place(6) == "3:1");
  CHECK(place(9) == "5:1");
  CHECK(with_line_feeds(text) == "a\nbc\r\nd\n\ne");
}
