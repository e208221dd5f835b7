#include <catch2/catch.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// What a licence regime must be the same as.
namespace monazite::small_worlds {
namespace {

/// All of a replication that an instrument without effect must leave alone, as raw bits.
std::string bits_without_policy(Outcome outcome) {
  auto& observations = outcome.observations;
  const auto& figures = outcome.world->plan.run_figures;
  std::vector<double> kept;
  for (std::size_t k = 0; k < figures.size(); ++k) {
    if (figures[k].metric != name_of(Metric::licences_pending) &&
        figures[k].metric != name_of(Metric::licence_wait_days) &&
        figures[k].metric != name_of(Metric::approval_rate)) {
      kept.push_back(observations.run_values[k]);
    }
  }
  observations.run_values = kept;
  observations.policy.clear();
  // A step of the instrument is an event.
  observations.events = 0;
  return bits(observations);
}

LicenceSpec at_once() {
  LicenceSpec licence;
  licence.review.officers = 1'000'000;
  licence.review.service = Distribution(Constant{0});
  licence.review.statutory_workdays = 0;
  return licence;
}

/// A random world without instruments of its own.
Scenario free_world(std::uint64_t seed) {
  auto scenario = random_world(seed);
  scenario.instruments.clear();
  // A licence that is news frightens, however easily it is had.
  scenario.switches.hoarding = scenario.switches.phantom_orders = false;
  // Who needs a licence compares prices with each order, others when they have moved apart.
  scenario.switches.price_choice = false;
  scenario.outputs.series = {"mined",     "produced",   "shipped", "exports",
                             "inventory", "in_transit", "backlog"};
  return scenario;
}

Scenario with(Scenario scenario, const InstrumentSpec& instrument) {
  scenario.instruments.push_back(instrument);
  return scenario;
}

InstrumentSpec instrument(const Scenario& scenario, decltype(InstrumentSpec::kind) kind) {
  InstrumentSpec result;
  result.id = "desk";
  result.issuer = scenario.regions.front().id;
  result.from = scenario.calendar.start + 40;
  result.kind = std::move(kind);
  return result;
}

/// Lanes that push surplus cannot be under a licence: nobody orders there.
bool pushes_abroad(const World& world) {
  for (const auto& lane : world.lanes) {
    const auto region = [&](PoolId pool) {
      return world.facilities[world.pools[pool.index()].facility.index()].region;
    };
    if (lane.push != 0 && region(lane.from).value == 0 && region(lane.to).value != 0) {
      return true;
    }
  }
  return false;
}

TEST_CASE("licences without refusals, waits and limits are free trade, bit for bit") {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto scenario = free_world(seed);
    if (pushes_abroad(*compiled(scenario))) {
      continue;
    }
    auto licence = at_once();
    licence.covers.origins = {scenario.regions.front().id};
    licence.validity_days = 60;
    const auto outcome = run(with(scenario, instrument(scenario, licence)), seed);
    if (outcome.world->licensed_lanes.empty()) {
      continue;
    }
    CAPTURE(seed);
    const bool is_same = bits_without_policy(outcome) == bits_without_policy(run(scenario, seed));
    CHECK(is_same);
    ++compared;
  }
  CHECK(compared >= 5);
}

TEST_CASE("licences for nothing change nothing, bit for bit") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto scenario = free_world(seed);
    auto licence = at_once();
    licence.review.service = Distribution(Constant{30});
    licence.covers.origins = {scenario.regions.front().id};
    licence.covers.destinations = {scenario.regions.front().id};
    const auto outcome = run(with(scenario, instrument(scenario, licence)), seed);
    CHECK(outcome.world->licensed_lanes.empty());
    const bool is_same = bits_without_policy(outcome) == bits_without_policy(run(scenario, seed));
    CHECK(is_same);
  }
}

TEST_CASE("where nothing is approved the covered goods flow as under a ban") {
  const auto flows = [](decltype(InstrumentSpec::kind) kind) {
    auto sketch = market(200);
    sketch.instrument("desk", "AA", std::move(kind)).from = date_of(2025, 3, 3);
    const auto outcome = run(sketch.scenario);
    std::vector<std::tuple<std::uint32_t, std::uint32_t, double>> rows;
    for (const auto& cell : outcome.observations.flows) {
      rows.emplace_back(cell.month, cell.lane, cell.tonnes);
    }
    return rows;
  };
  CoversSpec covers;
  covers.origins = {"AA"};
  covers.elements = {Element::Dy};
  BanSpec ban;
  ban.covers = covers;
  LicenceSpec licence;
  licence.covers = covers;
  licence.review.officers = 3;
  licence.review.service = Distribution(Constant{2});
  licence.approval = {{"default", 0}};
  const auto under_ban = flows(ban);
  CHECK(flows(licence) == under_ban);
  CHECK(under_ban.size() > 50);
}

}  // namespace
}  // namespace monazite::small_worlds
