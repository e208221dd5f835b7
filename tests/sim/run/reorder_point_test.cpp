#include <catch2/catch.hpp>
#include <cmath>
#include <deque>
#include <tuple>

#include "models/behaviour/order_batches.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {
namespace {

/// A unit in grams: the rule allows for rounding to grams.
constexpr double unit = 1e6;

int arrivals(engine::RandomStream& stream, double mean) {
  int count = 0;
  for (double t = engine::exponential(stream.uniform(), 1 / mean); t < 1; ++count) {
    t += engine::exponential(stream.uniform(), 1 / mean);
  }
  return count;
}

/// Units to order by the rule, with a position of so many units and a level of so many.
int units_ordered(const Profile& profile, double mean, double lead, int level, int position) {
  StockPosition p;
  p.expected_per_day = mean * unit;
  p.lead_days = lead;
  p.cover_days = level / mean - lead - profile.review_days;
  p.on_hand = position * unit;
  return static_cast<int>(std::lround(order_in_batches(profile, p, {}) / unit));
}

Profile at_reorder_point(double units, double mean) {
  Profile profile;
  profile.smoothed = false;
  profile.at_reorder_point = true;
  profile.reorder_days = units / mean;
  return profile;
}

// Holding and shortage a unit and period, fixed cost an order, Poisson demand, no lead time, cost
// at the end of the period: instances of Snyder and Shen (2019), Example 4.7, and of Zheng and
// Federgruen (1991), as stockpyl records them.
TEST_CASE("(s, S) costs what published instances say", "[exact-check-1]") {
  struct Instance {
    double holding, shortage, fixed, mean;
    int s, level;
    double cost;
  };
  for (const auto& of :
       {Instance{1, 4, 5, 6, 4, 10, 8.034112}, Instance{1, 4, 5, 6, 6, 18, 10.193799},
        Instance{40, 125, 150, 4, 2, 7, 223.574830}, Instance{1, 9, 64, 10, 6, 40, 35.022},
        Instance{1, 9, 64, 60, 52, 129, 77.306}}) {
    CAPTURE(of.mean, of.s, of.level);
    auto profile = at_reorder_point(of.s, of.mean);
    profile.review_days = 1;
    engine::RandomStream stream{engine::StreamKey{2025, 2, 0, 1}};
    constexpr int periods = 200'000;
    int stock = of.level;
    double cost = 0;
    for (int period = 0; period < periods; ++period) {
      const int order = units_ordered(profile, of.mean, 0, of.level, stock);
      stock += order - arrivals(stream, of.mean);
      cost += (order > 0 ? of.fixed : 0) + (stock > 0 ? of.holding * stock : -of.shortage * stock);
    }
    CHECK(cost / periods == Approx(of.cost).epsilon(0.01));
  }
}

// The position is looked at after each customer, as in the continuous review of the instances of
// Snyder and Shen (2019), Example 5.8 and Problem 5.2. Cost a unit of time.
TEST_CASE("(r, Q) costs what published instances say", "[exact-check-1]") {
  struct Instance {
    double holding, shortage, fixed, lead, mean;
    int r, quantity;
    double cost;
  };
  for (const auto& of : {Instance{20, 150, 100, 2, 1.5, 3, 5, 107.923581},
                         Instance{20, 150, 100, 2, 1.5, 8, 12, 242.528164},
                         Instance{4, 28, 4, 0.5, 12, 6, 7, 28.241313}}) {
    CAPTURE(of.r, of.quantity);
    auto profile = at_reorder_point(of.r, of.mean);
    profile.in_fixed_quantities = true;
    profile.fixed_order_days = of.quantity / of.mean;
    profile.review_days = 1e-9;
    engine::RandomStream stream{engine::StreamKey{2025, 3, 0, 1}};
    std::deque<std::pair<double, int>> under_way;
    int stock = of.r + of.quantity;
    int position = stock;
    double now = 0;
    double cost = 0;
    const auto pass_to = [&](double time) {
      cost += (time - now) * (stock > 0 ? of.holding * stock : -of.shortage * stock);
      now = time;
    };
    constexpr int customers = 400'000;
    for (int k = 0; k < customers; ++k) {
      const double next = now + engine::exponential(stream.uniform(), 1 / of.mean);
      while (!under_way.empty() && under_way.front().first <= next) {
        pass_to(under_way.front().first);
        stock += under_way.front().second;
        under_way.pop_front();
      }
      pass_to(next);
      --stock;
      --position;
      if (const int order = units_ordered(profile, of.mean, of.lead, 0, position); order > 0) {
        position += order;
        under_way.emplace_back(now + of.lead, order);
        cost += of.fixed;
      }
    }
    CHECK(cost / now == Approx(of.cost).epsilon(0.01));
  }
}

}  // namespace
}  // namespace monazite
