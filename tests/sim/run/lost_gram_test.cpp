#include <catch2/catch.hpp>
#include <string>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int middle = 100;

/// The message of the failure that a disturbance at mid-way brings about; empty when it goes
/// unnoticed.
template <class Disturbance>
std::string failure_after(const Disturbance& disturb) {
  auto sketch = pipe(2);
  sketch.outage("strike", "mine", sketch.start() + 20, 5);
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + middle);
  disturb(stepper);
  try {
    (void)stepper.finish();
  } catch (const RunFailure& failure) {
    return failure.what();
  }
  return {};
}

std::uint32_t some_parcel(Stepper& stepper, ParcelStatus status) {
  std::uint32_t id = 0;
  while (stepper.state().parcels[id].status != status) {
    ++id;
  }
  return id;
}

bool names(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

TEST_CASE("an undisturbed run finishes") {
  CHECK(failure_after([](Stepper&) {}).empty());
}

TEST_CASE("a gram that vanishes from a stock is missed by facility and element") {
  for (const auto& [facility, material] :
       {std::pair("plant", "pure_metal"), std::pair("separator", "crude_metal")}) {
    const auto text = failure_after([&, f = facility, m = material](Stepper& stepper) {
      const auto pool = input_number(stepper.world(), f, m);
      stepper.state().elements[stepper.world().pools[pool].offset] -= 1;
    });
    INFO(text);
    CHECK(names(text, facility));
    CHECK(names(text, "Nd"));
  }
}

TEST_CASE("a gram too many is as bad as one too few") {
  const auto text = failure_after([](Stepper& stepper) {
    const auto pool = output_number(stepper.world(), "mine", "crude_metal");
    stepper.state().elements[stepper.world().pools[pool].offset] += 1;
  });
  INFO(text);
  CHECK(names(text, "at mine"));
  CHECK(names(text, "Nd"));
}

TEST_CASE("a gram that vanishes under way is missed in transit") {
  const auto text = failure_after([](Stepper& stepper) {
    const auto id = some_parcel(stepper, ParcelStatus::in_transit);
    stepper.state().parcels.elements(id)[0] -= 1;
  });
  INFO(text);
  CHECK(names(text, "in transit"));
  CHECK(names(text, "Nd"));
}

TEST_CASE("a gram that vanishes on a line is missed in process") {
  const auto text = failure_after([](Stepper& stepper) {
    const auto id = some_parcel(stepper, ParcelStatus::in_process);
    stepper.state().parcels.elements(id)[0] -= 1;
  });
  INFO(text);
  CHECK(names(text, "in process"));
  CHECK(names(text, "Nd"));
}

TEST_CASE("a gram that turns into another element is missed") {
  auto sketch = coproduct();
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + middle);
  const auto& pool = stepper.world().pools[input_number(stepper.world(), "separator", "ore")];
  stepper.state().elements[pool.offset] -= 1;
  stepper.state().elements[pool.offset + 1] += 1;
  CHECK_THROWS_WITH(stepper.finish(), Catch::Contains("Ce"));
}

}  // namespace
}  // namespace monazite::small_worlds
