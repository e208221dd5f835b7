#include "models/behaviour/order_batches.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>

namespace monazite {
namespace {

constexpr double tonne = 1e6;

/// 100 t a day, a review a day, two days under way, two days of cover: a level of 500 t.
Profile daily(bool smoothed = false) {
  Profile profile;
  profile.smoothed = smoothed;
  profile.review_days = 1;
  return profile;
}

StockPosition lacking(double tonnes) {
  StockPosition p;
  p.expected_per_day = 100 * tonne;
  p.lead_days = 2;
  p.cover_days = 2;
  p.on_hand = (500 - tonnes) * tonne;
  return p;
}

double ordered(const Profile& profile, double tonnes_lacking, const OrderBatch& batch) {
  return order_in_batches(profile, lacking(tonnes_lacking), batch) / tonne;
}

TEST_CASE("without a batch an order is that of the rule") {
  rc::prop("the same to a gram", [] {
    const auto profile = daily(*rc::gen::arbitrary<bool>());
    const auto position = lacking(*rc::gen::inRange(-300, 900));
    RC_ASSERT(std::abs(order_in_batches(profile, position, {}) -
                       order_quantity(profile, position)) < 1.5);
  });
}

TEST_CASE("a stock waits for the smallest order, while it lives on its cover") {
  const OrderBatch batch{300 * tonne, 0};
  CHECK(ordered(daily(), -100, batch) == 0);
  CHECK(ordered(daily(), 100, batch) == 0);
  CHECK(ordered(daily(), 200, batch) == 0);
  CHECK(ordered(daily(), 300, batch) == Approx(300));
  CHECK(ordered(daily(), 400, batch) == Approx(400));
  // A day's use more than two days of cover: what is under way would come too late.
  CHECK(ordered(daily(), 201, batch) == Approx(300));
}

TEST_CASE("a smallest order above the level starves nobody") {
  CHECK(ordered(daily(), 200, {9000 * tonne, 0}) == 0);
  CHECK(ordered(daily(), 250, {9000 * tonne, 0}) == Approx(9000));
}

TEST_CASE("whole lots are ordered, as many as fit under the level") {
  const OrderBatch lot{0, 150 * tonne};
  CHECK(ordered(daily(), 149, lot) == 0);
  CHECK(ordered(daily(), 150, lot) == Approx(150));
  CHECK(ordered(daily(), 299, lot) == Approx(150));
  CHECK(ordered(daily(), 300, lot) == Approx(300));
  // 700 t are lacking and 200 t may wait: four lots of 150 t, which fit.
  CHECK(ordered(daily(), 700, lot) == Approx(600));
  // 500 t are lacking, 200 t may wait: one lot of 290 t is too little.
  CHECK(ordered(daily(), 500, {0, 290 * tonne}) == Approx(580));
  // The smallest order in whole lots.
  CHECK(ordered(daily(), 300, {290 * tonne, 150 * tonne}) == Approx(300));
  CHECK(ordered(daily(), 310, {310 * tonne, 150 * tonne}) == Approx(450));
}

TEST_CASE("habits say batches in days of use; the lot of a lane goes before theirs") {
  auto profile = daily();
  profile.least_order_days = 3;
  profile.order_lot_days = 1.5;
  CHECK(batch_of(profile, {}, 100) == OrderBatch{300, 150});
  CHECK(batch_of(profile, {400, 0}, 100) == OrderBatch{400, 150});
  CHECK(batch_of(profile, {200, 50}, 100) == OrderBatch{300, 50});
}

TEST_CASE("smoothed orders wait for a batch too, and are no smaller") {
  const auto profile = daily(true);
  const OrderBatch batch{300 * tonne, 0};
  CHECK(ordered(profile, 200, batch) == 0);
  CHECK(ordered(profile, 300, batch) == Approx(300));
}

TEST_CASE("at a reorder point nothing is ordered above it, and all up to the level below") {
  auto profile = daily();
  profile.at_reorder_point = true;
  profile.reorder_days = 2;
  CHECK(ordered(profile, 299, {}) == 0);
  CHECK(ordered(profile, 300, {}) == Approx(300));
  CHECK(ordered(profile, 450, {}) == Approx(450));
  // A level that has sunk under the point calls for nothing.
  profile.reorder_days = 9;
  CHECK(ordered(profile, -10, {}) == 0);
}

TEST_CASE("as many fixed quantities are ordered as lead above the reorder point") {
  auto profile = daily();
  profile.at_reorder_point = true;
  profile.in_fixed_quantities = true;
  profile.fixed_order_days = 2.5;
  profile.reorder_days = 2;
  CHECK(ordered(profile, 299, {}) == 0);
  CHECK(ordered(profile, 300, {}) == Approx(250));
  CHECK(ordered(profile, 549, {}) == Approx(250));
  CHECK(ordered(profile, 550, {}) == Approx(500));
  CHECK(ordered(profile, 300, {0, 70 * tonne}) == Approx(70));
  CHECK(ordered(profile, 300, {100 * tonne, 70 * tonne}) == Approx(140));
  // Without a point of its own: at the level.
  profile.reorder_days.reset();
  CHECK(ordered(profile, -1, {}) == 0);
  CHECK(ordered(profile, 0, {}) == Approx(250));
}

TEST_CASE("orders in batches never let a steady stock run out, whatever the batch") {
  rc::prop("use, lead time and cover of whole days", [] {
    auto profile = daily(*rc::gen::arbitrary<bool>());
    profile.review_days = *rc::gen::inRange(1, 8);
    profile.adjustment_days = 4 * profile.review_days;
    StockPosition p;
    p.expected_per_day = 100 * tonne;
    p.lead_days = static_cast<int>(profile.review_days) * *rc::gen::inRange(0, 5);
    p.cover_days = *rc::gen::inRange(0, 20);
    const OrderBatch batch{*rc::gen::inRange(0, 5000) * tonne,
                           *rc::gen::inRange(0, 3) * 333 * tonne};
    const double phase = 0.01 * *rc::gen::inRange(0, 100);
    const auto reviews = static_cast<std::size_t>(p.lead_days / profile.review_days);
    const double use = p.expected_per_day * profile.review_days;
    std::vector<double> under_way(reviews, use);
    p.on_order = use * static_cast<double>(reviews);
    p.on_hand = on_hand_at_rest(profile, p) + 2 * use;
    p.on_hand -= std::min(p.cover_days * p.expected_per_day,
                          std::max(0.0, below_steady_position(profile, p, batch, phase)));
    for (int k = 0; k < 200; ++k) {
      const double order = order_in_batches(profile, p, batch);
      RC_ASSERT(order == 0 || order >= batch.least - 2);
      RC_ASSERT(batch.lot == 0 || std::abs(std::remainder(order, batch.lot)) < 2);
      under_way.push_back(order);
      p.on_order += order - under_way.front();
      p.on_hand += under_way.front();
      under_way.erase(under_way.begin());
      p.on_hand -= use;
      if (!profile.smoothed) {
        RC_ASSERT(p.on_hand >= -1e-3 * tonne);
      }
    }
    // What is ordered is what is used.
    RC_ASSERT(p.on_hand + p.on_order <
              std::max(batch.least, batch.lot) + batch.lot +
                  (p.lead_days + p.cover_days + 40 + profile.review_days * 6) * p.expected_per_day);
  });
}

TEST_CASE("a steady buyer in batches is found anywhere between two orders") {
  const auto at = [](double phase, const OrderBatch& batch, const Profile& profile = daily()) {
    return below_steady_position(profile, lacking(0), batch, phase) / tonne;
  };
  CHECK(at(0.5, {}) == 0);
  CHECK(at(0.5, {100 * tonne, 0}) == 0);
  // 300 t every third day: from 100 t lower, before an order, to 100 t higher, after one.
  CHECK(at(0, {300 * tonne, 0}) == Approx(100));
  CHECK(at(0.5, {300 * tonne, 0}) == Approx(0).margin(1e-9));
  auto profile = daily();
  profile.at_reorder_point = true;
  profile.reorder_days = 2;
  CHECK(at(0, {}, profile) == Approx(250));
  CHECK(at(0.5, {}, profile) == Approx(125));
}

}  // namespace
}  // namespace monazite
