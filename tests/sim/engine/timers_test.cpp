#include "sim/engine/timers.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

#include "sim/engine/event_loop.hpp"

namespace monazite::engine {
namespace {

TEST_CASE("only the last generation armed is current") {
  Timers timers;
  timers.reset(2);
  const std::uint32_t first = timers.arm(0);
  CHECK(timers.is_current(0, first));
  const std::uint32_t second = timers.arm(0);
  CHECK_FALSE(timers.is_current(0, first));
  CHECK(timers.is_current(0, second));
  timers.cancel(0);
  CHECK_FALSE(timers.is_current(0, second));
}

TEST_CASE("timers do not touch each other") {
  Timers timers;
  timers.reset(2);
  const std::uint32_t kept = timers.arm(1);
  timers.arm(0);
  timers.cancel(0);
  CHECK(timers.is_current(1, kept));
  CHECK(timers.size() == 2);
}

TEST_CASE("a moved timer goes off once, at its new instant") {
  EventLoop<> loop;
  Timers timers;
  loop.reset({0}, 1);
  timers.reset(1);
  loop.schedule({10}, 0, 0, 0, timers.arm(0));
  loop.schedule({30}, 0, 0, 0, timers.arm(0));
  loop.schedule({20}, 0, 0, 0, timers.arm(0));
  std::vector<std::int64_t> went_off;
  RunBudget budget;
  loop.run_until(
      {100},
      [&](const Event& event) {
        if (timers.is_current(event.entity(), event.slot()))
          went_off.push_back(event.instant().seconds);
      },
      budget);
  CHECK(went_off == std::vector<std::int64_t>{20});
}

}  // namespace
}  // namespace monazite::engine
