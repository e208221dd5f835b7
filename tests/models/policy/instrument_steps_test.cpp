#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>

#include "models/policy/instrument.hpp"

namespace monazite {
namespace {

const Date day = date_of(2025, 4, 4);

Ban ban() {
  return {{{day, "impose", {1, 2, 3}}, {day + 10, "ease", {2}}, {day + 20, "lapse", {}}},
          InTransitRule::hold};
}

std::vector<std::uint32_t> list(std::span<const std::uint32_t> lanes) {
  return {lanes.begin(), lanes.end()};
}

TEST_CASE("a ban blocks from its day, releases what it blocked before, and wakes at each level") {
  const auto imposed = ban();
  auto result = step(imposed, {}, day);
  CHECK(list(result.blocked) == std::vector<std::uint32_t>{1, 2, 3});
  CHECK(result.released.empty());
  CHECK(result.action == "impose");
  CHECK(result.wake == day + 10);
  result = step(imposed, {0}, day + 10);
  CHECK(list(result.released) == std::vector<std::uint32_t>{1, 2, 3});
  CHECK(list(result.blocked) == std::vector<std::uint32_t>{2});
  CHECK(result.wake == day + 20);
  result = step(imposed, {1}, day + 20);
  CHECK(list(result.released) == std::vector<std::uint32_t>{2});
  CHECK(result.blocked.empty());
  CHECK_FALSE(result.wake);
}

TEST_CASE("before its day a ban changes nothing") {
  const auto imposed = ban();
  const auto result = step(imposed, {}, day - 1);
  CHECK(result.state.level == -1);
  CHECK(result.blocked.empty());
  CHECK(result.wake == day);
}

TEST_CASE("a step over several levels lands on the last of them") {
  const auto imposed = ban();
  const auto result = step(imposed, {}, day + 15);
  CHECK(result.state.level == 1);
  CHECK(list(result.blocked) == std::vector<std::uint32_t>{2});
}

TEST_CASE("stepping day by day gives what one step gives") {
  rc::prop("the state on a date does not depend on the days stepped", [] {
    const auto imposed = ban();
    const Date today = day + *rc::gen::inRange(-5, 30);
    InstrumentState state;
    for (Date date = day - 5; date <= today; date = date + *rc::gen::inRange(1, 8)) {
      state = step(imposed, state, date).state;
    }
    RC_ASSERT(step(imposed, state, today).state.level == step(imposed, {}, today).state.level);
  });
}

TEST_CASE("a tariff tells its old rate and its new one") {
  const Tariff tariff{{{day, "impose", 0.3}, {day + 90, "snap_back", 1.45}}, {4}};
  auto change = step(tariff, {}, day);
  CHECK(change.old_rate == 0);
  CHECK(change.rate == 0.3);
  CHECK(change.wake == day + 90);
  change = step(tariff, change.state, day + 90);
  CHECK(change.old_rate == 0.3);
  CHECK(change.rate == 1.45);
  CHECK(change.action == "snap_back");
  CHECK_FALSE(change.wake);
}

TEST_CASE("nobody expects the next date of a tariff while an action has set its rate") {
  const Tariff tariff{
      {{day, "impose", 0.3}, {day + 90, "tighten", 1.5, 0.5}, {on_call, "ease", 0.1}}, {4}};
  const auto begun = step(tariff, {}, day).state;
  // Half of the 120 points that come.
  CHECK(expected_change(tariff, begun) == Approx(0.6));
  auto held = begun;
  held.set = 2;
  CHECK(expected_change(tariff, held) == 0);
  CHECK(expected_change(tariff, step(tariff, begun, day + 90).state) == 0);
}

TEST_CASE("at the end of a truce the rate of the day after its deadline is expected") {
  const Tariff tariff{{{day, "impose", 0.3}, {day + 90, "tighten", 1.5}, {on_call, "ease", 0.1}},
                      {4}};
  InstrumentState held = step(tariff, {}, day).state;
  held.set = 2;
  // The last day of the truce is the day before the tariff rises by its own course.
  CHECK(expected_snap_back(tariff, held, day + 89, 0.5) == Approx(0.5 * (1.5 - 0.1)));
  CHECK(expected_snap_back(tariff, held, day + 88, 0.5) == Approx(0.5 * (0.3 - 0.1)));
}

TEST_CASE("duty is rate times mass times price") {
  CHECK(duty_usd(0.25, 1000, 60) == Approx(15'000));
}

TEST_CASE("a quota gives the year's limit") {
  const ProductionQuota quota{{{date_of(2025, 1, 1), Mass{100}, "issue"},
                               {date_of(2026, 1, 1), Mass{80}, "issue"},
                               {date_of(2026, 7, 1), no_limit, "lapse"}}};
  CHECK(step(quota, {}, date_of(2025, 1, 1)).issued == Mass{100});
  CHECK(step(quota, {0}, date_of(2026, 1, 1)).issued == Mass{80});
  CHECK(step(quota, {0}, date_of(2025, 12, 31)).issued == Mass{100});
  CHECK(step(quota, {1}, date_of(2026, 6, 30)).action == "issue");
  CHECK(step(quota, {1}, date_of(2026, 7, 1)).action == "lapse");
  CHECK(step(quota, {1}, date_of(2026, 7, 1)).issued == no_limit);
}

TEST_CASE("the first wake of an instrument is its first level, if it has any") {
  CHECK(first_wake({"ban", "ban", "AA", {}, true, ban()}) == day);
  CHECK_FALSE(first_wake({"ban", "ban", "AA", {}, true, Ban{}}));
  CHECK_FALSE(first_wake({"ban", "ban", "AA", {}, false, ban()}));
}

TEST_CASE("capacity falls on the first day of an outage and comes back by its curve") {
  Outage outage{0.2, RecoveryCurve::step, 20};
  const double end = day.days_since_epoch + 10;
  const OutageSpan span[] = {{static_cast<double>(day.days_since_epoch), end}};
  CHECK(available_share(outage, span, day.days_since_epoch - 0.001) == 1);
  CHECK(available_share(outage, span, day.days_since_epoch) == 0.2);
  CHECK(available_share(outage, span, end - 0.001) == 0.2);
  CHECK(available_share(outage, span, end) == 1);
  outage.recovery = RecoveryCurve::linear;
  CHECK(available_share(outage, span, end) == Approx(0.2));
  CHECK(available_share(outage, span, end + 5) == Approx(0.4));
  CHECK(available_share(outage, span, end + 20) == Approx(1));
  CHECK(available_share(outage, span, end + 200) == Approx(1));
  outage.recovery = RecoveryCurve::exponential;
  CHECK(available_share(outage, span, end) == Approx(0.2));
  CHECK(available_share(outage, span, end + 20) == Approx(1 - 0.8 / std::exp(1.0)));
  outage.recovery_days = 0;
  CHECK(available_share(outage, span, end) == 1);
}

TEST_CASE("a line stands still from the first day of a total outage to its last, and no longer") {
  Outage outage{0, RecoveryCurve::linear, 20};
  const double end = day.days_since_epoch + 10;
  const OutageSpan span[] = {{static_cast<double>(day.days_since_epoch), end}};
  CHECK_FALSE(stands_still(outage, span, day.days_since_epoch - 0.001));
  CHECK(stands_still(outage, span, day.days_since_epoch));
  CHECK(stands_still(outage, span, end - 0.001));
  CHECK(available_share(outage, span, end) == 0);
  CHECK_FALSE(stands_still(outage, span, end));
  outage.capacity_left = 0.01;
  CHECK_FALSE(stands_still(outage, span, day.days_since_epoch));
}

TEST_CASE("of several outages each takes its share of what the ones before have left") {
  Outage outage{0.5, RecoveryCurve::linear, 20};
  const OutageSpan spans[] = {{100, 110}, {115, 120}, {200, 205}};
  CHECK(available_share(outage, spans, 112.5) == Approx(0.5 + 0.5 * 2.5 / 20));
  CHECK(available_share(outage, spans, 115) == Approx(0.5 * (0.5 + 0.5 * 5 / 20)));
  CHECK(available_share(outage, spans, 125) ==
        Approx((0.5 + 0.5 * 5 / 20) * (0.5 + 0.5 * 15 / 20)));
  CHECK(available_share(outage, spans, 199) == Approx(1));
  CHECK(available_share(outage, spans, 202) == Approx(0.5));
  CHECK(available_share(outage, {}, 202) == 1);
  CHECK_FALSE(stands_still(outage, spans, 202));
  outage.capacity_left = 0;
  CHECK(stands_still(outage, spans, 202));
  CHECK_FALSE(stands_still(outage, spans, 150));
}

}  // namespace
}  // namespace monazite
