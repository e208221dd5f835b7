#include <catch2/catch.hpp>
#include <cstdint>

#include "sim/engine/event_loop.hpp"
#include "sim/engine/heap_queue.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/engine/settle.hpp"
#include "sim/engine/timers.hpp"
#include "tests/bench/double_key.hpp"
#include "tests/bench/supply_model.hpp"
#include "tests/sim/engine/allocation_counter.hpp"

namespace monazite::engine {
namespace {

constexpr std::uint32_t entity_count = 500;
constexpr std::uint8_t review_phase = 2;
constexpr std::uint8_t settle_phase = 6;
enum Kind : std::uint8_t { review, settle, alarm };

// A small world that uses every part of the engine in each event.
template <class Loop>
struct SmallWorld {
  Loop loop;
  Timers timers;
  SettleBook book;
  RandomStream stream;
  std::uint64_t alarms = 0;

  void start() {
    loop.reset({0}, entity_count + 10);
    timers.reset(entity_count);
    book.reset(entity_count, 10);
    stream = RandomStream({2025, 7, 0, 1});
    alarms = 0;
    for (std::uint32_t i = 0; i < entity_count; ++i)
      loop.schedule({static_cast<Seconds>(i % 3) * seconds_per_day}, review_phase, i, review);
  }

  void operator()(const Event& event) {
    if (event.kind() == settle) return book.begin(event.slot());
    if (event.kind() == alarm) {
      alarms += timers.is_current(event.entity(), event.slot());
      return;
    }
    const Instant now = loop.now();
    const auto delay = static_cast<Seconds>(exponential(stream.uniform(), 3.0 * seconds_per_day));
    book.request(event.entity() % 10, loop, now, settle_phase, settle);
    loop.schedule(now + 1 + delay, review_phase, event.entity(), review);
    loop.schedule(now + 3 * seconds_per_day, review_phase, event.entity(), alarm,
                  timers.arm(event.entity()));
  }
};

TEMPLATE_TEST_CASE("the event loop does not allocate after warm-up", "",
                   EventLoop<CalendarQueue<Event>>, EventLoop<HeapQueue<Event>>) {
  SmallWorld<TestType> world;
  RunBudget budget;
  world.start();
  world.loop.run_until({60 * seconds_per_day}, world, budget);
  const std::uint64_t before_run = allocation_count();
  world.loop.run_until({600 * seconds_per_day}, world, budget);
  const std::uint64_t after_run = allocation_count();
  CHECK(after_run == before_run);
  CHECK(world.loop.executed_events() > 100'000);
  CHECK(world.alarms > 1'000);
}

TEMPLATE_TEST_CASE("a second run of the same size does not allocate at all", "",
                   EventLoop<CalendarQueue<Event>>, EventLoop<HeapQueue<Event>>) {
  SmallWorld<TestType> world;
  std::uint64_t of_second_run = 0;
  for (int run = 0; run < 2; ++run) {
    RunBudget budget;
    const std::uint64_t before_run = allocation_count();
    world.start();
    world.loop.run_until({300 * seconds_per_day}, world, budget);
    of_second_run = allocation_count() - before_run;
    if (run == 0) CHECK(of_second_run > 0);
  }
  CHECK(of_second_run == 0);
}

TEST_CASE("the reference model does not allocate in its second replication") {
  bench::SupplyModel<CalendarQueue<bench::DoubleKey>> model(200);
  model.run(2025, 0);
  const std::uint64_t before_run = allocation_count();
  model.run(2025, 0);
  CHECK(allocation_count() == before_run);
}

}  // namespace
}  // namespace monazite::engine
