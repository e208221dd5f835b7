#include <catch2/catch.hpp>
#include <cmath>
#include <deque>
#include <vector>

#include "models/behaviour/ordering.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

// A single stage under a base-stock policy has S - X on hand, less what is owed, where X is what is
// on order: the demand of the lead time (Zipkin 2000, Foundations of Inventory Management, 6.2).
namespace monazite::small_worlds {
namespace {

/// How often something is owed, and how much of it on average.
struct Service {
  double stock_out = 0;
  double backorders = 0;
};

Service closed_form(const std::vector<double>& probability_of, double base_stock) {
  Service service;
  for (std::size_t x = 0; x < probability_of.size(); ++x) {
    const double owed = static_cast<double>(x) - base_stock;
    if (owed > 0) {
      service.stock_out += probability_of[x];
      service.backorders += owed * probability_of[x];
    }
  }
  return service;
}

std::vector<double> poisson(double mean) {
  std::vector<double> probability_of = {std::exp(-mean)};
  while (static_cast<double>(probability_of.size()) < mean + 20 * std::sqrt(mean) + 20) {
    probability_of.push_back(probability_of.back() * mean /
                             static_cast<double>(probability_of.size()));
  }
  return probability_of;
}

/// Units asked for in a day in which customers come at random.
int customers(engine::RandomStream& stream, double per_day) {
  int count = 0;
  for (double t = engine::exponential(stream.uniform(), 1 / per_day); t < 1; ++count) {
    t += engine::exponential(stream.uniform(), 1 / per_day);
  }
  return count;
}

/// A stage that reviews its stock every day by the ordering rule of the model and owes what it
/// cannot deliver.
class OrderingStage {
 public:
  OrderingStage(double per_day, int lead_days, int base_stock) : per_day_(per_day) {
    profile_.smoothed = false;
    profile_.review_days = 1;
    profile_.safety_factor = 0;
    position_.expected_per_day = per_day;
    position_.lead_days = lead_days;
    position_.cover_days = base_stock / per_day - lead_days - 1;
    under_way_.assign(static_cast<std::size_t>(lead_days), 0);
  }

  /// The stock at the end of the next day, less what is owed.
  int next_day() {
    position_.on_hand = stock_;
    position_.on_order = on_order_;
    const int ordered = static_cast<int>(std::lround(order_quantity(profile_, position_)));
    under_way_.push_back(ordered);
    on_order_ += ordered - under_way_.front();
    stock_ += under_way_.front();
    under_way_.pop_front();
    stock_ -= customers(stream_, per_day_);
    return stock_;
  }

 private:
  double per_day_;
  Profile profile_;
  StockPosition position_;
  std::deque<int> under_way_;
  engine::RandomStream stream_{engine::StreamKey{2024, 1, 0, 1}};
  int stock_ = 0;
  int on_order_ = 0;
};

TEST_CASE("base stock under Poisson demand is short as often and as much as the closed form says",
          "[exact-check-1]") {
  constexpr int days = 400'000;
  for (const auto& [per_day, lead_days, base_stock] :
       {std::tuple(2.0, 4, 12), std::tuple(2.0, 4, 10), std::tuple(0.5, 9, 8),
        std::tuple(3.0, 0, 4)}) {
    CAPTURE(per_day, lead_days, base_stock);
    OrderingStage stage(per_day, lead_days, base_stock);
    Service found;
    for (int day = 0; day < days; ++day) {
      const int stock = stage.next_day();
      found.stock_out += stock < 0 ? 1.0 / days : 0;
      found.backorders += stock < 0 ? -stock / double(days) : 0;
    }
    const auto expected = closed_form(poisson(per_day * (lead_days + 1)), base_stock);
    CHECK(found.stock_out == Approx(expected.stock_out).epsilon(0.02));
    CHECK(found.backorders == Approx(expected.backorders).epsilon(0.03));
  }
}

// Holding cost 0.18, shortage cost 0.70, demand of mean 50: base stock 56, cost 1.7972352 (the
// instance `newsvendor_poisson` of stockpyl, after Snyder and Shen 2019, 4.3).
TEST_CASE("a base-stock newsvendor pays what the published instance says", "[exact-check-1]") {
  constexpr int days = 100'000;
  constexpr double published = 1.7972352;
  OrderingStage stage(50, 0, 56);
  double cost = 0;
  for (int day = 0; day < days; ++day) {
    const int stock = stage.next_day();
    cost += (stock > 0 ? 0.18 : -0.70) * stock / days;
  }
  CHECK(cost == Approx(published).epsilon(0.01));
  const auto short_of = closed_form(poisson(50), 56);
  CHECK(0.18 * (56 - 50) + (0.18 + 0.70) * short_of.backorders == Approx(published).epsilon(1e-7));
}

// A mine that makes to stock and is asked for one tonne every day. Each order starts a lot of its
// own, so that what is on order is a sum of independent lots that are not done: as many as there
// are days, each with the chance that a lot takes longer than its age.
const std::vector<double> lot_days = {1.5, 3.5, 6.5, 10.5};
const std::vector<double> lot_weights = {3, 3, 2, 2};
constexpr double mean_lot_days = 4.9;

std::vector<double> lots_in_process() {
  std::vector<double> probability_of = {1};
  for (int age = 1; age < lot_days.back(); ++age) {
    double undone = 0;
    for (std::size_t k = 0; k < lot_days.size(); ++k) {
      undone += lot_days[k] > age ? lot_weights[k] / 10 : 0;
    }
    probability_of.push_back(0);
    for (std::size_t x = probability_of.size() - 1; x > 0; --x) {
      probability_of[x] = probability_of[x] * (1 - undone) + probability_of[x - 1] * undone;
    }
    probability_of[0] *= 1 - undone;
  }
  return probability_of;
}

Sketch make_to_stock(double cover_days) {
  auto sketch = pipe(1, {.transit = 1, .plant_cover = 100}, 20 * 365);
  auto& scenario = sketch.scenario;
  scenario.switches.noise = true;
  scenario.outputs.interval = Interval::month;
  auto& line = scenario.lines.front();
  line.capacity_tonnes_per_year = 20 * line.rate_tonnes_per_year;
  line.lot_days = 0.05;  // of capacity: a tonne
  line.output_cover_days = cover_days;
  Choice lead;
  for (std::size_t k = 0; k < lot_days.size(); ++k) {
    lead.values.push_back(lot_days[k] * 86400);
    lead.weights.push_back(lot_weights[k]);
  }
  line.lead_time = lead;
  return sketch;
}

TEST_CASE("a mine that makes to stock owes as often and as much as the closed form says",
          "[exact-check-1]") {
  constexpr double tonne = 1e6;
  constexpr int seeds = 20;
  for (const int cover_days : {0, 1, 2}) {
    CAPTURE(cover_days);
    const double base_stock = mean_lot_days + cover_days;  // of a tonne a day
    const auto sketch = make_to_stock(cover_days);
    Service found;
    double days = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      Stepper stepper(sketch.scenario, seed);
      const auto& stock = stepper.output("mine", "crude_metal");
      for (Date day = sketch.start(); day < stepper.world().end; day = day + 1) {
        stepper.run_to(day);
        REQUIRE(static_cast<double>(stock.gross + stock.in_process - stock.owed) ==
                Approx(base_stock * tonne).epsilon(1e-9));
        found.stock_out += stock.owed > 0 ? 1 : 0;
        found.backorders += static_cast<double>(stock.owed) / tonne;
        days += 1;
      }
    }
    const auto expected = closed_form(lots_in_process(), base_stock);
    CHECK(found.stock_out / days == Approx(expected.stock_out).epsilon(0.03));
    CHECK(found.backorders / days == Approx(expected.backorders).epsilon(0.04));
  }
}

}  // namespace
}  // namespace monazite::small_worlds
