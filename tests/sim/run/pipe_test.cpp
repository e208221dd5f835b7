#include <catch2/catch.hpp>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

TEST_CASE("x") {
  auto sketch = pipe(3);
  Stepper s(sketch.scenario);
  for (int d = -200; d < 300; d += 50) {
    s.run_to(sketch.start() + d);
    WARN(snapshot(s.world(), s.state(), sketch.start() + d));
  }
}

}  // namespace
}  // namespace monazite::small_worlds
