#include <catch2/catch.hpp>
#include <cstdint>

#include "sim/engine/calendar_queue.hpp"
#include "sim/engine/heap_queue.hpp"
#include "tests/bench/double_key.hpp"
#include "tests/bench/supply_model.hpp"

namespace monazite::engine {
namespace {

void check_small(const rm_result& result) {
  CHECK(result.events == 107'969);
  CHECK(result.demand == 657'254);
  CHECK(result.filled == 428'757);
  CHECK(result.backlog_days == 5'003'362);
  CHECK(result.raw == 17'137);
  CHECK(result.fg == 7'976);
  CHECK(result.on_order == 29'213);
  CHECK(result.peak == 952);
}

void check_medium(const rm_result& result) {
  CHECK(result.events == 1'080'071);
  CHECK(result.demand == 6'578'284);
  CHECK(result.filled == 4'458'423);
  CHECK(result.backlog_days == 44'453'633);
  CHECK(result.raw == 149'560);
  CHECK(result.fg == 71'727);
  CHECK(result.on_order == 314'190);
  CHECK(result.peak == 9'575);
}

TEMPLATE_TEST_CASE("the reference model ends with its check values", "",
                   CalendarQueue<bench::DoubleKey>, HeapQueue<bench::DoubleKey>) {
  check_small(bench::SupplyModel<TestType>(20).run(2025, 0));
  check_medium(bench::SupplyModel<TestType>(200).run(2025, 0));
}

TEST_CASE("a workspace that has run before gives the same check values") {
  bench::SupplyModel<CalendarQueue<bench::DoubleKey>> model(20);
  model.run(2025, 5);
  model.run(1, 0);
  check_small(model.run(2025, 0));
}

}  // namespace
}  // namespace monazite::engine
