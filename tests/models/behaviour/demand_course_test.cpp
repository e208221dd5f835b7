#include "models/behaviour/demand_course.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>
#include <vector>

namespace monazite {
namespace {

const Date day = date_of(2025, 3, 1);

std::vector<DemandChange> linked(std::vector<DemandChange> changes) {
  link_changes(changes);
  return changes;
}

TEST_CASE("a change holds from its day until the next, and the base year before the first") {
  const auto course = linked({{day, 0.6}, {day + 30, 1.2}});
  CHECK(share_asked_on(course, day - 1) == 1);
  CHECK(share_asked_on(course, day) == 0.6);
  CHECK(share_asked_on(course, day + 29) == 0.6);
  CHECK(share_asked_on(course, day + 30) == 1.2);
  CHECK(share_asked_on(course, day + 3000) == 1.2);
}

TEST_CASE("another share is looked for on the days of changes only") {
  const auto course = linked({{day, 0.6}, {day + 30, 1.2}});
  CHECK(next_change_after(course, day - 100) == day);
  CHECK(next_change_after(course, day - 1) == day);
  CHECK(next_change_after(course, day) == day + 30);
  CHECK_FALSE(next_change_after(course, day + 30));
}

TEST_CASE("a ramp leads in a straight line, each day at its mean") {
  const auto course = linked({{day, 0.6, 4}});
  // From 1 to 0.6 in four days: 0.95, 0.85, 0.75, 0.65.
  CHECK(share_asked_on(course, day) == Approx(0.95));
  CHECK(share_asked_on(course, day + 1) == Approx(0.85));
  CHECK(share_asked_on(course, day + 3) == Approx(0.65));
  CHECK(share_asked_on(course, day + 4) == 0.6);
  CHECK(next_change_after(course, day) == day + 1);
  CHECK(next_change_after(course, day + 3) == day + 4);
  CHECK_FALSE(next_change_after(course, day + 4));
}

TEST_CASE("a change within a ramp goes on from what the ramp has come to") {
  const auto course = linked({{day, 0, 10}, {day + 5, 1, 10}});
  CHECK(share_asked_on(course, day + 4) == Approx(0.55));
  CHECK(share_asked_on(course, day + 5) == Approx(0.525));
  CHECK(share_asked_on(course, day + 14) == Approx(0.975));
  CHECK(next_change_after(course, day + 4) == day + 5);
}

TEST_CASE("the days of a ramp add up to its line, and no day is passed over") {
  rc::prop("the area under the line, day by day and by the days of changes", [] {
    const int ramp = *rc::gen::inRange(0, 50);
    const double scale = 0.01 * *rc::gen::inRange(0, 300);
    const auto course = linked({{day, scale, ramp}});
    constexpr int days = 60;
    double sum = 0;
    for (int k = 0; k < days; ++k) {
      sum += share_asked_on(course, day + k);
    }
    RC_ASSERT(std::abs(sum - (ramp * (1 + scale) / 2 + (days - ramp) * scale)) < 1e-9);
    double share = share_asked_on(course, day);
    auto next = next_change_after(course, day);
    for (int k = 1; k < days; ++k) {
      if (next && *next == day + k) {
        share = share_asked_on(course, day + k);
        next = next_change_after(course, day + k);
      }
      RC_ASSERT(share == share_asked_on(course, day + k));
    }
  });
}

}  // namespace
}  // namespace monazite
