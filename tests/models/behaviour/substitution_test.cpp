#include "models/behaviour/substitution.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace monazite {
namespace {

// 10 % after 90 days, 40 % after 365.
const std::vector<SubstitutionPoint> course = {{90, 0.1, {}, {}}, {365, 0.4, {}, {}}};

TEST_CASE("what goes on without an input is linear between the points and stays at the last") {
  CHECK(substituted_share(course, 0) == 0);
  CHECK(substituted_share(course, 45) == Approx(0.05));
  CHECK(substituted_share(course, 90) == Approx(0.1));
  CHECK(substituted_share(course, 227.5) == Approx(0.25));
  CHECK(substituted_share(course, 365) == Approx(0.4));
  CHECK(substituted_share(course, 5000) == 0.4);
  CHECK(substituted_share({}, 100) == 0);
}

TEST_CASE("a point at day 0 holds at once") {
  const std::vector<SubstitutionPoint> at_once = {{0, 0.2, {}, {}}};
  CHECK(substituted_share(at_once, 0) == 0.2);
  CHECK(substituted_days(at_once, 0, 10) == Approx(2));
}

TEST_CASE("days that go on are the area below the course") {
  CHECK(substituted_days(course, 0, 90) == Approx(90 * 0.1 / 2));
  CHECK(substituted_days(course, 90, 365) == Approx(275 * (0.1 + 0.4) / 2));
  CHECK(substituted_days(course, 365, 465) == Approx(40));
  CHECK(substituted_days(course, 0, 465) == Approx(4.5 + 68.75 + 40));
  CHECK(substituted_days(course, 20, 20) == 0);
  CHECK(substituted_days({}, 0, 100) == 0);
}

TEST_CASE("the parts of a span add up to it, wherever it is cut") {
  const double whole = substituted_days(course, 3, 700);
  for (const double cut : {3.5, 45.0, 90.0, 91.25, 364.0, 365.0, 366.0, 699.0}) {
    CHECK(substituted_days(course, 3, cut) + substituted_days(course, cut, 700) == Approx(whole));
  }
}

}  // namespace
}  // namespace monazite
