#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <rapidcheck/catch.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/scenario/load.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// Approvals by use and by destination, from the keys to the chance on each lane.
namespace monazite::small_worlds {
namespace {

const Date begin_of_regime = date_of(2025, 2, 1);

/// What a licence, its dated change and an action on it say of approvals.
struct Approvals {
  std::vector<NamedShare> use;
  std::vector<NamedShare> destination;
};

struct Told {
  Approvals base;
  Approvals change;
  Approvals action;
  int ramp_days = 0;
  double implementation = 1;
};

/// The market under a licence: buyers in BB and CC, of the uses cars and glass.
Scenario scenario_of(const Told& told) {
  auto sketch = market(120);
  sketch.scenario.region_groups.emplace_back();
  sketch.scenario.region_groups.back().id = "NEAR";
  sketch.scenario.region_groups.back().members = {"BB"};
  LicenceSpec licence;
  licence.review.officers = 5;
  licence.review.service = Distribution(Constant{2});
  licence.approval = told.base.use;
  licence.destinations = told.base.destination;
  auto& change = licence.changes.emplace_back();
  change.on = begin_of_regime + 10;
  change.approval = told.change.use;
  change.destinations = told.change.destination;
  sketch.instrument("desk", "AA", licence).from = begin_of_regime;
  ActionSpec action;
  action.instrument = "desk";
  auto& patch = action.ease.emplace();
  patch.approval = told.action.use;
  patch.destinations = told.action.destination;
  patch.validity_days = 90;
  action.ramp_days = told.ramp_days;
  action.implementation = told.implementation;
  auto& truce = sketch.scenario.truces.emplace_back();
  truce.id = "truce";
  truce.from = begin_of_regime + 20;
  truce.deadline = begin_of_regime + 60;
  truce.actions = {action};
  return sketch.scenario;
}

const LicenceRegime& regime_in(const World& world) {
  return std::get<LicenceRegime>(world.instruments.front().kind);
}

/// The chances by level and lane of a regime.
std::vector<std::vector<double>> chances_in(const LicenceRegime& regime) {
  std::vector<std::vector<double>> chances;
  for (const auto& level : regime.levels) {
    auto& of_level = chances.emplace_back();
    for (const auto& approval : level.approval) {
      of_level.push_back(approval.both());
    }
  }
  return chances;
}

/// The chance that a plant's imports have on the first day.
double first_chance(const World& world, const std::string& plant) {
  const auto& regime = regime_in(world);
  for (std::size_t k = 0; k < regime.lanes.size(); ++k) {
    const auto pool = world.lanes[regime.lanes[k]].to;
    if (world.facilities[world.pools[pool.index()].facility.index()].id == plant) {
      return regime.levels.front().approval[k].both();
    }
  }
  throw std::out_of_range(plant);
}

double drawn_chance() { return *rc::gen::inRange(0, 11) / 10.0; }

Approvals drawn_approvals(bool has_defaults) {
  Approvals approvals;
  const auto draw = [](std::vector<NamedShare>& shares, bool always, const std::string& name) {
    if (always || *rc::gen::arbitrary<bool>()) {
      shares.push_back({name, drawn_chance()});
    }
  };
  draw(approvals.use, has_defaults, "default");
  draw(approvals.use, false, "glass");
  draw(approvals.use, false, "cars");
  draw(approvals.destination, false, "default");
  draw(approvals.destination, false, "NEAR");
  draw(approvals.destination, false, "CC");
  return approvals;
}

Told drawn() {
  Told told;
  told.base = drawn_approvals(true);
  told.change = drawn_approvals(false);
  told.action = drawn_approvals(false);
  told.ramp_days = *rc::gen::element(1, 20);
  told.implementation = *rc::gen::element(0.3, 1.0);
  return told;
}

std::vector<NamedShare*> all_keys(Told& told) {
  std::vector<NamedShare*> keys;
  for (auto* approvals : {&told.base, &told.change, &told.action}) {
    for (auto* shares : {&approvals->use, &approvals->destination}) {
      for (auto& share : *shares) {
        keys.push_back(&share);
      }
    }
  }
  return keys;
}

TEST_CASE("every approval moves chances its own way, within 0 and 1, and 0 stays 0") {
  rc::prop("raising one key", [] {
    Told told = drawn();
    const auto before = chances_in(regime_in(*compiled(scenario_of(told))));
    const auto keys = all_keys(told);
    auto& raised = *keys[*rc::gen::inRange(std::size_t{0}, keys.size())];
    RC_PRE(raised.share < 1);
    raised.share += (1 - raised.share) / 2;
    const auto after = chances_in(regime_in(*compiled(scenario_of(told))));
    RC_ASSERT(before.size() == after.size());
    for (std::size_t level = 0; level < before.size(); ++level) {
      for (std::size_t k = 0; k < before[level].size(); ++k) {
        RC_ASSERT(before[level][k] >= 0);
        RC_ASSERT(after[level][k] <= 1);
        RC_ASSERT(after[level][k] >= before[level][k]);
      }
    }
  });
}

TEST_CASE("a default moves what is not named, and a name what it names, whatever else is said") {
  // Of a drawn use and destination, none of them 0: each key that governs a lane moves it.
  rc::prop("the key that governs", [] {
    const auto inside = [] { return *rc::gen::inRange(1, 10) / 10.0; };
    Told told;
    told.base.use = {{"default", inside()}, {"glass", inside()}};
    told.base.destination = {{"default", inside()}, {"NEAR", inside()}};
    const auto chances = [&](const std::string& plant) {
      return first_chance(*compiled(scenario_of(told)), plant);
    };
    const auto glass = chances("near_glass");
    const auto near = chances("near_cars");
    const auto far = chances("far_cars");
    auto& use = told.base.use;
    auto& destination = told.base.destination;
    RC_ASSERT(std::abs(glass - use[1].share * destination[1].share) < 1e-6);
    RC_ASSERT(std::abs(near - use[0].share * destination[1].share) < 1e-6);
    RC_ASSERT(std::abs(far - use[0].share * destination[0].share) < 1e-6);
    use[0].share /= 2;
    RC_ASSERT(chances("near_cars") < near);
    RC_ASSERT(chances("far_cars") < far);
    RC_ASSERT(chances("near_glass") == glass);
    use[1].share /= 2;
    RC_ASSERT(chances("near_glass") < glass);
    const auto far_by_use = chances("far_cars");
    const auto near_by_use = chances("near_cars");
    destination[0].share /= 2;
    RC_ASSERT(chances("far_cars") < far_by_use);
    destination[1].share /= 2;
    RC_ASSERT(chances("near_cars") < near_by_use);
  });
}

TEST_CASE("a destination that is not named has to pass for its use alone") {
  Told told;
  told.base.use = {{"default", 0.9}};
  told.base.destination = {{"CC", 0.5}};
  const auto world = compiled(scenario_of(told));
  CHECK(first_chance(*world, "near_cars") == Approx(0.9));
  CHECK(first_chance(*world, "far_cars") == Approx(0.45));
}

TEST_CASE("destinations alone are a hurdle too") {
  Told told;
  told.base.destination = {{"CC", 0.5}};
  const auto world = compiled(scenario_of(told));
  CHECK(first_chance(*world, "near_cars") == 1);
  CHECK(first_chance(*world, "far_cars") == Approx(0.5));
}

TEST_CASE("part of a ramp moves use and destination each by its part") {
  Told told;
  told.base.use = {{"default", 0.8}};
  told.base.destination = {{"default", 0.5}};
  told.action.destination = {{"default", 0.7}};
  told.ramp_days = 1;
  told.implementation = 0.5;
  const auto world = compiled(scenario_of(told));
  CHECK(regime_in(*world).levels.back().approval.front().both() == Approx(0.8 * 0.6));
}

/// The chances of China's regime of 2025 under a shipped scenario, after settings.
std::vector<std::vector<double>> shipped(const std::string& file,
                                         const std::vector<std::string>& settings) {
  LoadOptions options;
  options.settings = settings;
  const auto loaded = load_scenario(MONAZITE_SOURCE_DIR "/scenarios/stockholm/" + file, options);
  const auto world = compiled(loaded.scenario);
  for (const auto& instrument : world->instruments) {
    if (instrument.id == "cn_medium_heavy_licence") {
      return chances_in(std::get<LicenceRegime>(instrument.kind));
    }
  }
  throw std::out_of_range(file);
}

std::size_t lower(const std::vector<double>& a, const std::vector<double>& b) {
  std::size_t count = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    count += a[k] < b[k] ? 1 : 0;
  }
  return count;
}

TEST_CASE("in the history of 2025 a strict approval is one, whatever is said of destinations") {
  const auto as_it_was = shipped("truce_extended.yaml", {});
  const auto strict =
      shipped("truce_extended.yaml", {"instruments.cn_medium_heavy_licence.approval.default=20%"});
  const auto& first = as_it_was.front();
  const auto refused = std::count(first.begin(), first.end(), 0.0);
  CHECK(lower(strict.front(), first) == first.size() - static_cast<std::size_t>(refused));
  // The facts: 90 % of an ordinary use, 60 % of one in the US.
  const auto has = [&](double chance) {
    return std::any_of(first.begin(), first.end(),
                       [&](double c) { return std::abs(c - chance) < 1e-6; });
  };
  CHECK(has(0.9));
  CHECK(has(0.6));
}

}  // namespace
}  // namespace monazite::small_worlds
