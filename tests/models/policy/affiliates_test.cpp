#include "models/policy/affiliates.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

namespace monazite {
namespace {

TEST_CASE("without owners a list is itself") {
  CHECK(with_affiliates({true, false, true}, {}, 0.5) == std::vector<bool>{true, false, true});
}

TEST_CASE("half of a firm makes it an affiliate, less does not") {
  const std::vector<Holding> holdings = {{0, 1, 0.5}, {0, 2, 0.499}};
  CHECK(with_affiliates({true, false, false}, holdings, 0.5) ==
        std::vector<bool>{true, true, false});
}

TEST_CASE("listed firms count together, an affiliate counts whole") {
  // 1 and 2 are listed and own 30 % and 20 % of 3; 3, then whole, owns 50 % of 4.
  const std::vector<Holding> holdings = {{1, 3, 0.3}, {2, 3, 0.2}, {3, 4, 0.5}, {0, 4, 0.5}};
  CHECK(with_affiliates({false, true, true, false, false}, holdings, 0.5) ==
        std::vector<bool>{false, true, true, true, true});
  // By shares multiplied it would be a quarter of 4, and 4 would be free.
  CHECK(with_affiliates({false, true, false, false, false}, holdings, 0.5) ==
        std::vector<bool>{false, true, false, false, false});
}

TEST_CASE("firms that own each other are found once, and only with a listed one") {
  const std::vector<Holding> holdings = {{0, 1, 0.6}, {1, 2, 0.6}, {2, 1, 0.4}};
  CHECK(with_affiliates({false, false, false}, holdings, 0.5) ==
        std::vector<bool>{false, false, false});
  CHECK(with_affiliates({true, false, false}, holdings, 0.5) ==
        std::vector<bool>{true, true, true});
}

TEST_CASE("thirty and twenty per cent are fifty, whatever a double makes of it") {
  CHECK(with_affiliates({true, true, true, false},
                        std::vector<Holding>{{0, 3, 0.1}, {1, 3, 0.2}, {2, 3, 0.2}}, 0.5)[3]);
}

TEST_CASE("a lower threshold, or a longer list, reaches no fewer firms") {
  rc::prop("monotone", [] {
    const auto firms = *rc::gen::inRange<std::uint32_t>(1, 12);
    std::vector<Holding> holdings;
    const auto count = *rc::gen::inRange<std::size_t>(0, 30);
    holdings.reserve(count);
    for (std::size_t k = 0; k < count; ++k) {
      holdings.push_back({*rc::gen::inRange<std::uint32_t>(0, firms),
                          *rc::gen::inRange<std::uint32_t>(0, firms),
                          0.1 * *rc::gen::inRange(0, 10)});
    }
    std::vector<bool> few(firms);
    std::vector<bool> many(firms);
    for (std::uint32_t f = 0; f < firms; ++f) {
      few[f] = *rc::gen::inRange(0, 4) == 0;
      many[f] = few[f] || *rc::gen::inRange(0, 4) == 0;
    }
    const auto high = with_affiliates(few, holdings, 0.6);
    const auto low = with_affiliates(few, holdings, 0.4);
    const auto longer = with_affiliates(many, holdings, 0.6);
    for (std::uint32_t f = 0; f < firms; ++f) {
      RC_ASSERT(!few[f] || high[f]);
      RC_ASSERT(!high[f] || low[f]);
      RC_ASSERT(!high[f] || longer[f]);
    }
    // Affiliates of the affiliates are found already.
    RC_ASSERT(with_affiliates(high, holdings, 0.6) == high);
  });
}

}  // namespace
}  // namespace monazite
