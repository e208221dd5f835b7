#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// AA sends a tonne a day to BB, under a truce that spares it BB's duty of 50 %, and stops from
/// 1 March on. BB looks every ten days, from 11 February on, at what left in the ten days before.
Sketch promised_pipe() {
  auto sketch = pipe(1, {}, 120);
  TariffSpec tariff;
  TariffStep step;
  step.from = date_of(2025, 1, 1);
  step.rate = 0.5;
  tariff.schedule = {step};
  sketch.instrument("duty", "BB", tariff);
  sketch.instrument("stop", "AA", BanSpec{}).from = date_of(2025, 3, 1);
  auto& truce = sketch.scenario.truces.emplace_back();
  truce.id = "truce";
  truce.from = date_of(2025, 1, 1);
  truce.lasts_days = 1000;
  ActionSpec spare;
  spare.instrument = "duty";
  spare.verb = ActionVerb::suspend;
  truce.actions = {spare};
  auto& promise = sketch.scenario.reciprocity.emplace_back();
  promise.id = "flow";
  promise.by = "AA";
  promise.within = "truce";
  promise.tonnes = 10;
  promise.tolerance = 0.1;
  promise.window_days = 10;
  promise.every_days = 10;
  promise.first_check = date_of(2025, 2, 11);
  ActionSpec end;
  end.truce = "truce";
  end.verb = ActionVerb::snap_back;
  promise.answer.actions = {end};
  return sketch;
}

std::vector<std::string> acts_of(const Outcome& outcome, const std::string& id) {
  std::vector<std::string> acts;
  for (const auto& row : outcome.observations.policy) {
    if (outcome.world->plan.instruments[row.instrument].id == id) {
      acts.push_back(to_iso(row.date) + " " + row.action + " " + row.parameter);
    }
  }
  return acts;
}

// Ten tonnes leave in the windows that end on 11 and 21 February. Of the ten days before 3 March
// eight have a departure: eight tonnes are less than nine.
TEST_CASE("a breach of a promised flow ends the truce on the day worked out by hand") {
  const auto sketch = promised_pipe();
  const auto outcome = run(sketch.scenario);
  CHECK(acts_of(outcome, "flow") ==
        std::vector<std::string>{"2025-02-11 keep promised_t", "2025-02-11 keep measured_t",
                                 "2025-02-21 keep promised_t", "2025-02-21 keep measured_t",
                                 "2025-03-03 breach promised_t", "2025-03-03 breach measured_t"});
  CHECK(acts_of(outcome, "truce") ==
        std::vector<std::string>{"2025-01-01 impose days_left", "2025-03-03 snap_back days_left"});
  std::vector<double> measured;
  for (const auto& row : outcome.observations.policy) {
    if (row.parameter == "measured_t") {
      measured.push_back(row.value);
    }
  }
  CHECK(measured == std::vector<double>{10, 10, 8});
}

TEST_CASE("only exports of the one who has promised count, whatever destinations are named") {
  auto sketch = promised_pipe();
  auto& promise = sketch.scenario.reciprocity.front();
  promise.covers.destinations = {"BB"};
  const auto outcome = run(sketch.scenario);
  CHECK(acts_of(outcome, "truce").back() == "2025-03-03 snap_back days_left");
  // BB sends nothing to itself across a border, although AA does send to BB.
  promise.by = "BB";
  const auto compiled = compile(sketch.scenario);
  REQUIRE(compiled.world == nullptr);
  CHECK(compiled.errors.front().message == "promise 'flow' covers no lane across a border");
}

TEST_CASE("a share of the usual flow is the same promise") {
  auto sketch = promised_pipe();
  auto& promise = sketch.scenario.reciprocity.front();
  promise.tonnes.reset();
  promise.share_of_usual = 1;
  const auto outcome = run(sketch.scenario);
  CHECK(acts_of(outcome, "truce").back() == "2025-03-03 snap_back days_left");
}

TEST_CASE("an answer comes after its delay, and is taken back when the promise is kept") {
  auto sketch = promised_pipe();
  sketch.scenario.instruments.back().until = date_of(2025, 3, 12);
  auto& promise = sketch.scenario.reciprocity.front();
  promise.within.clear();
  promise.answer.after_days = 3;
  ActionSpec raise;
  raise.instrument = "duty";
  raise.tighten.emplace().rate = 0.9;
  promise.answer.actions = {raise};
  sketch.scenario.truces.clear();
  // Windows to 3 and 13 March fall short; what was owed leaves on the 13th, so the next is kept.
  const auto outcome = run(sketch.scenario);
  CHECK(acts_of(outcome, "duty") == std::vector<std::string>{"2025-01-01 impose rate",
                                                             "2025-03-06 tighten rate",
                                                             "2025-03-23 relent rate"});
}

TEST_CASE("what an answer took from a truce goes back to it") {
  auto sketch = promised_pipe();
  sketch.scenario.instruments.back().until = date_of(2025, 3, 12);
  ActionSpec resume;
  resume.instrument = "duty";
  resume.verb = ActionVerb::resume;
  sketch.scenario.reciprocity.front().answer.actions = {resume};
  const auto outcome = run(sketch.scenario);
  std::vector<double> rates;
  for (const auto& row : outcome.observations.policy) {
    if (row.parameter == "rate" && row.date > outcome.world->start) {
      rates.push_back(row.value);
    }
  }
  CHECK(rates == std::vector<double>{0.5, 0});
  CHECK(acts_of(outcome, "truce").size() == 1);
}

TEST_CASE("an answer that is late comes no more when the promise is kept again") {
  auto sketch = promised_pipe();
  sketch.scenario.instruments.back().until = date_of(2025, 3, 12);
  auto& promise = sketch.scenario.reciprocity.front();
  promise.answer.after_days = 45;
  const auto outcome = run(sketch.scenario);
  CHECK(acts_of(outcome, "truce").size() == 1);
}

TEST_CASE("an answer in proportion goes by tenths of what is missing") {
  auto sketch = promised_pipe();
  auto& promise = sketch.scenario.reciprocity.front();
  promise.within.clear();
  promise.answer.proportion = 1;
  ActionSpec raise;
  raise.instrument = "duty";
  raise.tighten.emplace().rate = 0.9;
  promise.answer.actions = {raise};
  sketch.scenario.truces.clear();
  const auto outcome = run(sketch.scenario);
  std::vector<double> rates;
  for (const auto& row : outcome.observations.policy) {
    if (row.parameter == "rate") {
      rates.push_back(row.value);
    }
  }
  // Two tenths missing, then all.
  REQUIRE(rates.size() == 3);
  CHECK(rates[1] == Approx(0.5 + 0.2 * 0.4));
  CHECK(rates[2] == 0.9);
}

TEST_CASE("who forgives every breach never answers") {
  auto sketch = promised_pipe();
  sketch.scenario.reciprocity.front().answer.probability = 0;
  const auto outcome = run(sketch.scenario);
  CHECK(acts_of(outcome, "truce").size() == 1);
  CHECK(acts_of(outcome, "flow").back() == "2025-04-22 forgive measured_t");
}

TEST_CASE("a promise whose first check comes after the run is warned of") {
  auto sketch = promised_pipe();
  CHECK(compile(sketch.scenario).warnings.empty());
  sketch.scenario.reciprocity.front().first_check = sketch.scenario.calendar.end + 1;
  const auto warnings = compile(sketch.scenario).warnings;
  REQUIRE(warnings.size() == 1);
  CHECK(warnings.front().message == "promise 'flow' is first checked after the run");
}

}  // namespace
}  // namespace monazite::small_worlds
