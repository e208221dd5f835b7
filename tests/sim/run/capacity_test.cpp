#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/policy/outage.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr double capacity = 2;  ///< tonnes a day

/// A mine that runs at capacity, because all it makes is pushed to an outlet. A lot is a tenth of
/// a tonne.
Sketch digger(int days) {
  Sketch sketch(days, 31);
  sketch.region("AA");
  sketch.material("oxide", Form::oxide, {Element::Nd});
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "oxide", OutputRole::byproduct);
  sketch.facility("mine", Stage::mine, "AA");
  sketch.line("mine", "dig", capacity / 2).lot_days = 0.05;
  sketch.facility("heap", Stage::outlet, "AA");
  sketch.push("mine", "heap", "oxide", 1, 1);
  return sketch;
}

std::vector<double> mined(const Sketch& sketch) {
  return run(sketch.scenario).series(Metric::mined);
}

double sum(const std::vector<double>& values, int first, int last) {
  return std::accumulate(values.begin() + first, values.begin() + last + 1, 0.0);
}

TEST_CASE("a mine whose products are all pushed runs at capacity") {
  for (const double tonnes : mined(digger(50))) {
    CHECK(tonnes == Approx(capacity));
  }
}

TEST_CASE("capacity falls on the first day of an outage and comes back by its curve") {
  constexpr int first = 40;
  constexpr int days = 20;
  constexpr int horizon = 250;
  for (const auto recovery : {Recovery::step, Recovery::linear, Recovery::exponential}) {
    for (const double left : {0.0, 0.25}) {
      auto sketch = digger(horizon);
      auto& outage = sketch.outage("flood", "mine", sketch.start() + first, days);
      outage.capacity_left = left;
      outage.recovery = recovery;
      outage.recovery_days = 30;
      const auto tonnes = mined(sketch);
      CHECK(sum(tonnes, 0, first - 1) == Approx(capacity * first).margin(capacity));
      CHECK(sum(tonnes, first, first + days - 1) ==
            Approx(capacity * left * days).margin(capacity));
      const Outage model{left, static_cast<RecoveryCurve>(recovery), 30};
      const double begin = sketch.start().days_since_epoch + first;
      const OutageSpan span[] = {{begin, begin + days}};
      for (const int last : {first + days + 10, first + days + 30, first + days + 90}) {
        double expected = 0;
        for (int day = 0; day <= last; ++day) {
          expected += capacity * available_share(model, span, begin - first + day + 0.5);
        }
        INFO("recovery " << static_cast<int>(recovery) << ", left " << left << ", day " << last);
        CHECK(sum(tonnes, 0, last) == Approx(expected).margin(1.5 * capacity));
      }
    }
  }
}

TEST_CASE("a line starts with the first capacity after an outage, however seldom it is reviewed") {
  constexpr int days = 20;
  for (const auto recovery : {Recovery::step, Recovery::linear, Recovery::exponential}) {
    for (const int first : {40, 47, 54, 61}) {
      // A mine that is asked for a tonne a day and can make two: it rests between its lots.
      auto sketch = pipe(1, {}, 120);
      auto& seldom = sketch.scenario.behaviour.emplace_back(sketch.scenario.behaviour.front());
      seldom.id = "seldom";
      seldom.review_days = 28;
      sketch.scenario.facilities.front().behaviour = "seldom";
      auto& outage = sketch.outage("flood", "mine", sketch.start() + first, days);
      outage.recovery = recovery;
      outage.recovery_days = 5;
      const auto tonnes = mined(sketch);
      INFO("first day " << first << ", recovery " << static_cast<int>(recovery));
      CHECK(sum(tonnes, first + 1, first + days - 1) == 0);
      CHECK(tonnes[first + days] > 0);
      CHECK(sum(tonnes, first + days, first + days + 9) > 5);
    }
  }
}

TEST_CASE("two outages of one mine leave the product of their shares") {
  auto sketch = digger(50);
  sketch.outage("flood", "mine", sketch.start() + 10, 20).capacity_left = 0.5;
  sketch.outage("strike", "mine", sketch.start() + 10, 20).capacity_left = 0.4;
  CHECK(sum(mined(sketch), 10, 29) == Approx(capacity * 0.2 * 20).margin(capacity));
}

TEST_CASE("an outage of other facilities, regions or stages is not felt") {
  auto sketch = digger(50);
  sketch.region("BB");
  sketch.facility("digger_abroad", Stage::separation, "BB");
  sketch.line("digger_abroad", "dig", capacity / 2).lot_days = 0.05;
  sketch.push("digger_abroad", "heap", "oxide", 1, 1);
  auto& elsewhere = sketch.outage("quake", "", sketch.start() + 10, 20);
  elsewhere.facilities.clear();
  elsewhere.regions = {"BB"};
  auto& later_stage = sketch.outage("strike", "", sketch.start() + 10, 20);
  later_stage.facilities.clear();
  later_stage.stage = Stage::separation;
  const auto mined_at_home = [&] {
    return run(sketch.scenario).series(Metric::mined, {.region = "AA"});
  };
  CHECK(sum(mined_at_home(), 0, 49) == Approx(capacity * 50));
  sketch.scenario.shocks.back().stage = Stage::mine;
  CHECK(sum(mined_at_home(), 0, 49) == Approx(capacity * 30).margin(capacity));
}

TEST_CASE("a holiday slows the lines of its region to its pace") {
  auto sketch = digger(50);
  sketch.scenario.switches.holidays = true;
  sketch.scenario.regions.front().holidays.push_back(
      {sketch.start() + 10, sketch.start() + 19, 0.25, {}});
  const auto tonnes = mined(sketch);
  CHECK(sum(tonnes, 0, 9) == Approx(capacity * 10));
  CHECK(sum(tonnes, 10, 19) == Approx(capacity * 10 * 0.25).margin(0.2));
  CHECK(sum(tonnes, 20, 49) == Approx(capacity * 30).margin(0.2));
}

TEST_CASE("a production quota caps the year and starts afresh on the first of January") {
  auto sketch = digger(2 * 365);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2024, 10'000, {}, {}, {}});
  quota.limits.push_back({2025, 100, {}, {}, {}});
  quota.limits.push_back({2026, 60, {}, {}, {}});
  sketch.instrument("quota", "AA", quota);
  const auto outcome = run(sketch.scenario);
  const auto tonnes = outcome.series(Metric::mined);
  CHECK(sum(tonnes, 0, 49) == Approx(100));
  CHECK(sum(tonnes, 50, 364) == 0);
  CHECK(tonnes[365] == Approx(capacity));
  CHECK(sum(tonnes, 365, 394) == Approx(60));
  CHECK(sum(tonnes, 395, 729) == 0);
  CHECK(outcome.figure(Metric::quota_used, {.region = "AA", .facility = "quota"}) == Approx(1));
}

TEST_CASE("a production quota issued in batches adds up over the year") {
  auto sketch = digger(365);
  ProductionQuotaSpec quota;
  quota.limits.push_back(
      {2025, 100, {}, {{date_of(2025, 1, 1), 0.6}, {date_of(2025, 7, 1), 0.4}}, {}});
  sketch.instrument("quota", "AA", quota).from = sketch.start();
  const auto outcome = run(sketch.scenario);
  const auto tonnes = outcome.series(Metric::mined);
  const int july = date_of(2025, 7, 1) - sketch.start();
  CHECK(sum(tonnes, 0, 29) == Approx(60));
  CHECK(sum(tonnes, 30, july - 1) == 0);
  CHECK(sum(tonnes, july, july + 19) == Approx(40));
  CHECK(sum(tonnes, july + 20, 364) == 0);
  CHECK(outcome.figure(Metric::quota_used, {.region = "AA", .facility = "quota"}) == Approx(1));
  // What the first batch leaves stays usable until the year ends.
  std::get<ProductionQuotaSpec>(sketch.scenario.instruments.front().kind).limits[0].tonnes = 1000;
  CHECK(sum(mined(sketch), 0, 364) == Approx(365 * capacity).margin(0.2));
}

TEST_CASE("a quota binds from its first day to its last, for the part of the year") {
  constexpr int from = 100;
  constexpr int days = 120;
  auto sketch = digger(365);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2025, 365, {}, {}, {}});
  auto& row = sketch.instrument("quota", "AA", quota);
  row.from = sketch.start() + from;
  row.until = sketch.start() + (from + days - 1);
  const auto outcome = run(sketch.scenario);
  const auto tonnes = outcome.series(Metric::mined);
  CHECK(sum(tonnes, 0, from - 1) == Approx(capacity * from).margin(0.2));
  CHECK(sum(tonnes, from, from + days - 1) == Approx(days).margin(0.2));
  CHECK(sum(tonnes, from + 61, from + days - 1) == 0);
  CHECK(sum(tonnes, from + days, 364) == Approx(capacity * (365 - from - days)).margin(0.2));

  const auto& policy = outcome.observations.policy;
  REQUIRE(policy.size() == 2);
  CHECK(policy[0].date == sketch.start() + from);
  CHECK(policy[0].action == "issue");
  CHECK(policy[0].value == Approx(days));
  CHECK(policy[1].date == sketch.start() + (from + days));
  CHECK(policy[1].action == "lapse");
  CHECK(std::isnan(policy[1].value));
  CHECK(std::isnan(outcome.figure(Metric::quota_used, {.region = "AA", .facility = "quota"})));
}

TEST_CASE("a quota before or after the run binds nothing") {
  auto sketch = digger(100);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2025, 1, {}, {}, {}});
  auto& row = sketch.instrument("quota", "AA", quota);
  row.until = sketch.start() - 100;
  CHECK(sum(mined(sketch), 0, 99) == Approx(capacity * 100).margin(0.2));
  row.until.reset();
  row.from = sketch.start() + 100;
  CHECK(sum(mined(sketch), 0, 99) == Approx(capacity * 100).margin(0.2));
  row.from = sketch.start();
  CHECK(sum(mined(sketch), 0, 99) == Approx(1).margin(0.2));
}

TEST_CASE("a quota of a region and a stage covers what is of both") {
  auto sketch = digger(50);
  sketch.region("BB");
  sketch.facility("far_mine", Stage::mine, "BB");
  sketch.line("far_mine", "dig", capacity / 2).lot_days = 0.05;
  sketch.push("far_mine", "heap", "oxide", 1, 1);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2025, 0, {}, {}, {}});
  quota.regions = {"AA"};
  quota.stage = Stage::mine;
  auto& row = sketch.instrument("quota", "AA", quota);
  CHECK(sum(mined(sketch), 0, 49) == Approx(capacity * 50).margin(0.2));
  // Of both facilities, the one in the region.
  quota.facilities = {"mine", "far_mine"};
  row.kind = quota;
  CHECK(sum(mined(sketch), 0, 49) == Approx(capacity * 50).margin(0.2));
  quota.regions.clear();
  row.kind = quota;
  CHECK(sum(mined(sketch), 0, 49) == Approx(0));
  quota.facilities = {"far_mine"};
  row.kind = quota;
  CHECK(sum(mined(sketch), 0, 49) == Approx(capacity * 50).margin(0.2));
}

TEST_CASE("a quota that does not bind changes nothing, and lines of one quota share it") {
  auto sketch = digger(300);
  sketch.facility("quarry", Stage::mine, "AA");
  sketch.line("quarry", "dig", capacity / 2).lot_days = 0.05;
  sketch.push("quarry", "heap", "oxide", 1, 1);
  ProductionQuotaSpec quota;
  quota.limits.push_back({2025, 2000, {}, {}, {}});
  sketch.instrument("quota", "AA", quota);
  CHECK(sum(mined(sketch), 0, 299) == Approx(2 * capacity * 300));
  std::get<ProductionQuotaSpec>(sketch.scenario.instruments.front().kind).limits[0].tonnes = 500;
  CHECK(sum(mined(sketch), 0, 299) == Approx(500));
  std::get<ProductionQuotaSpec>(sketch.scenario.instruments.front().kind).facilities = {"quarry"};
  CHECK(sum(mined(sketch), 0, 299) == Approx(500 + capacity * 300));
}

}  // namespace
}  // namespace monazite::small_worlds
