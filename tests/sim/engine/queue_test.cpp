#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <vector>

#include "sim/engine/calendar_queue.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/heap_queue.hpp"
#include "tests/bench/double_key.hpp"

namespace monazite::engine {
namespace {

using bench::DoubleKey;

// How a random schedule spreads its keys over time.
struct Spread {
  std::int64_t usual_reach = 1;
  std::int64_t far_reach = 1;
  int bursts_in_100 = 0;
  int far_in_100 = 0;
  int at_present_in_100 = 0;
};

Event key_at(std::int64_t time, std::uint32_t number, const Event*) {
  return Event::make({time}, number % 16, number % 7, static_cast<std::uint8_t>(number % 3), 0,
                     number);
}

DoubleKey key_at(std::int64_t time, std::uint32_t number, const DoubleKey*) {
  return DoubleKey::make(static_cast<double>(time) / 1000.0, number % 16);
}

std::int64_t ticks_of(const Event& key) { return key.time(); }
std::int64_t ticks_of(const DoubleKey& key) { return std::llround(key.time() * 1000.0); }

Spread random_spread() {
  return {*rc::gen::inRange<std::int64_t>(1, 1'000'000),
          *rc::gen::inRange<std::int64_t>(1, 1'000'000'000), *rc::gen::inRange(0, 60),
          *rc::gen::inRange(0, 30), *rc::gen::inRange(0, 40)};
}

std::int64_t random_delay(const Spread& spread) {
  const int draw = *rc::gen::inRange(0, 100);
  if (draw < spread.at_present_in_100) return 0;
  if (*rc::gen::inRange(0, 100) < spread.far_in_100)
    return *rc::gen::inRange<std::int64_t>(0, spread.far_reach);
  return *rc::gen::inRange<std::int64_t>(0, spread.usual_reach);
}

template <class K>
class TwoQueues {
 public:
  void hint(double gap, double reach) {
    calendar_.hint(gap, reach);
    heap_.hint(gap, reach);
  }

  void push(std::int64_t ticks) {
    const K key = key_at(ticks, number_++, static_cast<const K*>(nullptr));
    calendar_.push(key);
    heap_.push(key);
  }

  void pop() {
    compare_tops();
    now_ = ticks_of(heap_.top());
    calendar_.pop();
    heap_.pop();
  }

  void replace_top(std::int64_t delay) {
    compare_tops();
    now_ = ticks_of(heap_.top());
    const K key = key_at(now_ + delay, number_++, static_cast<const K*>(nullptr));
    calendar_.replace_top(key);
    heap_.replace_top(key);
  }

  void compare_tops() {
    RC_ASSERT(calendar_.size() == heap_.size());
    RC_ASSERT(!calendar_.empty());
    RC_ASSERT(calendar_.top().bits() == heap_.top().bits());
  }

  void clear() {
    calendar_.clear();
    heap_.clear();
    now_ = 0;
    RC_ASSERT(calendar_.empty());
  }

  bool empty() const { return heap_.empty(); }
  std::int64_t now() const { return now_; }

 private:
  CalendarQueue<K> calendar_;
  HeapQueue<K> heap_;
  std::uint32_t number_ = 0;
  std::int64_t now_ = 0;
};

template <class K>
void random_step(TwoQueues<K>& queues, const Spread& spread) {
  const int draw = *rc::gen::inRange(0, 100);
  if (draw < 40 || queues.empty()) {
    const std::int64_t at = queues.now() + random_delay(spread);
    const int copies = *rc::gen::inRange(0, 100) < spread.bursts_in_100 ? 40 : 1;
    for (int i = 0; i < copies; ++i) queues.push(at);
  } else if (draw < 60) {
    queues.pop();
  } else if (draw < 80) {
    queues.replace_top(random_delay(spread));
  } else {
    // A look ahead opens a bucket, which must not hide what is pushed before it afterwards.
    queues.compare_tops();
  }
}

template <class K>
void random_run(TwoQueues<K>& queues) {
  const Spread spread = random_spread();
  if (*rc::gen::arbitrary<bool>())
    queues.hint(std::pow(10.0, *rc::gen::inRange(-6, 8)), std::pow(10.0, *rc::gen::inRange(-2, 9)));
  const int steps = *rc::gen::inRange(0, 400);
  for (int i = 0; i < steps; ++i) random_step(queues, spread);
}

TEST_CASE("the calendar serves events exactly as the heap does") {
  rc::prop("one run", [] {
    TwoQueues<Event> queues;
    random_run(queues);
    while (!queues.empty()) queues.pop();
  });
}

TEST_CASE("the calendar serves real times exactly as the heap does") {
  rc::prop("one run", [] {
    TwoQueues<DoubleKey> queues;
    random_run(queues);
    while (!queues.empty()) queues.pop();
  });
}

TEST_CASE("a calendar that was cleared or drained serves the next run as well") {
  rc::prop("four runs", [] {
    TwoQueues<Event> queues;
    for (int run = 0; run < 4; ++run) {
      random_run(queues);
      if (*rc::gen::arbitrary<bool>())
        while (!queues.empty()) queues.pop();
      queues.clear();
    }
  });
}

// Holds with a generator of its own, long enough for several measurements of the rate.
template <class K>
bool same_order_in_holds(double gap, double reach, std::size_t pending, std::int64_t mean_delay) {
  CalendarQueue<K> calendar;
  HeapQueue<K> heap;
  if (gap > 0.0) calendar.hint(gap, reach);
  std::uint64_t state = pending;
  const auto delay = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto uniform = static_cast<std::int64_t>((state >> 33) % 2048);
    // One delay in 32 is a hundred times as long; time also runs faster and slower by turns.
    return mean_delay * uniform / 1024 * ((state >> 45) % 32 == 0 ? 100 : 1);
  };
  std::uint32_t number = 0;
  const auto key = [&](std::int64_t ticks) {
    return key_at(ticks, number++, static_cast<const K*>(nullptr));
  };
  for (std::size_t i = 0; i < pending; ++i) {
    const K first = key(delay());
    calendar.push(first);
    heap.push(first);
  }
  for (std::size_t i = 0; i < 20 * pending + 20'000; ++i) {
    if (calendar.top().bits() != heap.top().bits()) return false;
    const std::int64_t pace = (i / 7'000) % 2 == 0 ? 1 : 200;
    const K next = key(ticks_of(heap.top()) + pace * delay());
    calendar.replace_top(next);
    heap.replace_top(next);
  }
  return calendar.size() == heap.size();
}

TEST_CASE("wrong hints and changing rates do not change the order") {
  for (const std::size_t pending : {1U, 30U, 3'000U})
    for (const double gap : {0.0, 1e-9, 1e-3, 1.0, 1e3, 1e9}) {
      INFO("pending " << pending << ", hinted gap " << gap);
      CHECK(same_order_in_holds<Event>(gap, 1e4, pending, 10'000));
      CHECK(same_order_in_holds<DoubleKey>(gap, 1e4, pending, 10'000));
      CHECK(same_order_in_holds<Event>(gap, 1e-3, pending, 3));
    }
}

TEST_CASE("thousands of keys of one instant come out in order") {
  CalendarQueue<Event> calendar;
  for (std::uint32_t i = 0; i < 5'000; ++i)
    calendar.push(Event::make({77}, 0, (i * 2'654'435'761U) % 5'003, 0, i, i));
  Event last;
  for (int i = 0; i < 5'000; ++i) {
    REQUIRE(last < calendar.top());
    last = calendar.top();
    calendar.pop();
  }
  CHECK(calendar.empty());
}

TEST_CASE("a key may come long before the bucket that a look at the top has opened") {
  CalendarQueue<Event> calendar;
  calendar.hint(10.0, 1'000.0);
  calendar.push(Event::make({1'000'000'000}, 0, 0, 0, 0, 1));
  CHECK(calendar.top().slot() == 1);
  for (std::uint32_t i = 0; i < 200; ++i)
    calendar.push(Event::make({std::int64_t{1'000} - i}, 0, 0, 0, i, 2));
  CHECK(calendar.top().time() == 801);
  for (int i = 0; i < 200; ++i) calendar.pop();
  CHECK(calendar.top().slot() == 1);
}

TEST_CASE("times at the ends of the range share a queue") {
  CalendarQueue<DoubleKey> reals;
  reals.hint(1e-9, 1e-6);
  for (const double time : {1e300, 0.0, 5.0, 1e-300, 1e18}) reals.push(DoubleKey::make(time, 0));
  for (const double time : {0.0, 1e-300, 5.0, 1e18, 1e300}) {
    CHECK(reals.top().time() == time);
    reals.pop();
  }
  CalendarQueue<Event> events;
  for (const std::int64_t time : {Event::max_seconds, -Event::max_seconds - 1, std::int64_t{0}})
    events.push(Event::make({time}, 0, 0, 0, 0, 0));
  for (const std::int64_t time : {-Event::max_seconds - 1, std::int64_t{0}, Event::max_seconds}) {
    CHECK(events.top().time() == time);
    events.pop();
  }
}

}  // namespace
}  // namespace monazite::engine
