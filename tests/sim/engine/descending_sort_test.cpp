#include "sim/engine/descending_sort.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

#include "sim/engine/event.hpp"

namespace monazite::engine {
namespace {

TEST_CASE("every length is sorted, ties and all") {
  std::uint32_t state = 1;
  for (std::size_t count = 0; count < 300; ++count) {
    std::vector<Event> source(count);
    for (Event& key : source) {
      state = state * 1'664'525U + 1'013'904'223U;
      key = Event::make({(state >> 20) % 50}, 0, 0, 0, 0, (state >> 10) % 4);
    }
    std::vector<Event> expected = source;
    std::sort(expected.begin(), expected.end(),
              [](const Event& a, const Event& b) { return b < a; });
    std::vector<Event> target(count);
    sort_descending(source.data(), count, target.data());
    INFO("count " << count);
    REQUIRE(target == expected);
  }
}

}  // namespace
}  // namespace monazite::engine
