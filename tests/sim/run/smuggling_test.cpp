#include "models/behaviour/smuggling.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// The pipe of a tonne a day, shut from day 20 on, with a market at either end and a way round by
/// CC. `detection` is that of each shipment.
Sketch leaking_pipe(double detection, int days = 200) {
  auto sketch = pipe(1, {}, days);
  sketch.region("CC");
  for (const char* region : {"AA", "BB", "CC"}) {
    auto& market = sketch.scenario.markets.emplace_back();
    market.id = std::string("market_") + region;
    market.regions = {region};
  }
  BanSpec ban;
  ban.covers.origins = {"AA"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 20;
  auto& route = sketch.scenario.smuggling.emplace_back();
  route.id = "round";
  route.hub = "CC";
  route.covers.origins = {"AA"};
  route.rules.most_share = 0.5;
  route.rules.evasion_cost = 0.1;
  route.rules.spread = 0.01;
  route.rules.fine = 0;
  route.rules.at_volume = 1e-6;
  route.rules.least_volume = 1e-6;
  route.detection = detection;
  route.detour = constant_days(30);
  route.blacklist_days = 0;
  sketch.scenario.outputs.series = {"smuggled", "smuggled_and_seized", "price_traded", "exports"};
  return sketch;
}

const Of from_AA = {.region = "AA", .facility = "round"};

TEST_CASE("the chance of a seizure is what is given at its volume, and grows with volume") {
  SmugglingRules rules;
  rules.at_volume = 1000;
  CHECK(seizure_chance(rules, 0.04, 1000) == Approx(0.04));
  CHECK(seizure_chance(rules, 0.04, 0) == 0);
  CHECK(seizure_chance(rules, 0.04, 2000) == Approx(1 - 0.96 * 0.96));
  rules.least_volume = 500;
  CHECK(seizure_chance(rules, 0.04, 1000) == Approx(0.04));
  CHECK(seizure_chance(rules, 0.04, 0) > 0);
}

TEST_CASE("half of the most goes round where the gain just pays for cost and risk") {
  SmugglingRules rules;
  rules.most_share = 0.4;
  rules.evasion_cost = 0.3;
  rules.fine = 2;
  rules.spread = 0.1;
  CHECK(smuggled_share(rules, 0.3 + 2 * 0.05, 0.05) == Approx(0.2));
  CHECK(smuggled_share(rules, 10, 0.05) == Approx(0.4));
  CHECK(smuggled_share(rules, 0, 0.05) == 0);
  CHECK(smuggled_share(rules, 0.4, 0.05) > smuggled_share(rules, 0.4, 0.1));
}

TEST_CASE("half of the need goes round a ban when the gain is large, and arrives late") {
  const auto sketch = leaking_pipe(0);
  const auto outcome = run(sketch.scenario);
  const auto smuggled = outcome.series(Metric::smuggled, from_AA);
  CHECK(smuggled.at(20) == 0);
  // Half a tonne a day, sent once a week, from when the price at the far end has risen by a tenth.
  double late = 0;
  for (std::size_t day = 130; day < 130 + 28; ++day) {
    late += smuggled.at(day);
  }
  CHECK(late == Approx(14).margin(0.1));
  // Customs see nothing leave, the user gets what went round 40 days ago.
  CHECK(outcome.series(Metric::exports, {.region = "AA", .material = "metal"}).at(150) == 0);
  CHECK(outcome.figure(Metric::imports, {.region = "BB", .material = "metal"}) >
        20 + 10 + outcome.figure(Metric::smuggled, from_AA) / 2);
  CHECK(outcome.figure(Metric::trans_shipped,
                       {.region = "CC", .partner = "BB", .material = "metal"}) ==
        outcome.figure(Metric::smuggled, from_AA));
  CHECK(outcome.figure(Metric::smuggled_and_seized, from_AA) == 0);
  const auto legal = outcome.figure(Metric::exports, {.region = "AA", .material = "metal"});
  CHECK(outcome.figure(Metric::leakage, {.region = "AA"}) ==
        Approx(outcome.figure(Metric::smuggled, from_AA) / legal));
}

TEST_CASE("what is found is seized, fined and not paid for") {
  auto sketch = leaking_pipe(0.999999);
  sketch.scenario.smuggling.front().rules.at_volume = 1e-3;
  sketch.scenario.smuggling.front().rules.least_volume = 1e3;
  const auto outcome = run(sketch.scenario);
  const double smuggled = outcome.figure(Metric::smuggled, from_AA);
  const double seized = outcome.figure(Metric::smuggled_and_seized, from_AA);
  REQUIRE(smuggled > 10);
  CHECK(seized > 0.6 * smuggled);
  std::int64_t in_ledger = 0;
  for (const auto& row : outcome.observations.balance) {
    in_ledger += row.seized;
    CHECK(row.residual() == 0);
  }
  CHECK(static_cast<double>(in_ledger) * 1e-6 == Approx(seized));
  CHECK(outcome.figure(Metric::net_payments_usd, {.region = {}, .facility = "smugglers"}) == 0);
  sketch.scenario.smuggling.front().rules.fine = 3;
  sketch.scenario.smuggling.front().rules.most_share = 1;
  sketch.scenario.smuggling.front().rules.evasion_cost = -3;
  const auto fined = run(sketch.scenario);
  CHECK(fined.figure(Metric::net_payments_usd, {.region = "AA", .facility = "state"}) ==
        Approx(2 * 10 * 1000 * fined.figure(Metric::smuggled_and_seized, from_AA)));
}

TEST_CASE("an exporter that was caught sends nothing round for its time") {
  auto sketch = leaking_pipe(0.999999);
  sketch.scenario.smuggling.front().rules.at_volume = 1e-3;
  sketch.scenario.smuggling.front().rules.least_volume = 1e3;
  sketch.scenario.smuggling.front().blacklist_days = 60;
  const auto smuggled = run(sketch.scenario).series(Metric::smuggled, from_AA);
  std::vector<std::size_t> sent_on;
  for (std::size_t day = 0; day < smuggled.size(); ++day) {
    if (smuggled[day] > 0) {
      sent_on.push_back(day);
    }
  }
  REQUIRE(sent_on.size() >= 3);
  std::size_t longest = 0;
  for (std::size_t k = 1; k < sent_on.size(); ++k) {
    longest = std::max(longest, sent_on[k] - sent_on[k - 1]);
  }
  CHECK(longest >= 60);
}

TEST_CASE("goods go round a duty as well, and pay none") {
  auto sketch = leaking_pipe(0);
  sketch.scenario.instruments.clear();
  TariffSpec tariff;
  TariffStep step;
  step.from = sketch.start() + 20;
  step.rate = 0.5;
  tariff.schedule = {step};
  sketch.instrument("tariff", "BB", tariff);
  sketch.scenario.smuggling.front().review_days = 1;
  const auto with = run(sketch.scenario);
  sketch.scenario.switches.smuggling = false;
  const auto without = run(sketch.scenario);
  CHECK(with.figure(Metric::smuggled, from_AA) > 40);
  CHECK(with.figure(Metric::tariff_paid_usd, {.region = "BB"}) <
        0.8 * without.figure(Metric::tariff_paid_usd, {.region = "BB"}));
}

TEST_CASE("no gain sends nothing round, and the way round changes nothing then") {
  auto sketch = leaking_pipe(0);
  sketch.scenario.instruments.clear();
  const auto with = run(sketch.scenario);
  CHECK(with.figure(Metric::smuggled, from_AA) == 0);
  sketch.scenario.smuggling.clear();
  const auto without = run(sketch.scenario);
  for (const auto metric : {Metric::exports, Metric::price_traded}) {
    const Of of = metric == Metric::exports ? Of{.region = "AA", .material = "metal"}
                                            : Of{.region = "market_BB", .material = "crude_metal"};
    CHECK(with.series(metric, of) == without.series(metric, of));
  }
}

TEST_CASE("relaxing enforcement does not lower leakage", "[exact-check-7]") {
  const auto with_detection = [](double detection) {
    auto sketch = leaking_pipe(detection, 365);
    auto& route = sketch.scenario.smuggling.front();
    route.rules.at_volume = 50;
    route.rules.least_volume = 20;
    route.rules.fine = 3;
    route.rules.spread = 0.3;
    route.blacklist_days = 30;
    sketch.scenario.switches.noise = true;
    sketch.scenario.prices.rules.noise_per_root_day = 0.01;
    sketch.scenario.calendar.warm_up_days = 60;
    return sketch.scenario;
  };
  constexpr int replications = 200;
  const std::vector<double> detections = {0.3, 0.1, 0.03};
  std::vector<double> mean(detections.size(), 0.0);
  std::vector<double> rise_sum(detections.size(), 0.0);
  for (std::uint32_t r = 0; r < replications; ++r) {
    double before = 0;
    for (std::size_t k = 0; k < detections.size(); ++k) {
      const auto outcome = run(with_detection(detections[k]), 1, r);
      const double leakage = outcome.figure(Metric::leakage, {.region = "AA"});
      mean[k] += leakage / replications;
      rise_sum[k] += (leakage - before) / replications;
      before = leakage;
    }
  }
  CAPTURE(mean);
  for (std::size_t k = 1; k < detections.size(); ++k) {
    CHECK(rise_sum[k] >= 0);
  }
  CHECK(mean.back() > mean.front());
}

TEST_CASE("smuggling that is switched off is as if there were no way round") {
  auto sketch = leaking_pipe(0.1);
  sketch.scenario.switches.smuggling = false;
  const auto off = run(sketch.scenario);
  sketch.scenario.smuggling.clear();
  CHECK(bits(off.observations) == bits(run(sketch.scenario).observations));
}

}  // namespace
}  // namespace monazite::small_worlds
