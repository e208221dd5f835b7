#include <catch2/catch.hpp>
#include <numeric>
#include <optional>

#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// What truces do to quotas and to price floors, worked out by hand.
namespace monazite::small_worlds {
namespace {

/// The market sends three tonnes a day of nd_oxide abroad, of which the quota lets 150 t leave in
/// 2025 and 400 t in 2026: the fiftieth day takes the last of 2025.
Sketch market_under_quota() {
  auto sketch = market(730);
  sketch.scenario.behaviour.front().most_rush_days = 0;
  ExportQuotaSpec quota;
  quota.covers.materials = {"nd_oxide"};
  quota.holder = QuotaHolder::shared;
  quota.limits.push_back({2025, 150, {}, {}, {}});
  quota.limits.push_back({2026, 400, {}, {}, {}});
  sketch.instrument("quota", "AA", quota).from = sketch.start();
  return sketch;
}

/// A truce from one day of the report up to another, with one action.
void add_truce(Sketch& sketch, int first, int last, const ActionSpec& action) {
  auto& truce = sketch.scenario.truces.emplace_back();
  truce.id = "truce";
  truce.from = sketch.start() + first;
  truce.deadline = sketch.start() + last;
  truce.actions = {action};
}

ActionSpec suspension(const std::string& instrument) {
  ActionSpec action;
  action.instrument = instrument;
  action.verb = ActionVerb::suspend;
  return action;
}

ActionSpec extra(double tonnes) {
  ActionSpec action;
  action.instrument = "quota";
  action.ease.emplace().extra_tonnes = tonnes;
  return action;
}

class Exports {
 public:
  explicit Exports(const Sketch& sketch)
      : tonnes_(run(sketch.scenario)
                    .series(Metric::exports, {.region = "AA", .material = "nd_oxide"})) {}

  /// Tonnes from one day of the report to another, both included.
  [[nodiscard]] double operator()(int first, int last) const {
    return std::accumulate(tonnes_.begin() + first, tonnes_.begin() + last + 1, 0.0);
  }

 private:
  std::vector<double> tonnes_;
};

TEST_CASE("while a quota is suspended all leaves, and none of it counts") {
  auto sketch = market_under_quota();
  add_truce(sketch, 100, 129, suspension("quota"));
  const Exports exports(sketch);
  CHECK(exports(0, 49) == Approx(150));
  CHECK(exports(50, 99) == 0);
  // What waited since the fiftieth day, and thirty days.
  CHECK(exports(100, 129) == Approx(3 * 80));
  CHECK(exports(130, 364) == 0);
  CHECK(exports(365, 729) == Approx(400));
}

TEST_CASE("what is issued beside the plan leaves, and what is left of it goes with the truce") {
  auto sketch = market_under_quota();
  SECTION("after the last") {
    add_truce(sketch, 100, 200, extra(60));
    const Exports exports(sketch);
    CHECK(exports(50, 99) == 0);
    CHECK(exports(100, 364) == Approx(60));
  }
  SECTION("before it, and taken back in time") {
    add_truce(sketch, 10, 20, extra(60));
    const Exports exports(sketch);
    CHECK(exports(0, 49) == Approx(150));
    CHECK(exports(50, 364) == 0);
  }
  SECTION("and taken back when half of it is used") {
    add_truce(sketch, 10, 59, extra(60));
    const Exports exports(sketch);
    CHECK(exports(0, 59) == Approx(180));
    CHECK(exports(60, 364) == 0);
  }
  SECTION("withdrawn, and given back") {
    add_truce(sketch, 10, 39, extra(-60));
    const Exports exports(sketch);
    CHECK(exports(0, 29) == Approx(90));
    CHECK(exports(30, 39) == 0);
    CHECK(exports(40, 49) == Approx(60));
    CHECK(exports(50, 364) == 0);
  }
  SECTION("more withdrawn than is left") {
    add_truce(sketch, 40, 1000, extra(-60));
    const Exports exports(sketch);
    CHECK(exports(0, 39) == Approx(120));
    CHECK(exports(40, 364) == 0);
  }
  SECTION("of a year, and not of the next") {
    add_truce(sketch, 334, 400, extra(60));
    const Exports exports(sketch);
    CHECK(exports(334, 364) == Approx(60));
    CHECK(exports(365, 729) == Approx(400));
  }
}

TEST_CASE("what is used of an extra is not taken out of the next batch") {
  for (const int last : {150, 210}) {
    auto sketch = market_under_quota();
    auto& limits = std::get<ExportQuotaSpec>(sketch.scenario.instruments.back().kind).limits;
    limits.front().tonnes = 300;
    limits.front().batches = {{date_of(2025, 1, 1), 0.5}, {date_of(2025, 7, 1), 0.5}};
    // 150 t and 30 t are gone after sixty days; the second batch comes on day 181.
    add_truce(sketch, 10, last, extra(30));
    const Exports exports(sketch);
    CHECK(exports(0, 180) == Approx(180));
    CHECK(exports(0, 364) == Approx(330));
  }
}

TEST_CASE("an extra leaves it to the plan whether the quota is in force") {
  auto sketch = market_under_quota();
  add_truce(sketch, 100, 380, extra(30));
  const Exports exports(sketch);
  CHECK(exports(0, 364) == Approx(180));
  CHECK(exports(365, 729) == Approx(400));
}

TEST_CASE("outside its dates a quota has nothing beside its plan") {
  auto sketch = market_under_quota();
  sketch.scenario.instruments.back().from = sketch.start() + 60;
  add_truce(sketch, 10, 100, extra(30));
  sketch.scenario.truces.back().actions.front().place = {0, 999, 1};
  const auto result = compile(sketch.scenario);
  REQUIRE(result.errors.size() == 1);
  CHECK(result.errors.front().place.line == 999);
  CHECK(result.errors.front().expected == "a day from its 'from' to its 'until'");
}

/// A mine of a tonne of metal a day under a production quota of 100 t of throughput in the year.
Sketch mine_under_quota() {
  auto sketch = pipe(1, {}, 365);
  ProductionQuotaSpec quota;
  quota.regions = {"AA"};
  quota.limits.push_back({2025, 100, {}, {}, {}});
  sketch.instrument("quota", "AA", quota).from = sketch.start();
  return sketch;
}

double mined(const Sketch& sketch) {
  return run(sketch.scenario).figure(Metric::mined, {.region = "AA"});
}

TEST_CASE("a production quota is eased and suspended like one of exports") {
  // A lot is a day of the base rate.
  const double lot = oxide_per_element[index_of(Element::Nd)];
  auto sketch = mine_under_quota();
  CHECK(mined(sketch) == Approx(100).margin(lot));
  SECTION("eased") {
    add_truce(sketch, 200, 1000, extra(50));
    CHECK(mined(sketch) == Approx(150).margin(lot));
  }
  SECTION("tightened below what is used") {
    add_truce(sketch, 40, 1000, extra(-90));
    const double before = mined(sketch);
    CHECK(before > 10);
    CHECK(before == Approx(40 * lot).margin(2 * lot));
  }
  SECTION("suspended for good") {
    add_truce(sketch, 10, 1000, suspension("quota"));
    CHECK(mined(sketch) > 300);
  }
  SECTION("suspended for a hundred days, which do not count") {
    add_truce(sketch, 20, 119, suspension("quota"));
    CHECK(mined(sketch) == Approx(100 + 100 * lot).margin(3 * lot));
  }
}

TEST_CASE("a price floor is lowered, suspended and comes back") {
  auto sketch = pipe(1, {}, 100);
  PriceFloorSpec floor;
  floor.facilities = {"mine"};
  floor.materials = {"crude_metal"};
  floor.usd_per_kg = 15;
  auto& instrument = sketch.instrument("floor", "AA", floor);
  instrument.from = sketch.start() + 20;
  instrument.until = sketch.start() + 59;
  const auto paid = [&] {
    return run(sketch.scenario)
        .figure(Metric::support_paid_usd, {.region = "AA", .facility = "floor"});
  };
  // A tonne a day at 10 USD/kg: five dollars a kilogram for forty days.
  CHECK(paid() == Approx(40 * 5'000));
  SECTION("lowered") {
    ActionSpec action;
    action.instrument = "floor";
    action.ease.emplace().floor_usd_per_kg = 12;
    add_truce(sketch, 30, 39, action);
    CHECK(paid() == Approx(30 * 5'000 + 10 * 2'000));
  }
  SECTION("suspended") {
    add_truce(sketch, 30, 39, suspension("floor"));
    CHECK(paid() == Approx(30 * 5'000));
  }
}

}  // namespace
}  // namespace monazite::small_worlds
