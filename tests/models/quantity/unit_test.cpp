#include "models/quantity/unit.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <rapidcheck/catch.h>
#include <string>

using namespace monazite;

namespace {

double in(std::string_view text, std::string_view unit) {
  const QuantityText quantity = parse_quantity(text);
  REQUIRE(quantity.fault == NumberFault::none);
  REQUIRE(quantity.unit.has_value());
  const auto target = parse_unit(unit);
  REQUIRE(target.has_value());
  REQUIRE(quantity.unit->dimension == target->dimension);
  return convert(quantity.value, *quantity.unit, *target);
}

NumberFault fault_of(std::string_view text) { return parse_quantity(text).fault; }

}  // namespace

TEST_CASE("quantities convert by their definitions") {
  CHECK(in("35 d", "s") == 35 * 86400);
  CHECK(in("35d", "d") == 35);
  CHECK(in("2 weeks", "d") == 14);
  CHECK(in("1 wk", "h") == 168);
  CHECK(in("90 min", "h") == 1.5);
  CHECK(in("1 yr", "d") == 365.25);
  CHECK(in("1 month", "d") == 30.4375);
  CHECK(in("5089 t/month", "t/yr") == 5089 * 12);
  CHECK(in("12 kt", "t") == 12000);
  CHECK(in("3 Mt/yr", "kt/yr") == 3000);
  CHECK(in("250 g", "kg") == 0.25);
  CHECK(in("110 USD/kg", "USD/t") == 110000);
  CHECK(in("30 %", "") == 0.3);
  CHECK(in("30%", "") == 0.3);
  CHECK(in("8 %/yr", "/yr") == 0.08);
  CHECK(in("0.07 %/d", "/d") == 0.07 / 100);
  CHECK(in("1.2 t/t", "") == 1.2);
  CHECK(in("1 t / d", "t/yr") == 365.25);
  CHECK(in("1e3 t", "kt") == 1);
}

TEST_CASE("a value in its own unit keeps its bits") {
  rc::prop("for any double and unit", [](double value) {
    RC_PRE(std::isfinite(value));
    for (const char* text : {"d", "t/yr", "USD/kg", "%", "/d", ""}) {
      const auto unit = parse_unit(text);
      RC_ASSERT(convert(value, *unit, *unit) == value);
    }
  });
}

TEST_CASE("units of a wrong form are refused") {
  CHECK_FALSE(parse_unit("dys").has_value());
  CHECK_FALSE(parse_unit("t/").has_value());
  CHECK_FALSE(parse_unit("t//yr").has_value());
  CHECK_FALSE(parse_unit("USD/Mt/Mt").has_value());
  CHECK_FALSE(parse_unit("T").has_value());
  CHECK(parse_unit("workdays")->dimension != parse_unit("d")->dimension);
  CHECK(parse_unit("workdays") == parse_unit("workday"));
  CHECK(parse_unit("")->dimension == Dimension{});
}

TEST_CASE("a ratio beyond 64 bits still converts") {
  CHECK(in("1 Mt/s", "g/yr") == Approx(1e12 * 31557600.0));
}

TEST_CASE("one rule for numbers") {
  CHECK(fault_of("12") == NumberFault::none);
  CHECK(fault_of("-0.5 d") == NumberFault::none);
  CHECK(fault_of("0.5") == NumberFault::none);
  CHECK(fault_of(".5") == NumberFault::none);
  CHECK(fault_of("0") == NumberFault::none);
  CHECK(fault_of("12345678901234567 t") == NumberFault::none);
  CHECK(fault_of("123456789012345680000") == NumberFault::none);
  CHECK(fault_of("12345678901234567890") == NumberFault::too_many_digits);
  CHECK(fault_of("010") == NumberFault::leading_zero);
  CHECK(fault_of("0x10") == NumberFault::not_decimal);
  CHECK(fault_of("0o17") == NumberFault::not_decimal);
  CHECK(fault_of(".inf") == NumberFault::not_finite);
  CHECK(fault_of("-.Inf") == NumberFault::not_finite);
  CHECK(fault_of(".nan") == NumberFault::not_finite);
  CHECK(fault_of("nan") == NumberFault::not_finite);
  CHECK(fault_of("1e999") == NumberFault::not_finite);
  CHECK(fault_of("+5") == NumberFault::not_a_number);
  CHECK(fault_of("many") == NumberFault::not_a_number);
  CHECK(fault_of("") == NumberFault::not_a_number);
  CHECK(fault_of("- 5") == NumberFault::not_a_number);
  CHECK_FALSE(parse_quantity("1_000").unit.has_value());
  CHECK_FALSE(parse_quantity("1,000 t").unit.has_value());
}

TEST_CASE("whole numbers keep all their digits") {
  std::uint64_t value = 0;
  CHECK(read_whole("18446744073709551615", value));
  CHECK(value == std::numeric_limits<std::uint64_t>::max());
  CHECK(read_whole("0", value));
  CHECK_FALSE(read_whole("18446744073709551616", value));
  CHECK_FALSE(read_whole("-1", value));
  CHECK_FALSE(read_whole("1.0", value));
  CHECK_FALSE(read_whole("007", value));
  CHECK_FALSE(read_whole("", value));
}

TEST_CASE("the shortest text reads back to the same double") {
  rc::prop("for any finite double", [](double value) {
    RC_PRE(std::isfinite(value));
    const NumberText read = read_number(shortest(value));
    RC_ASSERT(read.fault == NumberFault::none);
    RC_ASSERT(read.value == value);
    RC_ASSERT(read.rest.empty());
  });
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(-0.0) == "0");
}
