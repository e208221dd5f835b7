#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// A pipe whose goods (10 USD/kg) enter BB a tonne a day, under a duty of 50 % from January on.
Sketch taxed_pipe(int days = 120) {
  auto sketch = pipe(1, {}, days);
  TariffSpec tariff;
  TariffStep step;
  step.from = date_of(2025, 1, 1);
  step.rate = 0.5;
  tariff.schedule = {step};
  sketch.instrument("duty", "BB", tariff);
  return sketch;
}

ActionSpec rate_of(double rate) {
  ActionSpec action;
  action.instrument = "duty";
  action.ease.emplace().rate = rate;
  return action;
}

ActionSpec verb_on(const std::string& instrument, ActionVerb verb) {
  ActionSpec action;
  action.instrument = instrument;
  action.verb = verb;
  return action;
}

TruceSpec truce_until(Date from, Date deadline) {
  TruceSpec truce;
  truce.id = "truce";
  truce.from = from;
  truce.deadline = deadline;
  truce.actions = {rate_of(0.1)};
  return truce;
}

double duty_paid(const Sketch& sketch) {
  return run(sketch.scenario).figure(Metric::tariff_paid_usd, {.region = "BB"});
}

/// Duty on a tonne a day.
double duty(int days, double rate) { return days * rate * 10'000; }

std::vector<std::string> acts_of(const Outcome& outcome, const std::string& id) {
  std::vector<std::string> acts;
  for (const auto& row : outcome.observations.policy) {
    if (outcome.world->plan.instruments[row.instrument].id == id) {
      acts.push_back(to_iso(row.date) + " " + row.action);
    }
  }
  return acts;
}

TEST_CASE("what a truce has eased comes back on the day after its deadline") {
  auto sketch = taxed_pipe();
  auto& truce =
      sketch.scenario.truces.emplace_back(truce_until(date_of(2025, 2, 1), date_of(2025, 2, 20)));
  SECTION("snapped back") {
    CHECK(duty_paid(sketch) == Approx(duty(31 + 69, 0.5) + duty(20, 0.1)));
    CHECK(acts_of(run(sketch.scenario), "truce") ==
          std::vector<std::string>{"2025-02-01 impose", "2025-02-21 snap_back"});
  }
  SECTION("extended each time") {
    truce.then = TruceSpec::Then::extend;
    truce.extension_days = 30;
    CHECK(duty_paid(sketch) == Approx(duty(31, 0.5) + duty(89, 0.1)));
    CHECK(acts_of(run(sketch.scenario), "truce") ==
          std::vector<std::string>{"2025-02-01 impose", "2025-02-21 extend", "2025-03-23 extend",
                                   "2025-04-22 extend"});
  }
  SECTION("lapsed, and with it the duty") {
    truce.then = TruceSpec::Then::lapse;
    CHECK(duty_paid(sketch) == Approx(duty(31, 0.5) + duty(20, 0.1)));
  }
  SECTION("so many days from its first") {
    truce.deadline.reset();
    truce.lasts_days = 20;
    CHECK(duty_paid(sketch) == Approx(duty(31 + 69, 0.5) + duty(20, 0.1)));
  }
}

TEST_CASE("the course of an instrument goes on beneath a truce") {
  auto sketch = taxed_pipe();
  auto& tariff = std::get<TariffSpec>(sketch.scenario.instruments.front().kind);
  TariffStep higher;
  higher.from = date_of(2025, 2, 10);
  higher.rate = 0.8;
  tariff.schedule.push_back(higher);
  sketch.scenario.truces.push_back(truce_until(date_of(2025, 2, 1), date_of(2025, 2, 20)));
  CHECK(duty_paid(sketch) == Approx(duty(31, 0.5) + duty(20, 0.1) + duty(69, 0.8)));
}

TEST_CASE("a truce whose deadline lies beyond the horizon is one without, byte for byte") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    auto with = taxed_pipe();
    with.scenario.truces.push_back(truce_until(date_of(2025, 2, 1), date_of(2031, 2, 20)));
    auto without = with;
    without.scenario.truces.front().deadline.reset();
    auto one = run(with.scenario, seed).observations;
    auto other = run(without.scenario, seed).observations;
    // Only what is told of the days left differs.
    one.policy.clear();
    other.policy.clear();
    CHECK(bits(one) == bits(other));
  }
}

TEST_CASE("buyers order ahead of the end of a truce as far as they believe in it") {
  auto sketch = taxed_pipe();
  auto& profile = sketch.scenario.behaviour.front();
  profile.most_front_loading_days = 60;
  profile.holding_cost_per_day = 0.001;
  sketch.scenario.truces.push_back(truce_until(date_of(2025, 2, 1), date_of(2025, 4, 29)));
  const auto stock_at_end = [&](double believed) {
    sketch.scenario.truces.front().believed = believed;
    return run(sketch.scenario)
        .series(Metric::inventory, {.region = "BB", .material = "metal"})[115];
  };
  const double usual = stock_at_end(0);
  // 5 % of a rise of 0.4 pays for 20 days at a tenth of a per cent a day.
  CHECK(stock_at_end(0.05) == Approx(usual + 20).margin(0.5));
  CHECK(stock_at_end(1) == Approx(usual + 60).margin(0.5));
}

TEST_CASE("an action suspends, resumes and imposes what no date moves") {
  auto sketch = pipe(1, {}, 120);
  // Waits for an action.
  sketch.instrument("stop", "AA", BanSpec{});
  auto& truce = sketch.scenario.truces.emplace_back();
  truce.id = "quarrel";
  truce.from = date_of(2025, 2, 1);
  truce.deadline = date_of(2025, 2, 10);
  truce.actions = {verb_on("stop", ActionVerb::impose)};
  const auto outcome = run(sketch.scenario);
  const auto sent = outcome.series(Metric::exports, {.region = "AA", .material = "crude_metal"});
  for (std::size_t day = 31; day <= 40; ++day) {
    CHECK(sent[day] == 0);
  }
  CHECK(sent[30] > 0);
  CHECK(sent[41] > 0);
  CHECK(acts_of(outcome, "stop") ==
        std::vector<std::string>{"2025-02-01 impose", "2025-02-11 snap_back"});
}

TEST_CASE("a ramp goes by weeks to the share that is carried out") {
  auto sketch = taxed_pipe();
  auto truce = truce_until(date_of(2025, 2, 1), date_of(2025, 12, 31));
  truce.actions.front().ramp_days = 14;
  truce.actions.front().implementation = 0.5;
  sketch.scenario.truces.push_back(truce);
  // 50 % until 7 February, 40 % until the 14th, then half of the way to 10 %.
  CHECK(duty_paid(sketch) == Approx(duty(31 + 7, 0.5) + duty(7, 0.4) + duty(75, 0.3)));
}

TEST_CASE("another action cuts a ramp short where it stands") {
  auto sketch = pipe(1, {}, 120);
  FrictionSpec friction;
  friction.hold_probability = 0.1;
  friction.hold = constant_days(5);
  sketch.instrument("slow", "AA", friction).from = date_of(2025, 1, 1);
  const auto tighten = [](int after, int ramp) {
    ActionSpec action;
    action.instrument = "slow";
    action.after_days = after;
    auto& standing = action.tighten.emplace();
    if (ramp > 0) {
      action.ramp_days = ramp;
      standing.hold_probability = 0.8;
    } else {
      standing.time_factor = 2;
    }
    return action;
  };
  auto& truce = sketch.scenario.truces.emplace_back();
  truce.id = "quarrel";
  truce.from = date_of(2025, 2, 1);
  truce.actions = {tighten(0, 70), tighten(15, 0)};
  const auto outcome = run(sketch.scenario);
  std::vector<double> shares;
  for (const auto& row : outcome.observations.policy) {
    if (row.parameter == "share_held" && row.date >= date_of(2025, 2, 1)) {
      shares.push_back(row.value);
    }
  }
  // A week a tenth of the way from 10 to 80 %; after two weeks only the time changes.
  REQUIRE(shares.size() == 3);
  CHECK(shares[0] == Approx(0.17));
  CHECK(shares[1] == Approx(0.24));
  CHECK(shares[2] == Approx(0.24));
}

TEST_CASE("what is put off is what has not come yet") {
  auto sketch = taxed_pipe();
  auto& tariff = std::get<TariffSpec>(sketch.scenario.instruments.front().kind);
  for (const auto& [on, rate] :
       {std::pair(date_of(2025, 2, 1), 0.3), std::pair(date_of(2025, 4, 1), 0.9)}) {
    TariffStep step;
    step.from = on;
    step.rate = rate;
    tariff.schedule.push_back(step);
  }
  auto& round = sketch.scenario.talks.emplace_back();
  round.id = "round";
  round.date = date_of(2025, 3, 1);
  auto& branch = round.branches.emplace_back();
  branch.id = "calm";
  ActionSpec put_off;
  put_off.instrument = "duty";
  put_off.extend_days = 20;
  ActionSpec keep;
  keep.instrument = "duty";
  keep.after_days = 40;
  keep.keep = Kept::as_it_is;
  branch.actions = {put_off};
  SECTION("the rise comes twenty days later") {
    CHECK(duty_paid(sketch) == Approx(duty(31, 0.5) + duty(28 + 31 + 20, 0.3) + duty(10, 0.9)));
  }
  SECTION("and what is kept then is what holds then") {
    branch.actions.push_back(keep);
    CHECK(duty_paid(sketch) == Approx(duty(31, 0.5) + duty(28 + 31 + 30, 0.3)));
  }
}

}  // namespace
}  // namespace monazite::small_worlds
