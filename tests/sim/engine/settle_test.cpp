#include "sim/engine/settle.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/engine/event_loop.hpp"

namespace monazite::engine {
namespace {

constexpr std::uint8_t intent = 1;
constexpr std::uint8_t settle = 2;

TEST_CASE("one settle event an instant, phase and market") {
  EventLoop<> loop;
  SettleBook book;
  loop.reset({0}, 10);
  book.reset(4, 2);
  CHECK(book.request(0, loop, {5}, 6, settle));
  CHECK_FALSE(book.request(0, loop, {5}, 6, settle));
  CHECK(book.request(1, loop, {5}, 6, settle));
  CHECK(book.request(0, loop, {5}, 7, settle));
  CHECK(book.request(0, loop, {3}, 6, settle));
  CHECK_FALSE(book.request(0, loop, {5}, 6, settle));
  CHECK(loop.pending_events() == 4);
  CHECK(book.is_pending(1));
}

TEST_CASE("all intents of an instant are settled together, later ones again") {
  EventLoop<> loop;
  SettleBook book;
  loop.reset({0}, 10);
  book.reset(9, 1);
  for (std::uint32_t entity = 0; entity < 5; ++entity) {
    loop.schedule({10}, 5, entity, intent);
    loop.schedule({20}, 5, entity, intent);
  }
  std::vector<std::pair<std::int64_t, int>> settled;
  int intents = 0;
  bool asked_again = false;
  RunBudget budget;
  loop.run_until(
      {100},
      [&](const Event& event) {
        if (event.kind() == intent) {
          ++intents;
          book.request(0, loop, loop.now(), 6, settle);
          return;
        }
        CHECK(event.entity() == 9);
        CHECK(event.slot() == 0);
        book.begin(event.slot());
        settled.emplace_back(loop.now().seconds, std::exchange(intents, 0));
        if (!std::exchange(asked_again, true)) book.request(0, loop, loop.now(), 6, settle);
      },
      budget);
  CHECK(settled == std::vector<std::pair<std::int64_t, int>>{{10, 5}, {10, 0}, {20, 5}});
  CHECK_FALSE(book.is_pending(0));
}

}  // namespace
}  // namespace monazite::engine
