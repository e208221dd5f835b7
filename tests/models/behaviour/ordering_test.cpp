#include "models/behaviour/ordering.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>

#include "models/behaviour/end_use.hpp"
#include "models/behaviour/forecast.hpp"

__extension__ using Wide = __int128;

namespace monazite {
namespace {

Profile base_stock() {
  Profile profile;
  profile.smoothed = false;
  profile.review_days = 7;
  profile.safety_factor = 0;
  return profile;
}

StockPosition position() {
  StockPosition p;
  p.expected_per_day = 10;
  p.on_hand = 60;
  p.on_order = 40;
  p.lead_days = 12;
  p.cover_days = 5;
  return p;
}

TEST_CASE("expected use follows the closed form of smoothing") {
  constexpr double period = 7;
  constexpr double tau = 28;
  const double weight = forecast_weight(period, tau);
  CHECK(weight == Approx(1 - std::exp(-0.25)));
  Forecast forecast{100, 0};
  for (int k = 1; k <= 20; ++k) {
    forecast = updated(forecast, 40 * period, period, weight);
    CHECK(forecast.per_day == Approx(40 + 60 * std::exp(-k * period / tau)));
  }
  CHECK(forecast_weight(7, 0) == 1);
  CHECK(updated({100, 0}, 280, 7, 1).per_day == Approx(40));
}

TEST_CASE("two half periods smooth like a whole one") {
  const double half = forecast_weight(3.5, 28);
  auto twice = updated({100, 0}, 40 * 3.5, 3.5, half);
  twice = updated(twice, 40 * 3.5, 3.5, half);
  CHECK(twice.per_day == Approx(updated({100, 0}, 280, 7, forecast_weight(7, 28)).per_day));
}

TEST_CASE("constant use keeps the forecast as it is, without variance") {
  Forecast forecast{40, 0};
  for (int k = 0; k < 1000; ++k) {
    forecast = updated(forecast, 280, 7, 0.3);
  }
  CHECK(forecast.per_day == 40);
  CHECK(forecast.variance == 0);
}

TEST_CASE("the variance of alternating use is that of a day's use") {
  // Use of 10 and 30 g/d in turn, by the week: a spread of 10 g/d between weeks stands for a daily
  // variance of 10^2 * 7. Smoothing with a weight w keeps it within w / 2.
  Forecast forecast{20, 700};
  for (int k = 0; k < 4000; ++k) {
    forecast = updated(forecast, k % 2 == 0 ? 70 : 210, 7, 0.02);
  }
  CHECK(forecast.variance == Approx(700).epsilon(0.03));
}

TEST_CASE("base stock orders up to F (R + L + C), less what is on hand and on order") {
  // 10 * (7 + 12 + 5) - 60 - 40
  CHECK(order_quantity(base_stock(), position()) == Approx(140));
  auto full = position();
  full.on_hand = 300;
  CHECK(order_quantity(base_stock(), full) == 0);
}

TEST_CASE("safety stock adds z sigma sqrt(R + L)") {
  auto profile = base_stock();
  profile.safety_factor = 2;
  auto p = position();
  p.variance = 9;
  CHECK(order_quantity(profile, p) == Approx(140 + 2 * 3 * std::sqrt(19.0)));
}

TEST_CASE("what comes without an order is not ordered") {
  auto p = position();
  p.arriving_per_day = 4;
  // 10 * 5 + 6 * (7 + 12) - 60 - 40
  CHECK(order_quantity(base_stock(), p) == Approx(64));
  p.arriving_per_day = 25;
  CHECK(order_quantity(base_stock(), p) == 0);
}

TEST_CASE("the smoothed order is the use and a part of each gap") {
  auto profile = base_stock();
  profile.smoothed = true;
  profile.adjustment_days = 28;
  profile.supply_line_weight = 0.7;
  // On hand 10 * 5 - 60 = -10, on order 10 * (12 - 3.5) - 40 = 45.
  CHECK(order_quantity(profile, position()) == Approx(7 * (10 + (-10 + 0.7 * 45) / 28)));
  profile.supply_line_weight = 0;
  CHECK(order_quantity(profile, position()) == Approx(7 * (10 - 10.0 / 28)));
  auto full = position();
  full.on_hand = 1000;
  CHECK(order_quantity(profile, full) == 0);
}

TEST_CASE("in balance both rules order a period's use") {
  auto p = position();
  p.on_hand = p.expected_per_day * p.cover_days;
  auto profile = base_stock();
  p.on_order = p.expected_per_day * p.lead_days;
  CHECK(order_quantity(profile, p) == Approx(70));
  profile.smoothed = true;
  p.on_order = p.expected_per_day * (p.lead_days - 3.5);
  CHECK(order_quantity(profile, p) == Approx(70));
}

TEST_CASE("a rule at rest orders the net use of a period, whatever is on order") {
  rc::prop("the order at rest", [] {
    auto profile = base_stock();
    profile.smoothed = *rc::gen::arbitrary<bool>();
    profile.supply_line_weight = 0.01 * *rc::gen::inRange(0, 101);
    auto p = position();
    p.on_order = *rc::gen::inRange(0, 100);
    p.arriving_per_day = *rc::gen::inRange(0, 10);
    p.cover_days = *rc::gen::inRange(20, 60);
    p.on_hand = on_hand_at_rest(profile, p);
    RC_ASSERT(std::abs(order_quantity(profile, p) - 7 * (10 - p.arriving_per_day)) < 1e-9);
  });
}

TEST_CASE("smoothed orders at rest find their cover, review after review") {
  // Deliveries take whole reviews and a half, so that the mean on order is exact.
  auto profile = base_stock();
  profile.smoothed = true;
  profile.adjustment_days = 28;
  profile.supply_line_weight = 0.7;
  auto p = position();
  p.lead_days = 1.5 * 7;
  double under_way = 70;
  p.on_hand = 500;
  for (int review = 0; review < 400; ++review) {
    p.on_order = under_way;
    const double ordered = order_quantity(profile, p);
    p.on_hand += under_way - 70;
    under_way = ordered;
  }
  CHECK(p.on_hand == Approx(p.expected_per_day * p.cover_days).epsilon(1e-6));
  CHECK(under_way == Approx(70));
}

TEST_CASE("an order never grows with what is at hand and never falls with cover") {
  rc::prop("monotone", [] {
    auto profile = base_stock();
    profile.smoothed = *rc::gen::arbitrary<bool>();
    auto p = position();
    p.on_hand = *rc::gen::inRange(0, 400);
    p.on_order = *rc::gen::inRange(0, 400);
    const double before = order_quantity(profile, p);
    RC_ASSERT(before >= 0);
    auto richer = p;
    richer.on_hand += *rc::gen::inRange(0, 100);
    RC_ASSERT(order_quantity(profile, richer) <= before);
    auto careful = p;
    careful.cover_days += *rc::gen::inRange(0, 100);
    RC_ASSERT(order_quantity(profile, careful) >= before);
  });
}

TEST_CASE("a base-stock line runs at full pace below its level and not at all above") {
  const auto profile = base_stock();
  // Level 10 * (3 + 4) = 70.
  CHECK(std::isinf(production_rate(profile, {10, 69, 3, 4})));
  CHECK(production_rate(profile, {10, 70, 3, 4}) == 0);
}

TEST_CASE("a smoothed line runs at the pace of its orders and closes the gap") {
  auto profile = base_stock();
  profile.smoothed = true;
  profile.production_days = 14;
  CHECK(production_rate(profile, {10, 70, 3, 4}) == Approx(10));
  CHECK(production_rate(profile, {10, 0, 3, 4}) == Approx(10 + 70.0 / 14));
  CHECK(production_rate(profile, {10, 1000, 3, 4}) == 0);
}

TEST_CASE("a co-product drives a line only when more is owed than is tolerated") {
  auto profile = base_stock();
  profile.production_days = 14;
  CHECK(scarcity_rate(profile, {10, -140, 3, 4}) == 0);
  CHECK(scarcity_rate(profile, {10, -280, 3, 4}) == Approx(10 + 20));
}

TEST_CASE("a delivery moves the perceived lead time by its size") {
  CHECK(learned_lead_days(10, 20, 70, 70, 0.2) == Approx(12));
  CHECK(learned_lead_days(10, 20, 35, 70, 0.2) == Approx(11));
  CHECK(learned_lead_days(10, 20, 700, 70, 0.2) == Approx(12));
  CHECK(learned_lead_days(10, 20, 70, 70, 0) == 10);
  CHECK(learned_lead_days(10, 20, 5, 0, 0.2) == Approx(12));
}

TEST_CASE("grams used in consecutive spans add up to those of the whole") {
  rc::prop("the floor is taken from the start of the rate", [] {
    const auto rate = *rc::gen::inRange<std::int64_t>(0, 50'000'000'000);
    const auto seconds = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000);
    const auto used = used_since(rate, seconds);
    const auto exact = static_cast<Wide>(rate) * seconds / 86400;
    RC_ASSERT(static_cast<Wide>(used) == exact);
    RC_ASSERT(used_since(rate, seconds + 1) >= used);
  });
}

TEST_CASE("a stop comes when the stock has fallen to its threshold") {
  CHECK(seconds_until_stop(100, 0, 10) == 10 * 86400);
  CHECK(seconds_until_stop(100, 50, 10) == 5 * 86400);
  CHECK(seconds_until_stop(50, 50, 10) == 0);
  CHECK(seconds_until_stop(10, 50, 10) == 0);
  CHECK(seconds_until_stop(100, 0, 0) == -1);
  CHECK(seconds_until_stop(1e18, 0, 1) == -1);
}

TEST_CASE("overtime lasts while there is something to make up") {
  CHECK(pace(5, 0.2) == Approx(1.2));
  CHECK(pace(0, 0.2) == 1);
}

}  // namespace
}  // namespace monazite
