#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

using Lanes = std::set<std::string>;  ///< "material plant"

constexpr int ban_day = 10;  ///< 11 January

/// The lanes of the market that send ten tonnes in January and nothing in February; every other
/// lane must send a tonne a day throughout.
Lanes stopped_lanes(const BanSpec& ban, int from_day = ban_day) {
  auto sketch = market();
  auto& groups = sketch.scenario.region_groups.emplace_back();
  groups.id = "ABROAD";
  groups.members = {"BB", "CC"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + from_day;
  const auto outcome = run(sketch.scenario);
  Lanes stopped;
  for (const char* material : {"nd_oxide", "dy_oxide", "nd_metal"}) {
    for (const char* plant : {"home_cars", "near_cars", "near_glass", "far_cars"}) {
      const double january = outcome.flow("mine", plant, material, 0);
      const double february = outcome.flow("mine", plant, material, 1);
      if (february == 0) {
        stopped.insert(std::string(material) + " " + plant);
        CHECK(january == Approx(ban_day));
      } else {
        CHECK(january == Approx(31));
        CHECK(february == Approx(28));
      }
    }
  }
  return stopped;
}

Lanes stopped_by(const CoversSpec& covers) {
  BanSpec ban;
  ban.covers = covers;
  return stopped_lanes(ban);
}

const Lanes all_abroad = {"nd_oxide near_cars", "nd_oxide near_glass", "nd_oxide far_cars",
                          "dy_oxide near_cars", "dy_oxide near_glass", "dy_oxide far_cars",
                          "nd_metal near_cars", "nd_metal near_glass", "nd_metal far_cars"};

TEST_CASE("a ban without limits stops every lane that leaves the issuer, from its day") {
  CHECK(stopped_by({}) == all_abroad);
}

TEST_CASE("a ban stops exactly the lanes that its covers name") {
  CoversSpec covers;
  SECTION("by element") {
    covers.elements = {Element::Dy};
    CHECK(stopped_by(covers) ==
          Lanes{"dy_oxide near_cars", "dy_oxide near_glass", "dy_oxide far_cars"});
  }
  SECTION("by form") {
    covers.forms = {Form::metal};
    CHECK(stopped_by(covers) ==
          Lanes{"nd_metal near_cars", "nd_metal near_glass", "nd_metal far_cars"});
  }
  SECTION("by material and destination") {
    covers.materials = {"nd_oxide"};
    covers.destinations = {"BB"};
    CHECK(stopped_by(covers) == Lanes{"nd_oxide near_cars", "nd_oxide near_glass"});
  }
  SECTION("by destination") {
    covers.destinations = {"CC"};
    CHECK(stopped_by(covers) ==
          Lanes{"nd_oxide far_cars", "dy_oxide far_cars", "nd_metal far_cars"});
  }
  SECTION("by a group of destinations") {
    covers.destinations = {"ABROAD"};
    CHECK(stopped_by(covers) == all_abroad);
  }
  SECTION("by end use") {
    covers.end_uses = {"glass"};
    CHECK(stopped_by(covers) ==
          Lanes{"nd_oxide near_glass", "dy_oxide near_glass", "nd_metal near_glass"});
  }
  SECTION("by facility") {
    covers.facilities = {"near_cars"};
    CHECK(stopped_by(covers) ==
          Lanes{"nd_oxide near_cars", "dy_oxide near_cars", "nd_metal near_cars"});
  }
  SECTION("by origin: nothing leaves a region that makes nothing") {
    covers.origins = {"BB"};
    CHECK(stopped_by(covers).empty());
  }
}

TEST_CASE("an exemption leaves its lanes open") {
  BanSpec ban;
  CoversSpec glass;
  glass.end_uses = {"glass"};
  CoversSpec far_metal;
  far_metal.destinations = {"CC"};
  far_metal.forms = {Form::metal};
  ban.exempt = {glass, far_metal};
  CHECK(stopped_lanes(ban) == Lanes{"nd_oxide near_cars", "nd_oxide far_cars", "dy_oxide near_cars",
                                    "dy_oxide far_cars", "nd_metal near_cars"});
}

TEST_CASE("a ban bites when its grace is over") {
  BanSpec ban;
  ban.grace_days = 6;
  CHECK(stopped_lanes(ban, ban_day - 6) == all_abroad);
}

TEST_CASE("easing releases its lanes with their backlog, the others stay shut") {
  auto sketch = market();
  BanSpec ban;
  CoversSpec dysprosium;
  dysprosium.elements = {Element::Dy};
  ban.changes.push_back({date_of(2025, 2, 1), {}, dysprosium, {}, {}});
  sketch.instrument("ban", "AA", ban).from = sketch.start() + ban_day;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 0) == Approx(10));
  // 21 days of January are owed, 28 days of February follow.
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 1) == Approx(21 + 28));
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 2) == Approx(31));
  CHECK(outcome.flow("mine", "far_cars", "dy_oxide", 1) == 0);
  CHECK(outcome.flow("mine", "far_cars", "dy_oxide", 2) == 0);
}

TEST_CASE("a ban lapses with the day after its last") {
  auto sketch = market();
  auto& row = sketch.instrument("ban", "AA", BanSpec{});
  row.from = sketch.start() + ban_day;
  row.until = date_of(2025, 2, 9);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 1) == Approx(21 + 28));
  std::vector<std::string> actions;
  for (const auto& policy : outcome.observations.policy) {
    actions.push_back(to_iso(policy.date) + " " + policy.action);
  }
  CHECK(actions == std::vector<std::string>{"2025-01-11 impose", "2025-02-10 lapse"});
}

TEST_CASE("a lane under two bans opens with the end of the later one") {
  auto sketch = market();
  for (const auto& [id, until] :
       {std::pair("first", date_of(2025, 1, 31)), std::pair("second", date_of(2025, 2, 28))}) {
    auto& row = sketch.instrument(id, "AA", BanSpec{});
    row.from = sketch.start() + ban_day;
    row.until = until;
  }
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 1) == 0);
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 2) == Approx(21 + 28 + 31));
}

constexpr int transit_days = 20;
constexpr std::int64_t tonne = 1'000'000;
constexpr int begin = 50;

/// A mine that sends a tonne a day to a plant abroad, twenty days away, and a ban of `ban_days`.
Outcome with_rule(InTransit rule, int ban_days) {
  PipeDays days;
  days.transit = transit_days;
  days.plant_cover = 150;
  auto sketch = pipe(1, days, 150);
  BanSpec ban;
  ban.in_transit = rule;
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = sketch.start() + begin;
  row.until = sketch.start() + (begin + ban_days - 1);
  return run(sketch.scenario);
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
  PipeDays days;
  days.transit = transit_days;
  days.plant_cover = 150;
  auto sketch = pipe(1, days, 150);
  BanSpec lenient;
  sketch.instrument("lenient", "AA", lenient).from = sketch.start() + begin;
  BanSpec strict;
  strict.in_transit = InTransit::seize;
  sketch.instrument("strict", "AA", strict).from = sketch.start() + begin + 5;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.observations.balance[index_of(Element::Nd)].seized == (transit_days - 5) * tonne);
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
