#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

constexpr int planned_day = 20;
constexpr int shelved_day = 12;

/// The market, with one instrument planned for day 20 (21 January).
template <class Spec>
Sketch market_under(const Spec& spec, const std::vector<PipelineStepSpec>& pipeline) {
  auto sketch = market();
  auto& instrument = sketch.instrument("rule", "AA", spec);
  instrument.from = sketch.start() + planned_day;
  instrument.pipeline = pipeline;
  return sketch;
}

BanSpec ban_of_dysprosium() {
  BanSpec ban;
  ban.covers.elements = {Element::Dy};
  return ban;
}

/// What is told of the instrument, as "day action".
std::vector<std::string> told(const Outcome& outcome) {
  std::vector<std::string> rows;
  for (const auto& row : outcome.observations.policy) {
    rows.push_back(std::to_string(row.date - outcome.world->start) + " " + row.action);
  }
  return rows;
}

std::string bits_but_policy(Outcome outcome) {
  outcome.observations.policy.clear();
  outcome.observations.events = 0;
  return bits(outcome.observations);
}

TEST_CASE("a shelved instrument of any kind changes nothing but what is told of it") {
  const Date start = market().start();
  const std::vector<PipelineStepSpec> pipeline = {
      {start + 3, PipelineStage::announce, {}, {}},
      {start + shelved_day, PipelineStage::shelve, {}, {}}};
  const auto free = bits_but_policy(run(market().scenario));
  const auto check = [&](const auto& spec) {
    auto shelved = market_under(spec, pipeline);
    const auto outcome = run(shelved.scenario);
    CHECK(told(outcome) == std::vector<std::string>{"3 announce", "12 shelve"});
    CHECK(bits_but_policy(outcome) == free);
    shelved.scenario.instruments.back().pipeline.clear();
    CHECK(bits_but_policy(run(shelved.scenario)) != free);
  };
  check(ban_of_dysprosium());
  TariffSpec tariff;
  tariff.covers.origins = {"AA"};
  tariff.covers.destinations = {"BB"};
  auto& step = tariff.schedule.emplace_back();
  step.from = start + planned_day;
  step.rate = 0.5;
  check(tariff);
  ProductionQuotaSpec production;
  production.regions = {"AA"};
  QuotaLimit limit;
  limit.year = 2025;
  limit.tonnes = 100;
  production.limits.push_back(limit);
  check(production);
  ExportQuotaSpec exports;
  exports.limits.push_back(limit);
  check(exports);
  FrictionSpec friction;
  friction.time_factor = 3;
  check(friction);
  LicenceSpec licence;
  licence.review.service = Distribution(Constant{3});
  licence.approval = {{"default", 0}};
  check(licence);
}

TEST_CASE("a revived ban stops goods from its new day on") {
  auto sketch =
      market_under(ban_of_dysprosium(),
                   {{market().start() + shelved_day, PipelineStage::shelve, {}, {}},
                    {market().start() + 40, PipelineStage::revive, market().start() + 45, {}}});
  const auto outcome = run(sketch.scenario);
  CHECK(told(outcome) == std::vector<std::string>{"12 shelve", "40 revive", "45 impose"});
  // A tonne a day in all of January and on the first 14 days of February.
  CHECK(outcome.flow("mine", "far_cars", "dy_oxide", 0) == Approx(31));
  CHECK(outcome.flow("mine", "far_cars", "dy_oxide", 1) == Approx(14));
  CHECK(outcome.flow("mine", "far_cars", "dy_oxide", 2) == 0);
}

}  // namespace
}  // namespace monazite::small_worlds
