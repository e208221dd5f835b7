#include "sim/engine/event.hpp"

#include <catch2/catch.hpp>
#include <tuple>
#include <vector>

namespace monazite::engine {
namespace {

TEST_CASE("an event gives back its fields, at the ends of their ranges too") {
  for (const std::int64_t seconds :
       {-Event::max_seconds - 1, std::int64_t{-1}, std::int64_t{0}, Event::max_seconds}) {
    const Event event = Event::make({seconds}, Event::max_phase, Event::max_entity, 255,
                                    Event::max_sequence, 0xffffffffU);
    CHECK(event.instant().seconds == seconds);
    CHECK(event.time() == seconds);
    CHECK(event.phase() == 15);
    CHECK(event.entity() == 1'048'575);
    CHECK(event.kind() == 255);
    CHECK(event.sequence() == 16'777'215);
    CHECK(event.slot() == 0xffffffffU);
  }
}

TEST_CASE("fields do not run into each other") {
  const Event event = Event::make({86'400}, 3, 12, 7, 5, 99);
  CHECK(event.instant() == Instant{86'400});
  CHECK(event.phase() == 3);
  CHECK(event.entity() == 12);
  CHECK(event.kind() == 7);
  CHECK(event.sequence() == 5);
  CHECK(event.slot() == 99);
}

TEST_CASE("events are ordered by instant, phase, entity, kind, sequence, slot") {
  const std::vector<Event> ascending = {
      Event::make({-5}, 15, 9, 9, 9, 9), Event::make({4}, 15, 9, 9, 9, 9),
      Event::make({5}, 0, 9, 9, 9, 9),   Event::make({5}, 1, 8, 9, 9, 9),
      Event::make({5}, 1, 9, 8, 9, 9),   Event::make({5}, 1, 9, 9, 8, 9),
      Event::make({5}, 1, 9, 9, 9, 8),   Event::make({5}, 1, 9, 9, 9, 9)};
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    CHECK(ascending[i - 1] < ascending[i]);
    CHECK(before(ascending[i - 1], ascending[i]));
  }
}

TEST_CASE("instants are moved and compared by seconds") {
  constexpr Instant start{100};
  CHECK(start + seconds_per_day == Instant{86'500});
  CHECK(start - 101 == Instant{-1});
  CHECK((start + 7) - start == 7);
  CHECK(start < start + 1);
}

}  // namespace
}  // namespace monazite::engine
