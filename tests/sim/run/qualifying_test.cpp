#include "sim/run/qualifying.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int trouble = 50;  ///< days from the start to the ban, the licence or the outage

/// A mine with stock for all, that sells a tonne a day to a neighbour, and that `plant` may order
/// from only after it has qualified it.
void add_candidate(Sketch& sketch, const std::string& id, const std::string& region,
                   double transit_days = 10) {
  sketch.region(region);
  sketch.facility(id, Stage::mine, region);
  auto& line = sketch.line(id, "dig", oxide_per_element[index_of(Element::Nd)]);
  line.capacity_tonnes_per_year *= 5;
  line.output_cover_days = 200;
  sketch.facility(id + "_customer", Stage::end_use, region);
  sketch.demand(id + "_customer", "cars", "build", 1).cover_days = 20;
  sketch.lane(id, id + "_customer", "crude_metal", 1, 10);
  sketch.lane(id, "plant", "crude_metal", 0, transit_days).qualified = false;
}

/// The plant buys from `mine` in AA alone; `other` in CC is a candidate.
Sketch two_sources(double qualification_days, int reported_days = 300) {
  auto sketch = pipe(1, {}, reported_days);
  add_candidate(sketch, "other", "CC");
  sketch.scenario.behaviour.front().qualification_time = constant_days(qualification_days);
  return sketch;
}

InstrumentSpec& ban(Sketch& sketch, const std::string& region, int from_day) {
  auto& row = sketch.instrument("ban_of_" + region, region, BanSpec{});
  row.from = sketch.start() + from_day;
  return row;
}

/// Days from the start to the first shipment to the plant; -1 when there is none.
int first_shipment(const Scenario& scenario, const std::string& from = "other") {
  Stepper stepper(scenario);
  const auto& calendar = scenario.calendar;
  for (int day = 0; day <= calendar.end - calendar.start; ++day) {
    stepper.run_to(calendar.start + (day + 1));
    if (stepper.under_way(from, "plant", "crude_metal") > 0) {
      return day;
    }
  }
  return -1;
}

/// Days from the start to the review in which the plant begins to qualify; -1 when it does not.
int begun_on(const Scenario& scenario, const std::string& from = "other",
             const std::string& material = "crude_metal") {
  Stepper stepper(scenario);
  stepper.run_to(scenario.calendar.end + 1);
  const auto at =
      stepper.state().qualified_at[lane_number(stepper.world(), from, "plant", material)];
  const double days = mean_of(*scenario.behaviour.front().qualification_time) / 86400;
  return at == not_begun ? -1
                         : static_cast<int>(static_cast<double>(at) / 86400 - days -
                                            scenario.calendar.start.days_since_epoch);
}

TEST_CASE("a buyer cut off by a ban is served by another as soon as it has qualified it") {
  for (const int days : {1, 13, 60, 120}) {
    auto sketch = two_sources(days);
    ban(sketch, "AA", trouble);
    CHECK(first_shipment(sketch.scenario) == trouble + days);
    // It waits for a week before it gives up on a ban.
    sketch.scenario.behaviour.front().patience_days = 7;
    CHECK(first_shipment(sketch.scenario) == trouble + 7 + days);
  }
}

TEST_CASE("a plant takes the time of its sector") {
  auto sketch = two_sources(60);
  ban(sketch, "AA", trouble);
  sketch.scenario.sectors.front().qualification_time = constant_days(90);
  CHECK(first_shipment(sketch.scenario) == trouble + 90);
}

TEST_CASE("a buyer that gets no licences begins once its orders have waited for its patience") {
  auto sketch = two_sources(60);
  LicenceSpec none;
  none.review.service = Distribution(Constant{5});
  none.approval = {{"default", 0}};
  sketch.instrument("desk", "AA", none).from = sketch.start() + trouble;
  // Orders of n days are (n + 1) / 2 old on the mean: more than five after ten.
  sketch.scenario.behaviour.front().patience_days = 5;
  CHECK(first_shipment(sketch.scenario) == trouble + 10 + 60);
}

TEST_CASE("a buyer whose supplier owes for too long begins then, and never without patience") {
  auto sketch = two_sources(60);
  sketch.outage("strike", "mine", sketch.start() + trouble, 250);
  CHECK(begun_on(sketch.scenario) == -1);
  auto& behaviour = sketch.scenario.behaviour.front();
  behaviour.patience_days = 10;
  // Lots in process and the cover of the mine last for six days; orders of twenty days are more
  // than ten old on the mean.
  CHECK(begun_on(sketch.scenario) == trouble + 6 + 20);
  // Orders are withdrawn and placed again every sixteen days, and the first ones after the
  // qualification go to the new supplier too.
  behaviour.cancel_after_days = 15;
  const int first = first_shipment(sketch.scenario);
  CHECK(first >= trouble + 6 + 20 + 60);
  CHECK(first < trouble + 6 + 20 + 60 + 16);
}

TEST_CASE("without a cause nobody is qualified, and nothing differs from a world without") {
  const auto with = run(two_sources(10).scenario);
  auto sketch = two_sources(10);
  auto& lanes = sketch.scenario.lanes;
  std::erase_if(lanes, [](const LaneSpec& lane) { return lane.qualified == false; });
  const auto without = run(sketch.scenario);
  CHECK(with.observations.events == without.observations.events);
  for (std::uint32_t month = 0; month < with.world->plan.months.size(); ++month) {
    CHECK(with.flow("other", "plant", "crude_metal", month) == 0);
    CHECK(with.flow("mine", "plant", "crude_metal", month) ==
          without.flow("mine", "plant", "crude_metal", month));
    CHECK(with.flow("other", "other_customer", "crude_metal", month) ==
          without.flow("other", "other_customer", "crude_metal", month));
  }
}

TEST_CASE("a ban that leaves most of the purchases is no cause") {
  // 40 % of the plant's oxide come from north.
  auto sketch = diamond(0.4, 200);
  sketch.region("EE");
  sketch.facility("east", Stage::separation, "EE");
  auto& line = sketch.line("east", "separate", 0);
  line.capacity_tonnes_per_year = per_year(4);
  line.lot_days = 0.25;
  line.input_cover_days = 5;
  sketch.lane("mine", "east", "ore", 0, 5);
  sketch.lane("east", "plant", "oxide", 0, 10).qualified = false;
  ban(sketch, "BB", trouble);
  auto& behaviour = sketch.scenario.behaviour.front();
  behaviour.qualification_time = constant_days(30);
  for (const auto& [qualify_at, day] :
       {std::pair(0.5, -1), std::pair(0.41, -1), std::pair(0.4, trouble)}) {
    behaviour.qualify_at = qualify_at;
    CHECK(begun_on(sketch.scenario, "east", "oxide") == day);
  }
}

TEST_CASE("of two candidates the nearer is qualified, and when it is closed too the other") {
  auto sketch = two_sources(60);
  add_candidate(sketch, "distant", "DD", 20);
  ban(sketch, "AA", trouble);
  CHECK(first_shipment(sketch.scenario, "other") == trouble + 60);
  CHECK(first_shipment(sketch.scenario, "distant") == -1);
  ban(sketch, "CC", trouble + 20);
  CHECK(first_shipment(sketch.scenario, "other") == -1);
  CHECK(first_shipment(sketch.scenario, "distant") == trouble + 20 + 60);
}

TEST_CASE("a candidate under a ban of its own is not begun with") {
  auto sketch = two_sources(60);
  ban(sketch, "AA", trouble);
  ban(sketch, "CC", 0).until = sketch.start() + (trouble + 4);
  CHECK(first_shipment(sketch.scenario) == trouble + 5 + 60);
}

TEST_CASE("after the ban the newcomer keeps the part of a supplier of the same cost") {
  auto sketch = two_sources(30, 600);
  sketch.scenario.behaviour.front().cancel_after_days = 20;
  ban(sketch, "AA", trouble).until = sketch.start() + (trouble + 60);
  const auto outcome = run(sketch.scenario);
  constexpr std::uint32_t june_of_next_year = 17;
  CHECK(outcome.flow("mine", "plant", "crude_metal", june_of_next_year) == Approx(15).margin(1.1));
  CHECK(outcome.flow("other", "plant", "crude_metal", june_of_next_year) == Approx(15).margin(1.1));
}

}  // namespace
}  // namespace monazite::small_worlds
