#include "sim/engine/event_loop.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/heap_queue.hpp"
#include "sim/engine/run_budget.hpp"

namespace monazite::engine {
namespace {

struct Seen {
  std::int64_t seconds;
  std::uint8_t phase;
  std::uint32_t entity;
  std::uint8_t kind;
  friend bool operator==(const Seen&, const Seen&) = default;
};

template <class Loop>
std::vector<Seen> run_all(Loop& loop, Instant end) {
  std::vector<Seen> seen;
  RunBudget budget;
  loop.run_until(
      end,
      [&](const Event& event) {
        seen.push_back({event.instant().seconds, event.phase(), event.entity(), event.kind()});
      },
      budget);
  return seen;
}

TEMPLATE_TEST_CASE("events of one instant run by phase, entity and kind", "",
                   EventLoop<CalendarQueue<Event>>, EventLoop<HeapQueue<Event>>) {
  TestType loop;
  loop.reset({0}, 4);
  loop.schedule({10}, 2, 1, 0);
  loop.schedule({10}, 1, 3, 9);
  loop.schedule({10}, 1, 3, 4);
  loop.schedule({10}, 1, 0, 200);
  loop.schedule({9}, 15, 3, 0);
  CHECK(run_all(loop, {11}) ==
        std::vector<Seen>{
            {9, 15, 3, 0}, {10, 1, 0, 200}, {10, 1, 3, 4}, {10, 1, 3, 9}, {10, 2, 1, 0}});
  CHECK(loop.executed_events() == 5);
}

TEST_CASE("like events of one entity run in the order of scheduling") {
  EventLoop<> loop;
  loop.reset({0}, 1);
  for (std::uint32_t slot : {5U, 3U, 8U}) loop.schedule({7}, 0, 0, 1, slot);
  std::vector<std::uint32_t> slots;
  RunBudget budget;
  loop.run_until(
      {8}, [&](const Event& event) { slots.push_back(event.slot()); }, budget);
  CHECK(slots == std::vector<std::uint32_t>{5, 3, 8});
}

TEST_CASE("the order does not depend on which entity was scheduled first") {
  EventLoop<> forward;
  EventLoop<> backward;
  forward.reset({0}, 100);
  backward.reset({0}, 100);
  for (std::uint32_t i = 0; i < 100; ++i) {
    forward.schedule({static_cast<std::int64_t>(i % 5)}, 1, i, 2);
    backward.schedule({static_cast<std::int64_t>((99 - i) % 5)}, 1, 99 - i, 2);
  }
  CHECK(run_all(forward, {10}) == run_all(backward, {10}));
}

TEST_CASE("a run goes on where the last one ended, and the end is exclusive") {
  EventLoop<> loop;
  loop.reset({100}, 1);
  CHECK(loop.now() == Instant{100});
  loop.schedule({110}, 0, 0, 1);
  loop.schedule({120}, 3, 0, 2);
  RunBudget budget;
  int executed = 0;
  const auto count = [&](const Event&) { ++executed; };
  CHECK(loop.run_until({110}, count, budget) == RunEnd::reached_end);
  CHECK(executed == 0);
  CHECK(loop.now() == Instant{110});
  loop.schedule({110}, 0, 0, 9);
  CHECK(loop.run_until({111}, count, budget) == RunEnd::reached_end);
  CHECK(executed == 2);
  CHECK(loop.now() == Instant{111});
  CHECK(loop.phase() == 0);
  CHECK(loop.run_until({500}, count, budget) == RunEnd::drained);
  CHECK(executed == 3);
  CHECK(loop.now() == Instant{500});
  CHECK(loop.pending_events() == 0);
}

TEST_CASE("a handler sees the clock of its event and may schedule at once") {
  EventLoop<> loop;
  loop.reset({0}, 2);
  loop.schedule({50}, 4, 1, 0);
  std::vector<std::uint8_t> phases;
  RunBudget budget;
  loop.run_until(
      {60},
      [&](const Event& event) {
        loop.require_phase(event.phase());
        CHECK(loop.now() == Instant{50});
        phases.push_back(loop.phase());
        if (event.kind() < 3)
          loop.schedule(loop.now(), static_cast<std::uint8_t>(loop.phase() + event.kind()), 0,
                        static_cast<std::uint8_t>(event.kind() + 1));
      },
      budget);
  CHECK(phases == std::vector<std::uint8_t>{4, 4, 5, 7});
}

TEST_CASE("a handler stops the run, which can go on") {
  EventLoop<> loop;
  loop.reset({0}, 1);
  for (int i = 0; i < 10; ++i) loop.schedule({i}, 0, 0, 0);
  RunBudget budget;
  const auto stop_at_four = [&](const Event& event) {
    if (event.instant() == Instant{4}) loop.stop();
  };
  CHECK(loop.run_until({100}, stop_at_four, budget) == RunEnd::stopped);
  CHECK(loop.now() == Instant{4});
  CHECK(loop.executed_events() == 5);
  CHECK(loop.run_until({100}, stop_at_four, budget) == RunEnd::drained);
  CHECK(loop.executed_events() == 10);
}

TEST_CASE("an event budget ends an endless run by its name") {
  EventLoop<> loop;
  loop.reset({0}, 1);
  loop.schedule({0}, 0, 0, 0);
  const auto again = [&](const Event&) { loop.schedule(loop.now(), 0, 0, 0); };
  RunBudget budget(100'000, 0.0);
  const RunEnd end = loop.run_until({1}, again, budget);
  CHECK(end == RunEnd::event_budget);
  CHECK(loop.executed_events() == 100'000);
  CHECK(budget.used_events() == 100'000);
  CHECK(std::string(name_of(end)) == "event_budget");
  CHECK(budget.describe(end) == "the event budget ran out: max_events = 100000");
}

TEST_CASE("an event budget covers several runs and is not spent by exactly its number") {
  EventLoop<> loop;
  loop.reset({0}, 1);
  for (int i = 0; i < 6; ++i) loop.schedule({i}, 0, 0, 0);
  RunBudget budget(4, 0.0);
  const auto ignore = [](const Event&) {};
  CHECK(loop.run_until({3}, ignore, budget) == RunEnd::reached_end);
  CHECK(loop.run_until({4}, ignore, budget) == RunEnd::reached_end);
  CHECK(budget.events_spent());
  CHECK(loop.run_until({6}, ignore, budget) == RunEnd::event_budget);
  CHECK(loop.executed_events() == 4);
}

TEST_CASE("a wall-clock budget ends an endless run by its name") {
  EventLoop<> loop;
  loop.reset({0}, 1);
  loop.schedule({0}, 0, 0, 0);
  RunBudget budget(10'000'000'000ULL, 1e-9);
  // Fewer events than the sequence numbers of one entity.
  const RunEnd end = loop.run_until(
      {1}, [&](const Event&) { loop.schedule(loop.now(), 0, 0, 0); }, budget);
  CHECK(end == RunEnd::wall_budget);
  CHECK(loop.executed_events() == RunBudget::events_per_clock_read);
  CHECK(budget.describe(end) ==
        "the wall-clock budget ran out: max_seconds = 1e-09, after 65536 events");
}

TEST_CASE("more events of one entity than can be numbered end the run by name") {
  EventLoop<> loop;
  loop.reset({0}, 2);
  loop.schedule({0}, 0, 1, 0);
  RunBudget budget;
  const auto again = [&](const Event&) { loop.schedule(loop.now(), 0, 1, 0); };
  CHECK_THROWS_WITH(loop.run_until({1}, again, budget),
                    "sequence overflow: entity 1 was given more than 2^24 events in one run");
  CHECK(loop.executed_events() == std::uint64_t{Event::max_sequence} + 1);
}

TEST_CASE("a reset loop forgets the run before") {
  EventLoop<> loop;
  for (int run = 0; run < 3; ++run) {
    loop.reset({run}, 1);
    CHECK(loop.pending_events() == 0);
    CHECK(loop.executed_events() == 0);
    CHECK(loop.now() == Instant{run});
    loop.schedule({run + 5}, 2, 0, 1);
    loop.schedule({run + 1}, 2, 0, 1);
    CHECK(run_all(loop, {run + 3}).size() == 1);
  }
}

}  // namespace
}  // namespace monazite::engine
