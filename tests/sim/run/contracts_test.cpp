#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/behaviour/contract.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// Two settlements of 91 days, and some more.
constexpr int days = 190;

const Of by_contract = {.region = "AA", .facility = "deal"};

/// The pipe of a tonne a day at 10 USD/kg, of which `share` is under contract.
Sketch bound_pipe(double share) {
  auto sketch = pipe(1, {}, days);
  auto& contract = sketch.scenario.contracts.emplace_back();
  contract.id = "deal";
  contract.terms.share = share;
  contract.terms.period_days = 91;
  contract.terms.term_days = 3640;
  sketch.scenario.outputs.series = {"contracted", "exports"};
  return sketch;
}

double net(const Outcome& outcome, const char* region) {
  return outcome.figure(Metric::net_payments_usd, {.region = region, .facility = "industry"});
}

TEST_CASE("a contract's price is the mean less discount plus premium, within floor and cap") {
  ContractTerms terms;
  terms.discount = 0.1;
  terms.premium = 0.05;
  CHECK(contract_price(terms, 2) == Approx(1.85));
  terms.cap = 1.5;
  terms.floor = 0.8;
  CHECK(contract_price(terms, 2) == 1.5);
  CHECK(contract_price(terms, 0.5) == 0.8);
}

TEST_CASE("a cheap contract is called to the top of its band, a dear one to the bottom") {
  ContractTerms terms;
  CHECK(call_off(terms, 1, 1, 0.1) == 1);
  CHECK(call_off(terms, 0.5, 1, 0.1) == 1.1);
  CHECK(call_off(terms, 2, 1, 0.1) == 0.8);
  CHECK(call_off(terms, 1.01, 1, 0.1) == Approx(std::exp(-0.1)));
}

TEST_CASE("renewal falls with broken trust and with a gap of prices") {
  ContractTerms terms;
  CHECK(renewal_chance(terms, 0.8, 1, 1) == Approx(0.5));
  CHECK(renewal_chance(terms, 1, 1, 1) > 0.85);
  CHECK(renewal_chance(terms, 0.2, 1, 1) < 0.01);
  CHECK(renewal_chance(terms, 0.8, std::exp(0.3), 1) == Approx(0.5 * std::exp(-1)));
}

TEST_CASE("the seller pays for what is late by more than the grace, once, up to the volume") {
  ContractTerms terms;
  ContractPeriod period;
  period.duty = 100;
  period.called = 100;
  period.delivered = 70;
  period.late = 20;
  CHECK(shortfall_of(terms, period, false).charged == 20);
  CHECK(shortfall_of(terms, period, false).backlog == 10);
  CHECK(shortfall_of(terms, period, false).kept == 0.8);
  CHECK(shortfall_of(terms, period, true).charged == 0);
  CHECK(shortfall_of(terms, period, true).backlog == 30);
  period.charged = 15;
  CHECK(shortfall_of(terms, period, false).charged == 5);
  period.missed = 40;
  CHECK(shortfall_of(terms, period, false).charged == 30);
  period.taken_back = 25;
  CHECK(shortfall_of(terms, period, false).charged == 5);
}

TEST_CASE("a buyer that calls less than the band asks, or calls nothing") {
  ContractTerms terms;
  ContractPeriod period;
  period.duty = 100;
  period.called = 70;
  period.delivered = 70;
  CHECK(shortfall_of(terms, period, false).untaken == Approx(10));
  CHECK(shortfall_of(terms, period, false).charged == 0);
  CHECK(shortfall_of(terms, period, false).kept == 1.0);
  period.called = 0;
  period.delivered = 0;
  CHECK(shortfall_of(terms, period, false).kept == std::nullopt);
}

TEST_CASE("three quarters of what is sent is sent under the contract, at its price") {
  auto sketch = bound_pipe(0.75);
  sketch.scenario.contracts.front().terms.discount = 0.2;
  sketch.scenario.contracts.front().terms.most_volume = 1;
  const auto outcome = run(sketch.scenario);
  const double contracted = outcome.figure(Metric::contracted, by_contract);
  // Within a week of the last look.
  CHECK(contracted == Approx(0.75 * days).margin(6));
  // Goods sent under it cost a fifth less when they have come: as many are on the way at the end as
  // were at the beginning, within two tonnes, as what is due is looked at once a week.
  const double at_spot = days * 1000.0 * 10;
  CHECK(net(outcome, "AA") ==
        Approx(at_spot - contracted * 1000 * 10 * 0.2).margin(2 * 1000 * 10 * 0.2));
  CHECK(net(outcome, "BB") == Approx(-net(outcome, "AA")));
}

TEST_CASE("a contract on the terms of the spot market moves no tonne and no dollar") {
  const auto with = run(bound_pipe(0.75).scenario);
  auto sketch = bound_pipe(0.75);
  sketch.scenario.switches.contracts = false;
  const auto without = run(sketch.scenario);
  CHECK(with.series(Metric::exports, {.region = "AA", .material = "metal"}) ==
        without.series(Metric::exports, {.region = "AA", .material = "metal"}));
  CHECK(net(with, "AA") == net(without, "AA"));
}

TEST_CASE("a seller pays for what is short, unless a control excuses it") {
  auto sketch = bound_pipe(1);
  auto& terms = sketch.scenario.contracts.front().terms;
  terms.penalty = 0.5;
  terms.most_volume = 1;
  BanSpec ban;
  ban.covers.origins = {"AA"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 7 * 7;
  const auto paid_back = [&] {
    const auto outcome = run(sketch.scenario);
    const double sold =
        outcome.figure(Metric::imports, {.region = "BB", .material = "metal"}) * 1000 * 10;
    return sold - net(outcome, "AA");
  };
  CHECK(paid_back() == Approx(0).margin(0.01));
  terms.force_majeure = false;
  // The plant orders from the day of the ban until it stops, 30 days later (10 on the way, 20 of
  // cover): of these 31 t those of the last two weeks are short a quarter later, and each is paid
  // for once, at half of 10 USD/kg.
  CHECK(paid_back() == Approx(31 * 1000 * 5.0).epsilon(1e-6));
}

TEST_CASE("a buyer pays for what it does not take") {
  auto sketch = bound_pipe(1);
  auto& terms = sketch.scenario.contracts.front().terms;
  terms.penalty = 0.5;
  terms.least_volume = 0.9;
  sketch.sector("boats").growth_per_year = 0;
  sketch.scenario.switches.growth = true;
  auto& sector = sketch.scenario.sectors.front();
  sector.growth_per_year = -0.5;
  sector.growth_from = sketch.start() - 3650;
  const auto outcome = run(sketch.scenario);
  const double taken =
      outcome.figure(Metric::imports, {.region = "BB", .material = "metal"}) * 1000 * 10;
  CHECK(net(outcome, "AA") > taken + 2 * 70 * 1000 * 5.0);
  CHECK(net(outcome, "AA") < taken + 2 * 0.9 * 91 * 1000 * 5.0 + 1);
}

TEST_CASE("contracts are served before spot when goods are short") {
  auto sketch = market(200);
  auto& contract = sketch.scenario.contracts.emplace_back();
  contract.id = "deal";
  contract.covers.facilities = {"near_cars"};
  contract.covers.materials = {"nd_oxide"};
  contract.terms.share = 1;
  contract.terms.most_volume = 1;
  // Half of the mine stands still: four tonnes a day are wanted, two and a half can be made.
  for (auto& line : sketch.scenario.lines) {
    line.capacity_tonnes_per_year = per_year(2.5);
  }
  const auto sent = [&](const Outcome& outcome, const char* buyer) {
    double tonnes = 0;
    for (std::uint32_t month = 3; month < 6; ++month) {
      tonnes += outcome.flow("mine", buyer, "nd_oxide", month);
    }
    return tonnes;
  };
  const auto with = run(sketch.scenario);
  sketch.scenario.switches.contracts = false;
  const auto without = run(sketch.scenario);
  CHECK(sent(with, "near_cars") > 90);
  CHECK(sent(with, "near_glass") < 0.75 * 91);
  CHECK(sent(without, "near_cars") < 0.75 * 91);
}

TEST_CASE("who has been failed for a term parts") {
  auto sketch = bound_pipe(1);
  auto& terms = sketch.scenario.contracts.front().terms;
  terms.force_majeure = false;
  terms.term_days = 91;
  terms.trust_spread = 0.01;
  BanSpec ban;
  ban.covers.origins = {"AA"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 7;
  CHECK(run(sketch.scenario).figure(Metric::in_contract, by_contract) == 0);
  sketch.scenario.instruments.clear();
  CHECK(run(sketch.scenario).figure(Metric::in_contract, by_contract) == 1);
}

TEST_CASE("contracts that are switched off are as if nobody had written them") {
  auto sketch = bound_pipe(0.9);
  sketch.scenario.contracts.front().terms.discount = 0.3;
  sketch.scenario.switches.contracts = false;
  const auto off = run(sketch.scenario);
  sketch.scenario.contracts.clear();
  CHECK(bits(off.observations) == bits(run(sketch.scenario).observations));
}

}  // namespace
}  // namespace monazite::small_worlds
