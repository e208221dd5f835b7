#include "sim/analysis/time_to_survive.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace monazite {
namespace {

TEST_CASE("the time to survive is the last day that does not hurt") {
  rc::check([] {
    const int most = *rc::gen::inRange(1, 400);
    const int survived = *rc::gen::inRange(0, 400);
    int trials = 0;
    const TimeToSurvive found = time_to_survive(
        [&](int days) {
          ++trials;
          RC_ASSERT(days >= 1 && days <= most);
          return days > survived;
        },
        most);
    RC_ASSERT(found.days == (survived < most ? survived : most));
    RC_ASSERT(found.is_at_least == (survived >= most));
    RC_ASSERT(trials <= 8 + 6);
  });
}

TEST_CASE("where a longer disturbance seems not to hurt, the shortest that does decides") {
  // Hurts from day 30 to 50 and again from 90 on.
  const TimeToSurvive found =
      time_to_survive([](int days) { return (days >= 30 && days <= 50) || days >= 90; }, 160);
  CHECK(found.days == 29);
}

}  // namespace
}  // namespace monazite
