#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/leverage.hpp"
#include "sim/batch/batch.hpp"
#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

/// Small worlds with a value and sides, and what leverage is found in them.
namespace monazite::small_worlds {

inline constexpr double usd_a_day = 1e6;
inline constexpr int control_day = 50;  ///< days into the calendar

/// The pipe's plant adds a million USD a day; the mine's metal is worth 10,000 USD a day.
inline Sketch valued_pipe(int reported_days = 300) {
  Sketch sketch = pipe(1, {}, reported_days);
  ValueSpec value;
  value.id = "cars_bb";
  value.sectors = {"cars"};
  value.regions = {"BB"};
  value.usd_per_year = usd_a_day * 365.25;
  sketch.scenario.values.push_back(value);
  return sketch;
}

inline BanSpec ban_on(const std::string& material, const std::string& from, const std::string& to) {
  BanSpec ban;
  ban.covers.materials = {material};
  ban.covers.origins = {from};
  ban.covers.destinations = {to};
  return ban;
}

inline InstrumentSpec& add_ban(Sketch& sketch, const std::string& id, const BanSpec& ban) {
  auto& instrument = sketch.instrument(id, ban.covers.origins.front(), ban);
  instrument.from = sketch.start() + control_day;
  return instrument;
}

inline LeverageSpec& add_leverage(Sketch& sketch, std::vector<LeverageSideSpec> sides) {
  auto& leverage = sketch.scenario.leverage.emplace();
  leverage.from = sketch.start() + control_day;
  leverage.horizons_days = {20, 90};
  leverage.discount_per_year = 0;
  leverage.relative = 0;
  leverage.step_days = 1;
  leverage.sides = std::move(sides);
  return leverage;
}

inline LeverageSideSpec side(const std::string& region, std::vector<std::string> controls = {}) {
  LeverageSideSpec spec;
  spec.id = region;
  spec.regions = {region};
  spec.controls = std::move(controls);
  return spec;
}

inline std::vector<LeverageRow> rows_of(const Scenario& scenario, unsigned threads = 1) {
  const auto arms = leverage_arms(scenario);
  std::vector<std::shared_ptr<const World>> worlds = {compiled(scenario)};
  for (const LeverageArm& arm : arms) {
    worlds.push_back(compiled(arm.scenario));
  }
  std::vector<BatchScenario> batch;
  for (const auto& world : worlds) {
    batch.push_back({.name = world->name,
                     .world = world.get(),
                     .plan = &world->plan,
                     .seed = scenario.runs.seed,
                     .replications = static_cast<std::uint32_t>(scenario.runs.replications),
                     .digest = {}});
  }
  BatchOptions options;
  options.threads = threads;
  const BatchResults results = run_batch(batch, replications_of_worlds(), options);
  REQUIRE(results.failures() == 0);
  const std::span<const ScenarioResults> all = results.scenarios;
  Endurance endurance;
  if (scenario.leverage->endurance) {
    endurance = endurance_of(scenario, options);
    REQUIRE(endurance.failures.empty());
  }
  return leverage_of(scenario, arms, all.front(), all.subspan(1), endurance);
}

}  // namespace monazite::small_worlds
