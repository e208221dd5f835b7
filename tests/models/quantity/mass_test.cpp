#include "models/quantity/mass.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <rapidcheck/catch.h>

using monazite::Fraction;
using monazite::Mass;
using monazite::mass_from_tonnes;
using monazite::MassOverflow;
using monazite::nearest_whole;

TEST_CASE("a mass is whole grams") {
  CHECK(mass_from_tonnes(1).grams == 1'000'000);
  CHECK(mass_from_tonnes(0.0000004).grams == 0);
  CHECK(mass_from_tonnes(0.0000006).grams == 1);
  CHECK(mass_from_tonnes(-2.5).grams == -2'500'000);
  CHECK(Mass{2'500'000}.tonnes() == 2.5);
}

TEST_CASE("a sum beyond the range is refused") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK_THROWS_AS(Mass{most} + Mass{1}, MassOverflow);
  CHECK_THROWS_AS(Mass{-most} - Mass{2}, MassOverflow);
  CHECK_THROWS_AS(mass_from_tonnes(1e13), MassOverflow);
  CHECK_THROWS_AS(mass_from_tonnes(std::numeric_limits<double>::quiet_NaN()), MassOverflow);
}

TEST_CASE("a part and its remainder make the whole") {
  rc::prop("for any whole and share", [](std::uint32_t whole, std::uint16_t a, std::uint16_t b) {
    const std::int64_t denominator = std::max<std::int64_t>(1, std::max(a, b));
    const std::int64_t numerator = std::min(a, b);
    const Mass part = Fraction(numerator, denominator).of(Mass{whole});
    RC_ASSERT(part.grams >= 0);
    RC_ASSERT(part.grams <= std::int64_t{whole});
    const double exact = static_cast<double>(whole) * static_cast<double>(numerator) /
                         static_cast<double>(denominator);
    RC_ASSERT(std::abs(static_cast<double>(part.grams) - exact) <= 0.5 + 1e-6);
  });
  CHECK(Fraction(3, 3).of(Mass{7}) == Mass{7});
  CHECK(Fraction(0, 3).of(Mass{7}) == Mass{0});
}

TEST_CASE("the nearest whole number is exact, with halves up") {
  CHECK(nearest_whole(0) == 0);
  CHECK(nearest_whole(0.5) == 1);
  CHECK(nearest_whole(1.4999999999999998) == 1);
  // A half more than this is 1 to a double.
  CHECK(nearest_whole(0.49999999999999994) == 0);
  // From here on a half more is rounded to an even number.
  CHECK(nearest_whole(4503599627370497.0) == 4503599627370497);
  CHECK(nearest_whole(9007199254740991.0) == 9007199254740991);
}
