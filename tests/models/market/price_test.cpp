#include "models/market/price.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <rapidcheck/catch.h>
#include <vector>

namespace monazite {
namespace {

constexpr double week = 7;

TEST_CASE("a price tends to what cover, unmet purchases and duties add up to") {
  const PriceRules rules{.cover_exponent = 1.5, .unmet_weight = 2};
  CHECK(target_log_price(rules, {60, 60, 0, 0}) == 0);
  CHECK(target_log_price(rules, {30, 60, 0, 0}) == Approx(1.5 * std::log(2)));
  CHECK(target_log_price(rules, {120, 60, 0, 0}) == Approx(-1.5 * std::log(2)));
  CHECK(target_log_price(rules, {60, 60, 0.25, 0.1}) == Approx(0.6));
  // Empty stocks are as dear as a twentieth of the usual cover.
  CHECK(target_log_price(rules, {0, 60, 0, 0}) == Approx(1.5 * std::log(20)));
  // Where nothing is used there is no usual cover to compare with.
  CHECK(target_log_price(rules, {0, 0, 0.5, 0}) == 1);
}

TEST_CASE("a price goes its way in one step as in many") {
  const PriceRules rules{.reversion_per_day = 0.03, .most_change_per_day = 1};
  double x = 0.2;
  for (int day = 0; day < 28; ++day) {
    x = next_log_price(rules, x, 1.5, 1, 0);
  }
  CHECK(x == Approx(next_log_price(rules, 0.2, 1.5, 28, 0)));
  CHECK(x == Approx(1.5 - 1.3 * std::exp(-0.03 * 28)));
}

TEST_CASE("a price moves no faster than its limit and never below its floor") {
  const PriceRules rules{.reversion_per_day = 1, .most_change_per_day = 0.02, .floor = 0.5};
  CHECK(next_log_price(rules, 0, 3, week, 0) == Approx(0.14));
  CHECK(next_log_price(rules, 0, -3, week, 0) == Approx(-0.14));
  CHECK(next_log_price(rules, std::log(0.5), -3, week, 0) == Approx(std::log(0.5)));
  const PriceRules noisy{.noise_per_root_day = 0.01, .most_change_per_day = 1};
  CHECK(next_log_price(noisy, 0, 0, week, 2) == Approx(0.02 * std::sqrt(week)));
}

TEST_CASE("a quote leaves the traded price when trade stops and buyers fear") {
  const PriceRules rules{.panic_premium = 2, .thinness_exponent = 2};
  CHECK(quote_over_trade(rules, 1, 1) == 1);
  CHECK(quote_over_trade(rules, 0, 0) == 1);
  CHECK(quote_over_trade(rules, 0.5, 0.4) == Approx(1 + 2 * 0.25 * 0.4));
  CHECK(quote_over_trade(rules, 0, 5) == 3);
  CHECK(quote_over_trade(rules, 1.7, 1) == 1);
}

TEST_CASE("a gap between two markets closes within the lead time, without trade it stays") {
  std::vector<double> x = {0, 1};
  std::vector<double> scratch(4);
  const std::vector<double> use = {300, 100};
  std::vector<PriceRoute> routes = {{.from = 0, .to = 1, .days = 35}};
  for (int k = 0; k < 5; ++k) {
    arbitrage(routes, use, week, x, scratch);
  }
  // After one lead time 1/e of it is left; the small market has moved three times as far.
  CHECK(x[1] - x[0] == Approx(std::exp(-1)));
  CHECK(x[0] == Approx((1 - std::exp(-1)) / 4));
  const auto before = x;
  routes.front().openness = 0;
  arbitrage(routes, use, week, x, scratch);
  CHECK(x == before);
}

TEST_CASE("a duty is not traded away, and nothing flows against a gap") {
  std::vector<double> x = {0, 0.3};
  std::vector<double> scratch(4);
  const std::vector<double> use = {1, 1};
  const std::vector<PriceRoute> dutiable = {{.from = 0, .to = 1, .duty = 0.3, .days = 1}};
  arbitrage(dutiable, use, week, x, scratch);
  CHECK(x == std::vector<double>{0, 0.3});
  const std::vector<PriceRoute> back = {{.from = 1, .to = 0, .days = 1}};
  arbitrage(back, use, week, x, scratch);
  CHECK(x == std::vector<double>{0, 0.3});
}

TEST_CASE("arbitrage widens no gap, stays between the extremes, and the order is of no account") {
  rc::prop("arbitrage", [] {
    const auto count = *rc::gen::inRange<std::size_t>(2, 6);
    const auto real = [](double low, double high) {
      return rc::gen::map(rc::gen::inRange(0, 1001),
                          [=](int k) { return low + (high - low) * k / 1000.0; });
    };
    auto x = *rc::gen::container<std::vector<double>>(count, real(-1, 2));
    const auto use = *rc::gen::container<std::vector<double>>(count, real(0, 10));
    std::vector<PriceRoute> routes;
    for (std::uint32_t from = 0; from < count; ++from) {
      for (std::uint32_t to = 0; to < count; ++to) {
        if (from != to && *rc::gen::arbitrary<bool>()) {
          routes.push_back({from, to, 0, *real(0, 1), *real(1, 60)});
        }
      }
    }
    std::vector<double> scratch(2 * count);
    auto y = x;
    arbitrage(routes, use, week, y, scratch);
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    for (std::size_t k = 0; k < count; ++k) {
      RC_ASSERT(y[k] >= *low - 1e-12);
      RC_ASSERT(y[k] <= *high + 1e-12);
    }
    std::reverse(routes.begin(), routes.end());
    auto z = x;
    arbitrage(routes, use, week, z, scratch);
    RC_ASSERT(y == z);
  });
}

TEST_CASE("use answers to price by its elasticity") {
  CHECK(demand_response(0, 2) == 1);
  CHECK(demand_response(-0.5, std::log(4)) == Approx(0.5));
}

}  // namespace
}  // namespace monazite
