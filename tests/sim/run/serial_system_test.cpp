#include <catch2/catch.hpp>
#include <cmath>
#include <deque>
#include <functional>
#include <numeric>
#include <vector>

#include "models/behaviour/ordering.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

// A serial system under echelon base stock costs the least that any policy can (Clark and Scarf,
// 1960). In it every stage may order by its own stock position up to the difference of two echelon
// levels (Axsäter and Rosling, 1993): the base-stock rule of the model. Here the rule runs the
// published instances with their published levels and has to cost what they say.
namespace monazite {
namespace {

/// An instance, the stage that serves customers first. Holding costs are local: of a unit on hand
/// or on the way to the next stage; demand and lead times go by periods.
struct Instance {
  std::vector<double> echelon_levels;
  std::vector<double> holding;
  std::vector<int> lead_periods;
  double backorder_cost = 0;
  double mean = 0;
  std::function<double(engine::RandomStream&)> demand;
};

/// A stage that orders by the rule of the model, and owes the next one what it does not have.
struct Stage {
  Profile profile;
  StockPosition position;
  std::deque<double> under_way;
  double on_hand = 0;   ///< never negative
  double owed = 0;      ///< to the next stage, or to customers
  double on_order = 0;  ///< ordered and not received
};

class SerialSystem {
 public:
  explicit SerialSystem(const Instance& instance) : instance_(instance) {
    double below = 0;
    for (std::size_t j = 0; j < instance.echelon_levels.size(); ++j) {
      Stage stage;
      stage.profile.smoothed = false;
      stage.profile.review_days = 1;
      stage.position.expected_per_day = instance.mean;
      stage.position.lead_days = instance.lead_periods[j];
      const double local = instance.echelon_levels[j] - below;
      below = instance.echelon_levels[j];
      stage.position.cover_days = local / instance.mean - instance.lead_periods[j] - 1;
      // Sent after the demand of a period, it is there before that of the period after the lead
      // time.
      stage.under_way.assign(static_cast<std::size_t>(instance.lead_periods[j]) + 1, 0);
      stages_.push_back(stage);
    }
  }

  /// The cost of the next period: what arrives is counted before the demand of the period, so that
  /// a stock covers the demand of as many periods as its lead time has.
  double next_period() {
    for (auto& stage : stages_) {
      stage.on_hand += stage.under_way.front();
      stage.on_order -= stage.under_way.front();
      stage.under_way.pop_front();
    }
    for (std::size_t j = stages_.size(); j-- > 0;) {
      if (const double sent = serve(j); j > 0) {
        // It leaves as the period begins, with what was sent as the last one ended.
        stages_[j - 1].under_way.back() += sent;
      }
    }
    const double cost = cost_now();
    stages_.front().owed += instance_.demand(stream_);
    serve(0);
    for (std::size_t j = 0; j < stages_.size(); ++j) {
      order(j);
    }
    for (std::size_t j = 1; j < stages_.size(); ++j) {
      stages_[j - 1].under_way.push_back(serve(j));
    }
    return cost;
  }

 private:
  /// What a stage sends of what it owes.
  double serve(std::size_t j) {
    auto& stage = stages_[j];
    const double sent = std::min(stage.on_hand, stage.owed);
    stage.on_hand -= sent;
    stage.owed -= sent;
    return sent;
  }

  void order(std::size_t j) {
    auto& stage = stages_[j];
    stage.position.on_hand = stage.on_hand - stage.owed;
    stage.position.on_order = stage.on_order;
    const double amount = order_quantity(stage.profile, stage.position);
    stage.on_order += amount;
    if (j + 1 < stages_.size()) {
      stages_[j + 1].owed += amount;
    } else {
      stage.under_way.push_back(amount);  // the last supplier has everything
    }
  }

  [[nodiscard]] double cost_now() const {
    double cost = instance_.backorder_cost * stages_.front().owed;
    for (std::size_t j = 0; j < stages_.size(); ++j) {
      const auto& stage = stages_[j];
      cost += instance_.holding[j] * stage.on_hand;
      if (j + 1 < stages_.size()) {
        const double on_the_way =
            std::accumulate(stage.under_way.begin(), stage.under_way.end(), 0.0);
        cost += instance_.holding[j + 1] * on_the_way;
      }
    }
    return cost;
  }

  const Instance& instance_;
  std::vector<Stage> stages_;
  engine::RandomStream stream_{engine::StreamKey{2024, 1, 0, 1}};
};

double mean_cost(const Instance& instance, int periods) {
  SerialSystem system(instance);
  constexpr int warm_up = 1000;
  double sum = 0;
  for (int period = -warm_up; period < periods; ++period) {
    const double cost = system.next_period();
    sum += period >= 0 ? cost : 0;
  }
  return sum / periods;
}

std::function<double(engine::RandomStream&)> normal_demand(double mean, double deviation) {
  return [=](engine::RandomStream& stream) {
    return engine::normal(stream.uniform(), mean, deviation);
  };
}

std::function<double(engine::RandomStream&)> poisson_demand(double mean) {
  return [=](engine::RandomStream& stream) {
    double count = 0;
    for (double t = engine::exponential(stream.uniform(), 1 / mean); t < 1; ++count) {
      t += engine::exponential(stream.uniform(), 1 / mean);
    }
    return count;
  };
}

constexpr int periods = 400'000;

TEST_CASE("three stages under normal demand cost what Example 6.1 says", "[exact-check-2]") {
  // Snyder and Shen 2019, Example 6.1.
  const Instance instance = {{6.49, 12.02, 22.71}, {7, 4, 2}, {1, 1, 2}, 37.12, 5,
                             normal_demand(5, 1)};
  CHECK(mean_cost(instance, periods) == Approx(47.65).epsilon(0.01));
}

TEST_CASE("two stages under normal demand cost what Problems 6.1 and 6.16 say", "[exact-check-2]") {
  // Levels and costs of a fine grid: the published answers are of a coarse one.
  CHECK(mean_cost({{123.471, 228.418}, {2, 1}, {1, 1}, 15, 100, normal_demand(100, 15)}, periods) ==
        Approx(166.25).epsilon(0.01));
  CHECK(mean_cost({{171.1914, 232.165}, {7, 2}, {8, 3}, 24, 20, normal_demand(20, 4)}, periods) ==
        Approx(438.182).epsilon(0.01));
}

TEST_CASE("four stages under Poisson demand cost what Shang and Song (2003) publish",
          "[exact-check-2]") {
  // A period is a quarter, the lead time of each stage: demand 4.
  const auto cost = [](const std::vector<double>& levels, const std::vector<double>& holding,
                       double backorder_cost) {
    return mean_cost({levels, holding, {1, 1, 1, 1}, backorder_cost, 4, poisson_demand(4)},
                     periods);
  };
  CHECK(cost({8, 13, 18, 22}, {1, 0.75, 0.5, 0.25}, 9) == Approx(12.688).epsilon(0.01));
  CHECK(cost({9, 10, 13, 19}, {5.5, 5.25, 2.75, 0.25}, 9) == Approx(53.008).epsilon(0.01));
  CHECK(cost({11, 17, 22, 27}, {1, 0.75, 0.5, 0.25}, 99) == Approx(16.206).epsilon(0.01));
  CHECK(cost({11, 14, 18, 26}, {5.5, 5.25, 2.75, 0.25}, 99) == Approx(74.564).epsilon(0.01));
}

TEST_CASE("other levels cost more than the published ones", "[exact-check-2]") {
  const Instance best = {{6.49, 12.02, 22.71}, {7, 4, 2}, {1, 1, 2}, 37.12, 5, normal_demand(5, 1)};
  const double least = mean_cost(best, periods);
  for (const double change : {-1.0, 1.0}) {
    for (std::size_t j = 0; j < 3; ++j) {
      auto other = best;
      other.echelon_levels[j] += change;
      CHECK(mean_cost(other, periods) > least);
    }
  }
}

}  // namespace
}  // namespace monazite
