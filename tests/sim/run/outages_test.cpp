#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr double day_seconds = 86400;

Distribution exponential_days(double mean) { return Gamma{mean * day_seconds, 1}; }

/// Some mines that dig two tonnes a day as long as they can, in lots of 0.1 t: all is pushed.
Sketch diggers(int mines, int reported_days) {
  Sketch sketch(reported_days, 365);
  sketch.region("AA");
  sketch.material("oxide", Form::oxide, {Element::Nd});
  sketch.extraction("dig", {Element::Nd});
  sketch.output("dig", "oxide", OutputRole::byproduct);
  sketch.facility("heap", Stage::outlet, "AA");
  for (int m = 0; m < mines; ++m) {
    const auto id = "mine" + std::to_string(m);
    sketch.facility(id, Stage::mine, "AA");
    sketch.line(id, "dig", 1).lot_days = 0.05;
    sketch.push(id, "heap", "oxide", 1, 1);
  }
  return sketch;
}

OutageSpec& break_down(Sketch& sketch, double up_days, double down_days) {
  auto& shock = sketch.outage("breakdown", "", sketch.start(), 1);
  shock.facilities.clear();
  shock.stage = Stage::mine;
  shock.from.reset();
  shock.until.reset();
  shock.every = exponential_days(up_days);
  shock.lasts = exponential_days(down_days);
  return shock;
}

double mined_by(const Outcome& outcome, int mine) {
  return outcome.figure(Metric::mined, {.region = "AA", .facility = "mine" + std::to_string(mine)});
}

TEST_CASE("breakdowns of 30 days after 300 up leave 300 / 330 of capacity") {
  auto sketch = diggers(50, 3650);
  sketch.scenario.switches.noise = true;
  break_down(sketch, 300, 30);
  const auto outcome = run(sketch.scenario);
  // Some 550 breakdowns: the share of up time is known to about 0.0055.
  CHECK(outcome.figure(Metric::mined) / (50 * 2 * 3650) == Approx(300.0 / 330).margin(0.015));
}

TEST_CASE("a mine of its own stream breaks down on the same days whoever stands beside it") {
  auto few = diggers(2, 730);
  few.scenario.switches.noise = true;
  break_down(few, 60, 10);
  auto many = diggers(5, 730);
  many.scenario.switches.noise = true;
  break_down(many, 60, 10);
  const auto alone = run(few.scenario);
  const auto together = run(many.scenario);
  CHECK(mined_by(alone, 0) == mined_by(together, 0));
  CHECK(mined_by(alone, 1) == mined_by(together, 1));
  CHECK(mined_by(alone, 0) != mined_by(alone, 1));
  CHECK(mined_by(run(few.scenario, 1, 1), 0) != mined_by(alone, 0));
}

TEST_CASE("without noise a facility is up and down by the clock, and not all at once") {
  auto sketch = diggers(6, 3300);
  sketch.scenario.switches.noise = false;
  break_down(sketch, 300, 30);
  const auto outcome = run(sketch.scenario);
  for (int m = 0; m < 6; ++m) {
    CHECK(mined_by(outcome, m) == Approx(2.0 * 3000).margin(0.2));
  }
  // Each stands still on 30 of 330 days, at another time.
  const auto mined = outcome.series(Metric::mined);
  CHECK(*std::max_element(mined.begin(), mined.end()) == Approx(12).margin(0.5));
  CHECK(*std::min_element(mined.begin(), mined.end()) > 0);
}

TEST_CASE("breakdowns begin between the first day and the last") {
  auto sketch = diggers(20, 400);
  sketch.scenario.switches.noise = true;
  auto& shock = break_down(sketch, 10, 10);
  shock.from = sketch.start() + 100;
  shock.until = sketch.start() + 199;
  const auto mined = run(sketch.scenario).series(Metric::mined);
  const auto sum = [&](int first, int days) {
    return std::accumulate(mined.begin() + first, mined.begin() + first + days, 0.0);
  };
  CHECK(sum(0, 100) == Approx(20 * 2 * 100).margin(1));
  CHECK(sum(120, 80) / (20 * 2 * 80) == Approx(0.5).margin(0.1));
  CHECK(sum(300, 100) == Approx(20 * 2 * 100).margin(20));
}

TEST_CASE("an outage lasts as long as it says, wherever it begins") {
  for (const int first : {20, 33, 90}) {
    auto sketch = diggers(1, 200);
    auto& shock = sketch.outage("quake", "mine0", sketch.start() + first, 1);
    shock.until.reset();
    shock.lasts = Constant{30 * day_seconds};
    const auto mined = run(sketch.scenario).series(Metric::mined);
    CAPTURE(first);
    CHECK(std::accumulate(mined.begin(), mined.end(), 0.0) == Approx(2.0 * 170).margin(0.11));
    CHECK(mined[static_cast<std::size_t>(first)] == Approx(0).margin(0.11));
    CHECK(mined[static_cast<std::size_t>(first) + 29] == 0);
    CHECK(mined[static_cast<std::size_t>(first) + 30] == Approx(2).margin(0.11));
  }
}

TEST_CASE("how long a flood lasts is drawn anew in each run") {
  auto sketch = diggers(1, 200);
  sketch.scenario.switches.noise = true;
  auto& shock = sketch.outage("flood", "mine0", sketch.start() + 10, 1);
  shock.until.reset();
  shock.lasts = Uniform{10 * day_seconds, 50 * day_seconds};
  double lost = 0;
  for (std::uint32_t k = 0; k < 40; ++k) {
    const double days = 200 - run(sketch.scenario, 1, k).figure(Metric::mined) / 2;
    CHECK(days > 9.9);
    CHECK(days < 50.1);
    lost += days / 40;
  }
  CHECK(lost == Approx(30).margin(6));  // three standard errors of 11.5 / sqrt(40)
}

/// A plant of a tonne a day at most with 60 days in process, out for 30 days from day 100.
Sketch slow_separation(InProcess rule) {
  auto sketch = pipe(2, {.input_cover = 90, .plant_cover = 20}, 300);
  sketch.scenario.materials.back().form = Form::oxide;  // to tell it from what the mine makes
  auto& line = sketch.scenario.lines.back();
  // A tonne of oxide a day, of so much metal.
  line.rate_tonnes_per_year /= oxide_per_element[index_of(Element::Nd)];
  line.capacity_tonnes_per_year = line.rate_tonnes_per_year;
  line.lead_time = Constant{60 * day_seconds};
  line.output_cover_days = 100;
  sketch.outage("fire", "separator", sketch.start() + 100, 30).in_process = rule;
  sketch.scenario.outputs.series = {"produced", "in_process"};
  return sketch;
}

struct InTheFire {
  std::vector<double> made;
  std::vector<double> in_process;
  double lost_tonnes = 0;
};

InTheFire in_the_fire(InProcess rule) {
  const auto outcome = run(slow_separation(rule).scenario);
  const Of oxide{.region = "AA", .material = "oxide"};
  InTheFire result{outcome.series(Metric::produced, oxide),
                   outcome.series(Metric::in_process, oxide)};
  for (const auto& row : outcome.observations.balance) {
    CHECK(row.residual() == 0);
    result.lost_tonnes += static_cast<double>(row.lost) / 1e6;
  }
  return result;
}

/// Tonnes made on some days, the last not included.
double made(const InTheFire& fire, int first, int end) {
  return std::accumulate(fire.made.begin() + first, fire.made.begin() + end, 0.0);
}

TEST_CASE("goods in process go on in an outage, and the gap comes out a lead time later") {
  const auto fire = in_the_fire(InProcess::go_on);
  CHECK(fire.in_process[99] == Approx(60).margin(1.1));
  CHECK(fire.in_process[129] == Approx(30).margin(1.1));
  CHECK(made(fire, 100, 130) == Approx(30).margin(1.1));
  CHECK(made(fire, 130, 160) == Approx(30).margin(1.1));
  CHECK(made(fire, 160, 190) == Approx(0).margin(1.1));
  CHECK(made(fire, 190, 300) == Approx(110).margin(1.1));
  CHECK(fire.lost_tonnes == Approx(0).margin(1e-6));
}

TEST_CASE("goods in process stand still in an outage, and come out when it is over") {
  const auto fire = in_the_fire(InProcess::freeze);
  CHECK(fire.in_process[129] == Approx(60).margin(1.1));
  CHECK(made(fire, 100, 130) == Approx(0).margin(1.1));
  CHECK(made(fire, 130, 190) == Approx(60).margin(1.1));
  CHECK(made(fire, 190, 300) == Approx(110).margin(1.1));
  CHECK(fire.lost_tonnes == Approx(0).margin(1e-6));
}

TEST_CASE("goods in process are lost in an outage, and the balance says so") {
  const auto fire = in_the_fire(InProcess::lose);
  CHECK(fire.in_process[100] == 0);
  CHECK(made(fire, 100, 190) == Approx(0).margin(1.1));
  CHECK(made(fire, 190, 300) == Approx(110).margin(1.1));
  CHECK(fire.lost_tonnes == Approx(60 / oxide_per_element[index_of(Element::Nd)]).margin(1.1));
}

TEST_CASE("two outages of one plant that overlap freeze its goods for as long as either lasts") {
  auto sketch = slow_separation(InProcess::freeze);
  sketch.outage("strike", "separator", sketch.start() + 120, 30).in_process = InProcess::freeze;
  const auto outcome = run(sketch.scenario);
  const auto made = outcome.series(Metric::produced, {.region = "AA", .material = "oxide"});
  // Out from day 100 to day 149.
  CHECK(std::accumulate(made.begin() + 100, made.begin() + 150, 0.0) == Approx(0).margin(1.1));
  CHECK(std::accumulate(made.begin() + 150, made.begin() + 210, 0.0) == Approx(60).margin(1.1));
}

}  // namespace
}  // namespace monazite::small_worlds
