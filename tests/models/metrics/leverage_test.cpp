#include "models/metrics/leverage.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <rapidcheck.h>
#include <vector>

namespace monazite {
namespace {

TEST_CASE("leverage is the difference of two pains over their sum") {
  CHECK(leverage(60, 20, {1, 1, 0}) == Approx(0.5));
  CHECK(leverage(20, 60, {1, 1, 0}) == Approx(-0.5));
  CHECK(leverage(7, 0, {1, 1, 0}) == 1);
  CHECK(leverage(0, 7, {1, 1, 0}) == -1);
  CHECK(leverage(7, 7, {1, 1, 0}) == 0);
  CHECK(std::isnan(leverage(0, 0, {1, 1, 0})));
  // A control that pays its owner, or that does the other good.
  CHECK(leverage(5, -5, {1, 1, 0}) == 1);
  CHECK(leverage(-6, -2, {1, 1, 0}) == Approx(-0.5));
}

TEST_CASE("a loss counts against the product of the one who bears it") {
  // 30 of 300 against 30 of 100: 0.1 and 0.3.
  CHECK(leverage(30, 30, {100, 300, 1}) == Approx(-0.5));
  // Square roots of the products, 4 and 2: 7.5 and 15.
  CHECK(leverage(30, 30, {4, 16, 0.5}) == Approx((7.5 - 15) / 22.5));
  CHECK(leverage(30, 30, {100, 300, 0}) == 0);
}

TEST_CASE("leverage lies between -1 and 1 and changes sign with the sides") {
  rc::check([](int a, int b) {
    const double value = leverage(a, b, {3, 3, 1});
    if (a == 0 && b == 0) {
      RC_ASSERT(std::isnan(value));
      return;
    }
    RC_ASSERT(value >= -1 && value <= 1);
    RC_ASSERT(leverage(b, a, {3, 3, 1}) == -value);
  });
}

TEST_CASE("a loss counts less the later it comes") {
  CHECK(discount_factor(0.05, 0) == 1);
  CHECK(discount_factor(0.05, 365.25) == Approx(1 / 1.05));
  CHECK(discount_factor(0, 1000) == 1);
  const std::array<double, 4> cumulative = {0, 10, 10, 40};
  const std::array<int, 4> days = {0, 10, 20, 40};
  std::vector<double> present(4);
  present_values(cumulative, days, 0.1, present);
  CHECK(present[0] == 0);
  CHECK(present[1] == Approx(10 * std::pow(1.1, -5 / 365.25)));
  CHECK(present[2] == present[1]);
  CHECK(present[3] == Approx(present[1] + 30 * std::pow(1.1, -30 / 365.25)));
  present_values(cumulative, days, 0, present);
  CHECK(present == std::vector<double>(cumulative.begin(), cumulative.end()));
}

TEST_CASE("a crossing is the first sign that is not the one before it") {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  CHECK(first_crossing(std::array{none, -1.0, -0.5, 0.0, 0.2, -0.1}) == 4U);
  CHECK(first_crossing(std::array{none, 0.5, none, -0.2}) == 3U);
  CHECK_FALSE(first_crossing(std::array{none, 0.0, 0.3, 0.2, 0.0}));
  CHECK_FALSE(first_crossing(std::vector<double>{}));
}

}  // namespace
}  // namespace monazite
