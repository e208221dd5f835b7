#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "models/scenario/compile.hpp"
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

/// What policy.csv tells, as "date action value".
std::vector<std::string> actions(const Outcome& outcome) {
  std::vector<std::string> rows;
  for (const auto& policy : outcome.observations.policy) {
    rows.push_back(to_iso(policy.date) + " " + policy.action);
  }
  return rows;
}

TEST_CASE("a ban lapses with the day after its last") {
  auto sketch = market();
  auto& row = sketch.instrument("ban", "AA", BanSpec{});
  row.from = sketch.start() + ban_day;
  row.until = date_of(2025, 2, 9);
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 1) == Approx(21 + 28));
  CHECK(actions(outcome) == std::vector<std::string>{"2025-01-11 impose", "2025-02-10 lapse"});
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

TEST_CASE("what changes within the grace is what the ban begins with") {
  auto sketch = market();
  BanSpec ban;
  ban.grace_days = 10;
  CoversSpec dysprosium;
  dysprosium.elements = {Element::Dy};
  ban.changes.push_back({date_of(2025, 1, 15), {}, dysprosium, {}, {}});
  sketch.instrument("ban", "AA", ban).from = date_of(2025, 1, 10);
  const auto outcome = run(sketch.scenario);
  CHECK(actions(outcome) == std::vector<std::string>{"2025-01-20 impose"});
  CHECK(outcome.observations.policy.front().value == 3);
  CHECK(outcome.flow("mine", "far_cars", "nd_oxide", 1) == Approx(28));
  CHECK(outcome.flow("mine", "far_cars", "dy_oxide", 1) == 0);
}

TEST_CASE("a ban that ends within its grace stops nothing, tells nothing and is warned of") {
  auto sketch = market();
  BanSpec ban;
  ban.grace_days = 30;
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = date_of(2025, 1, 10);
  row.until = date_of(2025, 2, 8);
  CHECK(compile(sketch.scenario).warnings.size() == 1);
  CHECK(actions(run(sketch.scenario)).empty());
  // A day more, and it is in force for that day.
  sketch.scenario.instruments.back().until = date_of(2025, 2, 9);
  CHECK(compile(sketch.scenario).warnings.empty());
  CHECK(actions(run(sketch.scenario)) ==
        std::vector<std::string>{"2025-02-09 impose", "2025-02-10 lapse"});
}

TEST_CASE("a change after the end of a ban is warned of") {
  auto sketch = market();
  BanSpec ban;
  ban.changes.push_back({date_of(2025, 3, 1), true, {}, {}, {}});
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = date_of(2025, 1, 10);
  row.until = date_of(2025, 2, 8);
  CHECK(compile(sketch.scenario).warnings.size() == 1);
  CHECK(actions(run(sketch.scenario)) ==
        std::vector<std::string>{"2025-01-10 impose", "2025-02-09 lapse"});
}

TEST_CASE("what was over before the reported span leaves no row, what still holds leaves one") {
  auto sketch = market();
  const Date before = sketch.start() - 100;
  auto& over = sketch.instrument("over", "AA", BanSpec{});
  over.announced = before;
  over.from = before;
  over.until = before + 50;
  TariffSpec tariff;
  tariff.schedule.push_back({before, 0.3, before + 20, TariffStep::Then::lapse, {}});
  sketch.instrument("old_tariff", "BB", tariff);
  sketch.outage("old_strike", "mine", before, 10);
  auto& standing = sketch.instrument("standing", "AA", BanSpec{});
  standing.from = before;
  const auto outcome = run(sketch.scenario);
  CHECK(actions(outcome) == std::vector<std::string>{"2025-01-01 impose"});
}

}  // namespace
}  // namespace monazite::small_worlds
