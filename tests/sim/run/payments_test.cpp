#include <catch2/catch.hpp>
#include <string>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int days = 100;

/// From this day on prices are what a test sets.
constexpr int day_of_prices = 10;

/// USD for a tonne in the base year.
constexpr double base = 10'000;

double net(const Outcome& outcome, const char* region, const char* party = "industry") {
  return outcome.figure(Metric::net_payments_usd, {.region = region, .facility = party});
}

double imports(const Outcome& outcome, const char* region, const char* material = "metal") {
  return outcome.figure(Metric::imports, {.region = region, .material = material});
}

/// A market of each region, where prices stand still but for what tests do.
Sketch with_still_prices(Sketch sketch) {
  for (const auto& region : sketch.scenario.regions) {
    auto& market = sketch.scenario.markets.emplace_back();
    market.id = "market_" + region.id;
    market.regions = {region.id};
  }
  sketch.scenario.prices.step_days = 366;
  return sketch;
}

/// The pipe of a tonne a day from AA to BB, ten days on the way.
Sketch priced_pipe() { return with_still_prices(pipe(1, {}, days)); }

ContractSpec fixed_price(double share) {
  ContractSpec contract;
  contract.id = "deal";
  contract.terms.share = share;
  contract.terms.floor = 1;
  contract.terms.cap = 1;
  contract.terms.most_volume = 2;
  contract.terms.penalty = 0;
  return contract;
}

/// The same, whose seller pays in full for what is short, every seven weeks.
ContractSpec with_penalty(int grace_days) {
  auto contract = fixed_price(1);
  contract.terms.penalty = 1;
  contract.terms.grace_days = grace_days;
  contract.terms.period_days = 49;
  contract.terms.term_days = 49 * 10;
  return contract;
}

void set_price(Stepper& stepper, const std::string& market, double multiple) {
  const auto& board = stepper.world().prices;
  for (std::uint32_t c = 0; c < board.cells.size(); ++c) {
    if (board.markets[board.cells[c].market] == market) {
      stepper.state().markets.price[c] = multiple;
    }
  }
}

/// Prices come apart on the tenth day, and not all that is wanted may leave.
Outcome run_in_scarcity(const Sketch& sketch, double at_home, double abroad) {
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + day_of_prices);
  set_price(stepper, "market_AA", at_home);
  set_price(stepper, "market_BB", abroad);
  auto& markets = stepper.state().markets;
  markets.routes.front().openness = 0.5;
  markets.is_any_scarce = true;
  return stepper.finish();
}

TEST_CASE("goods under a fixed price cost that price, whatever the market does meanwhile") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {fixed_price(1)};
  for (const auto& [at_home, abroad] : {std::pair(0.5, 0.5), std::pair(2.0, 5.0)}) {
    const auto outcome = run_in_scarcity(sketch, at_home, abroad);
    CHECK(outcome.figure(Metric::contracted, {.region = "AA", .facility = "deal"}) == days);
    CHECK(outcome.figure(Metric::rent_usd, {.region = "AA"}) == 0);
    // What was on the way at the opening is under no contract: it came before prices moved.
    CHECK(net(outcome, "AA") == Approx(imports(outcome, "BB") * base));
  }
}

TEST_CASE("of a shipment that is under contract in part the rest bears the rent") {
  auto sketch = priced_pipe();
  auto contract = fixed_price(0.5);
  contract.terms.most_volume = 1;
  sketch.scenario.contracts = {contract};
  const auto outcome = run_in_scarcity(sketch, 2, 5);
  const double rent = outcome.figure(Metric::rent_usd, {.region = "AA"});
  // Half a tonne a day of what has come since, within a week of the last look at the contract.
  CHECK(rent == Approx(0.5 * (days - 2 * day_of_prices) * base * 3).margin(3.5 * base * 3));
}

TEST_CASE("nobody pays a rent on goods that are sent back or seized") {
  auto sketch = priced_pipe();
  BanSpec ban;
  ban.covers.origins = {"AA"};
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = sketch.start() + 50;
  for (const auto rule : {InTransit::grandfather, InTransit::return_to_origin, InTransit::seize}) {
    std::get<BanSpec>(row.kind).in_transit = rule;
    const auto outcome = run_in_scarcity(sketch, 2, 5);
    const double came = imports(outcome, "BB");
    CHECK(came == (rule == InTransit::grandfather ? 60 : 50));
    CHECK(outcome.figure(Metric::rent_usd, {.region = "AA"}) ==
          Approx((came - 2 * day_of_prices) * base * 3));
  }
}

TEST_CASE("what comes back or is seized is no delivery under the contract, and nothing else is") {
  auto sketch = priced_pipe();
  // Nothing under contract is on the way when the report begins.
  sketch.scenario.calendar.warm_up_days = 0;
  ContractSpec contract;
  contract.id = "deal";
  contract.terms.share = 0.5;
  contract.terms.most_volume = 1;
  contract.terms.premium = 0.5;
  contract.terms.penalty = 0;
  // One that is settled while goods are on the way.
  contract.terms.period_days = 49;
  contract.terms.term_days = 49 * 10;
  sketch.scenario.contracts = {contract};
  BanSpec ban;
  ban.covers.origins = {"AA"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 52;
  for (const auto rule : {InTransit::return_to_origin, InTransit::seize}) {
    std::get<BanSpec>(sketch.scenario.instruments.front().kind).in_transit = rule;
    const auto outcome = run(sketch.scenario);
    const double kept = outcome.figure(Metric::contracted, {.region = "AA", .facility = "deal"});
    CHECK(kept == Approx(0.5 * 42).margin(4));
    // The premium is paid on what came; a tonne of it left in the instant of the opening.
    CHECK(net(outcome, "AA") ==
          Approx(imports(outcome, "BB") * base + kept * base * 0.5).margin(base * 0.5));
  }
}

TEST_CASE("an order that is taken back in time is nobody's failure") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {with_penalty(14)};
  sketch.outage("fire", "mine", sketch.start() + 15, 20);
  for (const double cancel_after_days : {0.0, 3.0}) {
    sketch.scenario.behaviour.front().cancel_after_days = cancel_after_days;
    const auto outcome = run(sketch.scenario);
    CHECK(net(outcome, "AA") == Approx(imports(outcome, "BB") * base));
  }
}

TEST_CASE("the grace of what is owed stands still while the goods may not leave") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {with_penalty(7)};
  sketch.outage("fire", "mine", sketch.start() + 15, 200);
  const auto penalty = [&] {
    const auto outcome = run(sketch.scenario);
    return imports(outcome, "BB") * base - net(outcome, "AA");
  };
  CHECK(penalty() > base);
  BanSpec ban;
  ban.covers.origins = {"AA"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 30;
  CHECK(penalty() == Approx(0).margin(0.01));
}

TEST_CASE("who delivers all that is owed when a ban ends has nothing to pay") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {with_penalty(14)};
  sketch.scenario.contracts.front().terms.most_volume = 1;
  BanSpec ban;
  ban.covers.origins = {"AA"};
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = sketch.start() + 20;
  row.until = sketch.start() + 60;
  const auto outcome = run_in_scarcity(sketch, 2, 5);
  // All of it at the price agreed: what was called during the ban is delivered under the contract.
  CHECK(net(outcome, "AA") == Approx(imports(outcome, "BB") * base));
}

TEST_CASE("what was ordered within the grace to replace what was seized is not late") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {with_penalty(14)};
  sketch.scenario.contracts.front().terms.most_volume = 1;
  BanSpec ban;
  ban.covers.origins = {"AA"};
  ban.in_transit = InTransit::seize;
  auto& row = sketch.instrument("ban", "AA", ban);
  row.from = sketch.start() + 46;
  row.until = sketch.start() + 47;
  const auto outcome = run(sketch.scenario);
  CHECK(net(outcome, "AA") == Approx(imports(outcome, "BB") * base));
}

TEST_CASE("a buyer that takes its calls back for want of goods owes nothing for them") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {with_penalty(28)};
  sketch.scenario.contracts.front().terms.least_volume = 0.9;
  sketch.outage("fire", "mine", sketch.start() + 5, 40);
  sketch.scenario.behaviour.front().cancel_after_days = 7;
  const auto outcome = run(sketch.scenario);
  CHECK(net(outcome, "AA") <= imports(outcome, "BB") * base + 0.01);
}

TEST_CASE("what was sent under a contract before the report is paid at its price after") {
  auto sketch = priced_pipe();
  ContractSpec contract;
  contract.id = "deal";
  contract.terms.share = 0.5;
  contract.terms.most_volume = 1;
  contract.terms.premium = 0.5;
  sketch.scenario.contracts = {contract};
  // Ten days on the way: nothing that is sent in these days comes.
  sketch.scenario.calendar.end = sketch.start() + 9;
  const auto outcome = run(sketch.scenario);
  CHECK(net(outcome, "AA") == Approx(10 * base * 1.25).epsilon(0.15));
}

TEST_CASE("what customs keep from leaving is not delivered until it leaves") {
  auto sketch = priced_pipe();
  sketch.scenario.contracts = {fixed_price(1)};
  FrictionSpec friction;
  friction.hold_probability = 1;
  friction.hold = constant_days(20);
  sketch.instrument("checks", "AA", friction).from = sketch.start() + 20;
  BanSpec ban;
  ban.covers.origins = {"AA"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 30;
  const auto outcome = run(sketch.scenario);
  CHECK(outcome.figure(Metric::contracted, {.region = "AA", .facility = "deal"}) ==
        outcome.figure(Metric::exports, {.region = "AA", .material = "metal"}));
}

TEST_CASE("what a stockpile sends abroad is paid and taxed at the price of its owner's market") {
  auto sketch = with_still_prices(market(200));
  BanSpec ban;
  ban.covers.origins = {"AA"};
  ban.covers.destinations = {"CC"};
  sketch.instrument("ban", "AA", ban).from = sketch.start() + 20;
  TariffSpec tariff;
  auto& step = tariff.schedule.emplace_back();
  step.from = sketch.start();
  step.rate = 0.1;
  tariff.covers.origins = {"BB"};
  sketch.instrument("duty", "CC", tariff);
  auto& stockpile = sketch.scenario.stockpiles.emplace_back();
  stockpile.id = "reserve";
  stockpile.owner = "BB";
  stockpile.serves = {"CC"};
  auto& held = stockpile.contents.emplace_back();
  held.material = "nd_oxide";
  held.tonnes = 30;
  held.most_release_tonnes_per_day = 1;
  stockpile.release.instruments = {"ban"};
  sketch.scenario.routes.push_back({"BB", "CC", "", constant_days(10), 0, {}, {}});
  const auto with = [&](double multiple) {
    Stepper stepper(sketch.scenario);
    stepper.run_to(sketch.start() + day_of_prices);
    set_price(stepper, "market_BB", multiple);
    return stepper.finish();
  };
  const auto still = with(1);
  const auto dear = with(3);
  CHECK(net(still, "BB", "state") == Approx(30 * base));
  CHECK(net(dear, "BB", "state") == Approx(30 * base * 3));
  CHECK(net(still, "CC", "state") == Approx(30 * base * 0.1));
  CHECK(net(dear, "CC", "state") == Approx(30 * base * 3 * 0.1));
  CHECK(net(dear, "BB") == Approx(net(still, "BB")));
  CHECK(net(dear, "CC") == Approx(net(still, "CC") - 30 * base * 2 * 1.1));
}

TEST_CASE("duty is paid on goods and freight, and freight does not rise with the price of goods") {
  auto sketch = priced_pipe();
  sketch.scenario.routes.push_back({"AA", "BB", "", constant_days(10), 2, {}, {}});
  TariffSpec tariff;
  auto& step = tariff.schedule.emplace_back();
  step.from = sketch.start();
  step.rate = 0.25;
  sketch.instrument("tariff", "BB", tariff);
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + day_of_prices);
  set_price(stepper, "market_AA", 3);
  const auto outcome = stepper.finish();
  constexpr double freight = 2'000;
  CHECK(net(outcome, "", "carriers") == Approx(days * freight));
  CHECK(net(outcome, "BB", "state") == Approx(0.25 * (net(outcome, "AA") + days * freight)));
}

TEST_CASE("use that answers to prices beyond what can be counted fails the run") {
  auto sketch = priced_pipe();
  sketch.scenario.sectors.front().price_elasticity = -10;
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + day_of_prices);
  set_price(stepper, "market_BB", 1e-3);
  CHECK_THROWS_AS(stepper.run_to(sketch.start() + 60), RunFailure);
}

}  // namespace
}  // namespace monazite::small_worlds
