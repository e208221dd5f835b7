#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/scenario/compile.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

/// A market of each region, and both kinds of price as series.
Sketch& with_prices(Sketch& sketch) {
  for (const auto& region : sketch.scenario.regions) {
    auto& market = sketch.scenario.markets.emplace_back();
    market.id = "market_" + region.id;
    market.regions = {region.id};
  }
  sketch.scenario.prices.step_days = 1;
  sketch.scenario.outputs.interval = Interval::day;
  sketch.scenario.outputs.series = {"price_traded", "price_quoted", "exports", "inventory",
                                    "fill_rate"};
  return sketch;
}

Sketch priced_pipe(int reported_days = 200) {
  auto sketch = pipe(1, {}, reported_days);
  with_prices(sketch);
  return sketch;
}

const Of at_home = {.region = "market_AA", .material = "crude_metal"};
const Of abroad = {.region = "market_BB", .material = "crude_metal"};

BanSpec ban_of_all() { return {}; }

TariffSpec tariff_from(Date from, double rate) {
  TariffSpec tariff;
  auto& step = tariff.schedule.emplace_back();
  step.from = from;
  step.rate = rate;
  return tariff;
}

/// What leaves and arrives, as bits.
std::string flows(const Outcome& outcome) {
  Observations only;
  only.flows = outcome.observations.flows;
  only.balance = outcome.observations.balance;
  return bits(only);
}

TEST_CASE("without control and noise prices stand still for ten years", "[exact-check-6]") {
  const auto outcome = run(priced_pipe(3652).scenario);
  for (const auto& market : {at_home, abroad}) {
    for (const auto metric : {Metric::price_traded, Metric::price_quoted}) {
      const auto prices = outcome.series(metric, market);
      CHECK(std::all_of(prices.begin(), prices.end(),
                        [](double price) { return std::abs(price - 10) < 1e-9; }));
    }
  }
  CHECK(outcome.figure(Metric::price_multiple_max, abroad) == Approx(1));
}

TEST_CASE("prices that nobody acts on change no flow") {
  auto priced = priced_pipe();
  auto plain = pipe(1);
  plain.scenario.calendar.end = priced.scenario.calendar.end;
  for (auto* sketch : {&priced, &plain}) {
    auto& ban = sketch->instrument("ban", "AA", ban_of_all());
    ban.from = sketch->start() + 20;
    ban.until = sketch->start() + 60;
  }
  CHECK(flows(run(priced.scenario)) == flows(run(plain.scenario)));
}

TEST_CASE("a tariff that use does not answer to moves the price and not the quantity",
          "[exact-check-8]") {
  const auto free = run(priced_pipe().scenario);
  auto sketch = priced_pipe();
  sketch.instrument("tariff", "BB", tariff_from(sketch.start() + 20, 0.5));
  const auto taxed = run(sketch.scenario);
  CHECK(flows(taxed) == flows(free));
  const auto prices = taxed.series(Metric::price_traded, abroad);
  CHECK(prices.at(18) == Approx(10));
  CHECK(prices.back() == Approx(10 * (1 + 0.9 * 0.5)).epsilon(0.001));
  CHECK(taxed.series(Metric::price_traded, at_home).back() == Approx(10));
}

TEST_CASE("use that answers to a price falls by its elasticity") {
  auto sketch = priced_pipe(400);
  sketch.scenario.sectors.front().price_elasticity = -0.2;
  sketch.instrument("tariff", "BB", tariff_from(sketch.start() + 20, 0.5));
  const auto taxed = run(sketch.scenario);
  // Less use leaves more in stock, so that the price stays below what the duty makes it. The plant
  // follows the price of the first of each month.
  const auto prices = taxed.series(Metric::price_traded, abroad);
  CHECK(prices.at(334) > 12);
  CHECK(taxed.flow("mine", "plant", "crude_metal", 11) ==
        Approx(31 * std::pow(prices.at(334) / 10, -0.2)).epsilon(0.002));
  sketch.scenario.switches.price_response = false;
  CHECK(run(sketch.scenario).flow("mine", "plant", "crude_metal", 11) == Approx(31));
}

TEST_CASE("a ban drives two prices apart, trade brings them together", "[exact-check-8]") {
  auto sketch = priced_pipe(300);
  auto& ban = sketch.instrument("ban", "AA", ban_of_all());
  ban.from = sketch.start() + 20;
  ban.until = sketch.start() + 40;
  const auto outcome = run(sketch.scenario);
  const auto home = outcome.series(Metric::price_traded, at_home);
  const auto away = outcome.series(Metric::price_traded, abroad);
  CHECK(away.at(40) > 1.3 * home.at(40));
  CHECK(home.at(40) <= 10);
  // A lead time after the goods are back (10 days on the way): less than a twentieth is left, on
  // either side.
  const double widest = std::log(*std::max_element(away.begin(), away.end()) / 10);
  CHECK(std::abs(std::log(away.at(61) / home.at(61))) < widest / 20);
  CHECK(*std::min_element(away.begin(), away.end()) > 0);
  sketch.scenario.switches.arbitrage = false;
  const auto apart = run(sketch.scenario);
  CHECK(apart.series(Metric::price_traded, abroad).at(60) > away.at(60));
}

TEST_CASE("what goods under a quota fetch beyond the price at home is rent") {
  auto sketch = priced_pipe(100);
  sketch.scenario.prices.step_days = 366;
  ExportQuotaSpec quota;
  QuotaLimit limit;
  limit.year = 2025;
  limit.tonnes = 1000;
  quota.limits.push_back(limit);
  sketch.instrument("quota", "AA", quota);
  sketch.instrument("tariff", "BB", tariff_from(sketch.start() - 150, 0.5));
  Stepper stepper(sketch.scenario);
  stepper.run_to(sketch.start() + 1);
  auto& prices = stepper.state().markets.price;
  const auto cell_of = [&](const std::string& market) {
    const auto& board = stepper.world().prices;
    for (std::uint32_t c = 0; c < board.cells.size(); ++c) {
      if (board.markets[board.cells[c].market] == market) {
        return c;
      }
    }
    throw std::out_of_range(market);
  };
  auto& rent = stepper.state().trades.front().rent_usd.front();
  rent = 0;
  prices[cell_of("market_AA")] = 1.2;
  prices[cell_of("market_BB")] = 3;
  stepper.run_to(sketch.start() + 2);
  // Nothing is scarce as long as all may leave.
  CHECK(rent == 0);
  stepper.state().markets.routes.front().openness = 0.5;
  stepper.state().markets.is_any_scarce = true;
  stepper.run_to(sketch.start() + 3);
  CHECK(rent == 0);
  stepper.run_to(sketch.start() + 13);
  // It is paid when the goods come: a tonne of 10 USD/kg at 3 - 1.2 * 1.5 of that price.
  CHECK(rent == Approx(1000 * 10 * (3 - 1.2 * 1.5)));
}

TEST_CASE("a complete ban leaves no rent, neither while it holds nor after it") {
  auto sketch = priced_pipe(300);
  sketch.scenario.prices.step_days = 28;
  auto& ban = sketch.instrument("ban", "AA", ban_of_all());
  ban.from = sketch.start() + 20;
  ban.until = sketch.start() + 70;
  CHECK(run(sketch.scenario).figure(Metric::rent_usd, {.region = "AA"}) == 0);
}

TEST_CASE("a duty of the base year is in its prices") {
  auto sketch = priced_pipe();
  sketch.instrument("tariff", "BB", tariff_from(sketch.start() - 150, 0.5));
  const auto prices = run(sketch.scenario).series(Metric::price_traded, abroad);
  CHECK(prices.front() == Approx(10));
  CHECK(prices.back() == Approx(10));
  // However seldom prices are assessed.
  sketch.scenario.prices.step_days = 28;
  const auto last_price = [&](int day) {
    auto& tariff = std::get<TariffSpec>(sketch.scenario.instruments.front().kind);
    tariff.schedule.front().from = sketch.start() + day;
    return run(sketch.scenario).series(Metric::price_traded, abroad).back();
  };
  CHECK(last_price(-1) == Approx(10));
  CHECK(last_price(0) > 12);
}

TEST_CASE("prices that are switched off are as if there were no market") {
  auto sketch = priced_pipe();
  sketch.instrument("ban", "AA", ban_of_all()).from = sketch.start() + 20;
  sketch.scenario.outputs.flows = true;
  sketch.scenario.switches.prices = false;
  const auto off = flows(run(sketch.scenario));
  sketch.scenario.markets.clear();
  CHECK(off == flows(run(sketch.scenario)));
  sketch.scenario.outputs.flows = false;
  CHECK(off != flows(run(sketch.scenario)));
}

TEST_CASE("a region in two markets or in none is refused") {
  auto sketch = priced_pipe();
  sketch.scenario.markets.back().regions = {"AA"};
  const auto compiled = compile(sketch.scenario);
  REQUIRE(compiled.errors.size() == 2);
  CHECK(compiled.errors[0].message == "region 'AA' is in the markets 'market_AA' and 'market_BB'");
  CHECK(compiled.errors[1].message == "region 'BB' is in no market");
}

}  // namespace
}  // namespace monazite::small_worlds
