#include "sim/report/csv_writer.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <rapidcheck/catch.h>

using namespace monazite;

namespace {

std::string table_with(const std::function<void(CsvWriter&)>& fill) {
  std::string text;
  CsvWriter csv([&text](std::string_view piece) { text += piece; }, {"a", "b"});
  fill(csv);
  csv.finish();
  return text;
}

std::string real_text(double value) {
  const std::string text = table_with([&](CsvWriter& csv) { csv.real(value).empty().end_row(); });
  return text.substr(4, text.size() - 6);
}

/// Reads one field as RFC 4180 has it.
std::string unquoted(std::string_view field) {
  if (field.empty() || field.front() != '"') {
    return std::string(field);
  }
  std::string value;
  for (std::size_t i = 1; i + 1 < field.size(); ++i) {
    value.push_back(field[i]);
    i += field[i] == '"' ? 1 : 0;
  }
  return value;
}

}  // namespace

TEST_CASE("fields are quoted where RFC 4180 asks for it, and lines end in LF") {
  const std::string text = table_with([](CsvWriter& csv) {
    csv.text("plain text").text("").end_row();
    csv.text("one, two").text("he said \"no\"").end_row();
    csv.text("two\nlines").text("carriage\rreturn").end_row();
    csv.text("Châtelet").text("-").end_row();
  });
  CHECK(text ==
        "a,b\n"
        "plain text,\n"
        "\"one, two\",\"he said \"\"no\"\"\"\n"
        "\"two\nlines\",\"carriage\rreturn\"\n"
        "Châtelet,-\n");
}

TEST_CASE("any text reads back as it was") {
  rc::prop("text round trip", [](const std::string& value) {
    const std::string text =
        table_with([&](CsvWriter& csv) { csv.text(value).integer(1).end_row(); });
    RC_ASSERT(unquoted(text.substr(4, text.size() - 7)) == value);
  });
}

TEST_CASE("reals are short, and empty where undefined") {
  CHECK(real_text(0.1) == "0.1");
  CHECK(real_text(5089) == "5089");
  CHECK(real_text(-0.0) == "0");
  CHECK(real_text(1.0 / 3) == "0.3333333333333333");
  CHECK(real_text(1e300) == "1e+300");
  CHECK(real_text(std::numeric_limits<double>::quiet_NaN()).empty());
  CHECK(real_text(std::numeric_limits<double>::infinity()).empty());
}

TEST_CASE("any real reads back to the bit") {
  rc::prop("real round trip", [](std::uint64_t bits) {
    const double value = std::bit_cast<double>(bits);
    RC_PRE(std::isfinite(value));
    const std::string text = real_text(value);
    double read = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), read);
    RC_ASSERT(result.ptr == text.data() + text.size());
    RC_ASSERT(read == value);
  });
}

TEST_CASE("integers keep all their digits") {
  const std::string text = table_with([](CsvWriter& csv) {
    csv.integer(std::numeric_limits<std::int64_t>::min());
    csv.integer(std::numeric_limits<std::uint64_t>::max()).end_row();
  });
  CHECK(text == "a,b\n-9223372036854775808,18446744073709551615\n");
}

TEST_CASE("a row that does not fit the header is an error of the program") {
  CHECK_THROWS_AS(table_with([](CsvWriter& csv) { csv.text("x").end_row(); }), std::logic_error);
}

TEST_CASE("a long table is handed over in pieces that join") {
  std::size_t pieces = 0;
  std::string text;
  CsvWriter csv(
      [&](std::string_view piece) {
        text += piece;
        ++pieces;
      },
      {"n"});
  std::string expected = "n\n";
  for (int i = 0; i < 50000; ++i) {
    csv.integer(i).end_row();
    expected += std::to_string(i) + "\n";
  }
  csv.finish();
  CHECK(text == expected);
  CHECK(pieces > 1);
}
