#include <catch2/catch.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// What becomes of goods under way when a ban begins and when it ends.
namespace monazite::small_worlds {
namespace {

constexpr int transit_days = 20;
constexpr std::int64_t tonne = 1'000'000;
constexpr int begin = 50;

/// A ban in force from a day of the run on, for so many days.
struct DatedRule {
  InTransit rule;
  int first;
  int days;
};

/// A mine that sends a tonne a day to a plant abroad, twenty days away, under bans.
Outcome under_bans(const std::vector<DatedRule>& bans) {
  PipeDays days;
  days.transit = transit_days;
  days.plant_cover = 150;
  auto sketch = pipe(1, days, 150);
  for (const auto& dated : bans) {
    BanSpec ban;
    ban.in_transit = dated.rule;
    auto& row = sketch.instrument("ban_of_day_" + std::to_string(dated.first), "AA", ban);
    row.from = sketch.start() + dated.first;
    row.until = sketch.start() + (dated.first + dated.days - 1);
  }
  return run(sketch.scenario);
}

Outcome with_rule(InTransit rule, int ban_days) { return under_bans({{rule, begin, ban_days}}); }

std::int64_t seized(const Outcome& outcome) {
  return outcome.observations.balance[index_of(Element::Nd)].seized;
}

/// Tonnes that arrive at the plant by day: the stock's rise and the day's use.
std::vector<double> arrivals(const Outcome& outcome) {
  const auto stock = outcome.series(Metric::inventory, {.region = "BB", .material = "metal"});
  std::vector<double> tonnes = {1};
  for (std::size_t day = 1; day < stock.size(); ++day) {
    tonnes.push_back(stock[day] - stock[day - 1] + 1);
  }
  return tonnes;
}

std::vector<double> under_way(const Outcome& outcome) {
  return outcome.series(Metric::in_transit, {.material = "metal"});
}

void check_days(const std::vector<double>& values, int first, int last, double expected) {
  for (int day = first; day <= last; ++day) {
    INFO("day " << day);
    CHECK(values[static_cast<std::size_t>(day)] == Approx(expected).margin(1e-4));
  }
}

TEST_CASE("grandfathered goods arrive as if nothing had happened") {
  const auto outcome = with_rule(InTransit::grandfather, 30);
  const auto arrived = arrivals(outcome);
  check_days(arrived, 1, begin + transit_days - 1, 1);
  check_days(arrived, begin + transit_days, begin + 30 + transit_days - 1, 0);
  CHECK(arrived[begin + 30 + transit_days] > 1);
  CHECK(outcome.observations.balance[index_of(Element::Nd)].seized == 0);
}

TEST_CASE("held goods wait at customs and arrive a day after the ban has gone") {
  const auto outcome = with_rule(InTransit::hold, 30);
  const auto arrived = arrivals(outcome);
  check_days(arrived, 1, begin - 1, 1);
  check_days(arrived, begin, begin + 30, 0);
  check_days(under_way(outcome), begin, begin + 29, transit_days);
  CHECK(arrived[begin + 31] == Approx(transit_days).margin(1e-4));
}

TEST_CASE("held goods that are not there yet when the ban goes arrive on their day") {
  const auto arrived = arrivals(with_rule(InTransit::hold, 5));
  check_days(arrived, begin, begin + 4, 0);
  CHECK(arrived[begin + 5] == Approx(1).margin(1e-4));
  CHECK(arrived[begin + 6] == Approx(1 + 5).margin(1e-4));
  check_days(arrived, begin + 7, begin + transit_days - 1, 1);
}

TEST_CASE("returned goods are as long on the way back as they were on the way out") {
  const auto outcome = with_rule(InTransit::return_to_origin, 60);
  const auto reference = with_rule(InTransit::grandfather, 60);
  const Of mine = {.region = "AA", .material = "metal"};
  const auto stock = outcome.series(Metric::inventory, mine);
  const auto stock_without = reference.series(Metric::inventory, mine);
  check_days(arrivals(outcome), begin, begin + 59, 0);
  for (int back = 0; back <= transit_days; ++back) {
    const auto day = static_cast<std::size_t>(begin + back);
    CHECK(under_way(outcome)[day] == Approx(transit_days - back).margin(1e-4));
    CHECK(stock[day] - stock_without[day] == Approx(back).margin(1e-4));
  }
  // The buyer's order stands: what came back leaves again with the rest.
  const double owed = outcome.series(Metric::backlog, mine)[begin + 59];
  CHECK(owed == Approx(60 + transit_days).margin(1e-4));
}

TEST_CASE("seized goods leave the world, and the buyer orders them again") {
  const auto outcome = with_rule(InTransit::seize, 60);
  const auto reference = with_rule(InTransit::grandfather, 60);
  check_days(arrivals(outcome), begin, begin + 59, 0);
  check_days(under_way(outcome), begin, begin + 59, 0);
  CHECK(outcome.observations.balance[index_of(Element::Nd)].seized == transit_days * tonne);
  const Of orders = {.region = "BB", .material = "metal"};
  CHECK(outcome.figure(Metric::orders, orders) - reference.figure(Metric::orders, orders) ==
        Approx(transit_days).margin(1e-4));
}

TEST_CASE("a ban that seizes takes what an older ban had let pass") {
  const auto outcome =
      under_bans({{InTransit::grandfather, begin, 100}, {InTransit::seize, begin + 5, 95}});
  CHECK(seized(outcome) == (transit_days - 5) * tonne);
}

TEST_CASE("a ban that seizes takes what an older ban holds, at the border and at sea") {
  const auto outcome =
      under_bans({{InTransit::hold, begin, 100}, {InTransit::seize, begin + 5, 95}});
  CHECK(seized(outcome) == transit_days * tonne);
  check_days(under_way(outcome), begin + 5, 149, 0);
}

TEST_CASE("a ban that returns sends back what an older ban holds, as far as it has come") {
  const auto outcome =
      under_bans({{InTransit::hold, begin, 100}, {InTransit::return_to_origin, begin + 30, 70}});
  check_days(arrivals(outcome), begin, 149, 0);
  // All of it stands at the border, twenty days from home.
  check_days(under_way(outcome), begin, begin + 30 + transit_days - 1, transit_days);
  check_days(under_way(outcome), begin + 30 + transit_days, 149, 0);
}

TEST_CASE("what a ban held at sea goes free with its end, whatever comes after") {
  const DatedRule held{InTransit::hold, begin, 5};
  SECTION("a ban that lets goods under way pass") {
    const auto arrived = arrivals(under_bans({held, {InTransit::grandfather, begin + 7, 90}}));
    check_days(arrived, begin + 7, begin + transit_days - 1, 1);
  }
  SECTION("a ban that seizes") {
    const DatedRule seizing{InTransit::seize, begin + 7, 90};
    const auto outcome = under_bans({held, seizing});
    CHECK(seized(outcome) == seized(under_bans({{InTransit::grandfather, begin, 5}, seizing})));
    CHECK(seized(outcome) > (transit_days - 7) * tonne);
  }
}

TEST_CASE("only a ban that holds keeps goods at the border, and the last such ban") {
  SECTION("a ban that lets goods pass stays in force") {
    const auto arrived = arrivals(
        under_bans({{InTransit::hold, begin, 30}, {InTransit::grandfather, begin + 1, 90}}));
    check_days(arrived, begin, begin + 30, 0);
    CHECK(arrived[begin + 31] == Approx(transit_days).margin(1e-4));
  }
  SECTION("another ban that holds") {
    const auto arrived =
        arrivals(under_bans({{InTransit::hold, begin, 30}, {InTransit::hold, begin + 1, 39}}));
    check_days(arrived, begin, begin + 40, 0);
    CHECK(arrived[begin + 41] == Approx(transit_days).margin(1e-4));
  }
}

TEST_CASE("a lot that takes the place of a returned shipment is not taken for it") {
  // The arrival that the shipment was due for comes after it is home, when another may be in its
  // place: the balance of the run would tell.
  for (const int transit : {10, 20, 35}) {
    for (int ban_days = 1; ban_days <= 20; ++ban_days) {
      PipeDays days;
      days.transit = transit;
      days.lead = 5;
      days.plant_cover = 60;
      auto sketch = pipe(2, days, 200);
      BanSpec ban;
      ban.in_transit = InTransit::return_to_origin;
      auto& row = sketch.instrument("ban", "AA", ban);
      row.from = sketch.start() + begin;
      row.until = sketch.start() + (begin + ban_days - 1);
      CHECK_NOTHROW(run(sketch.scenario));
    }
  }
}

TEST_CASE("on one day, what a ban lets go and another returns is returned, whatever their ids") {
  const auto both = [](const char* held, const char* returned) {
    PipeDays days;
    days.transit = transit_days;
    days.plant_cover = 150;
    auto sketch = pipe(1, days, 150);
    for (const auto& [id, rule, first, last] :
         {std::tuple(held, InTransit::hold, begin, begin + 29),
          std::tuple(returned, InTransit::return_to_origin, begin + 30, begin + 30)}) {
      BanSpec ban;
      ban.in_transit = rule;
      auto& row = sketch.instrument(id, "AA", ban);
      row.from = sketch.start() + first;
      row.until = sketch.start() + last;
    }
    return arrivals(run(sketch.scenario));
  };
  const auto arrived = both("a", "b");
  CHECK(arrived == both("b", "a"));
  // Twenty days home, and twenty days out again.
  check_days(arrived, begin, begin + 30 + transit_days, 0);
}

TEST_CASE("a lot that takes the place of a seized shipment is not taken for it") {
  // Day by day, another shipment is the one whose place is taken, until one is due with the lot
  // that starts at noon.
  for (int day = begin; day < begin + 2 * transit_days; ++day) {
    PipeDays days;
    days.transit = transit_days;
    days.plant_cover = 150;
    auto sketch = pipe(1, days, 150);
    sketch.scenario.lines.front().lead_time = constant_days(4.5);
    // A plant at home, for which the mine goes on.
    auto& line = sketch.scenario.lines.front();
    line.rate_tonnes_per_year *= 2;
    line.capacity_tonnes_per_year *= 2;
    line.lot_days /= 2;
    sketch.facility("home", Stage::end_use, "AA");
    sketch.demand("home", "cars", "build", 1).cover_days = days.plant_cover;
    sketch.lane("mine", "home", "crude_metal", 1, 1);
    BanSpec ban;
    ban.in_transit = InTransit::seize;
    sketch.instrument("ban", "AA", ban).from = sketch.start() + day;
    const auto outcome = run(sketch.scenario);
    check_days(arrivals(outcome), day, 149, 0);
    const auto& neodymium = outcome.observations.balance[index_of(Element::Nd)];
    CHECK(neodymium.seized == transit_days * tonne);
    // A tonne a day for home throughout, and one for abroad up to the ban.
    CHECK(neodymium.mined == (150 + day) * tonne);
  }
}

}  // namespace
}  // namespace monazite::small_worlds
