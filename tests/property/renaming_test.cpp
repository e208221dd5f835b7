#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "tests/sim/run/running.hpp"
#include "tests/sim/run/small_worlds.hpp"

namespace monazite::small_worlds {
namespace {

using Names = std::map<std::string, std::string>;

/// Names that sort in another order than those of the pipe.
const Names other_names = {{"AA", "YY"},
                           {"BB", "XX"},
                           {"cars", "boats"},
                           {"mine", "quarry"},
                           {"separator", "plant2"},
                           {"refiner", "z_works"},
                           {"plant", "assembly"},
                           {"crude_metal", "q1"},
                           {"pure_metal", "b2"},
                           {"fine_metal", "a3"},
                           {"dig", "w_take"},
                           {"separate", "v_part"},
                           {"refine", "u_clean"},
                           {"build", "t_make"}};

void rename(std::string& id, const Names& names) {
  const auto found = names.find(id);
  if (found != names.end()) {
    id = found->second;
  }
}

template <class Rows, class... Fields>
void rename_all(Rows& rows, const Names& names, Fields... fields) {
  for (auto& row : rows) {
    (rename(row.*fields, names), ...);
  }
}

Scenario renamed(Scenario scenario, const Names& names) {
  rename_all(scenario.regions, names, &RegionSpec::id);
  rename_all(scenario.sectors, names, &SectorSpec::id);
  rename_all(scenario.materials, names, &MaterialSpec::id);
  rename_all(scenario.compositions, names, &CompositionSpec::id);
  rename_all(scenario.processes, names, &ProcessSpec::id, &ProcessSpec::composition);
  rename_all(scenario.process_inputs, names, &ProcessInputSpec::process, &ProcessInputSpec::slot,
             &ProcessInputSpec::material);
  rename_all(scenario.process_outputs, names, &ProcessOutputSpec::process,
             &ProcessOutputSpec::material);
  rename_all(scenario.facilities, names, &FacilitySpec::id, &FacilitySpec::region);
  rename_all(scenario.lines, names, &LineSpec::facility, &LineSpec::process);
  rename_all(scenario.demand, names, &DemandSpec::facility, &DemandSpec::sector,
             &DemandSpec::process);
  rename_all(scenario.lanes, names, &LaneSpec::from, &LaneSpec::to, &LaneSpec::material);
  for (auto& shock : scenario.shocks) {
    for (auto& facility : shock.facilities) {
      rename(facility, names);
    }
  }
  return scenario;
}

MetricKey renamed(MetricKey key, const Names& names) {
  for (auto* id : {&key.region, &key.partner, &key.sector, &key.material, &key.facility}) {
    rename(*id, names);
  }
  return key;
}

/// What was observed, by figure, with other names.
std::map<MetricKey, std::vector<double>> figures(const Outcome& outcome, const Names& names) {
  const auto& plan = outcome.world->plan;
  const auto& seen = outcome.observations;
  std::map<MetricKey, std::vector<double>> values;
  for (std::size_t k = 0; k < plan.run_figures.size(); ++k) {
    values[renamed(plan.run_figures[k], names)].push_back(seen.run_values[k]);
  }
  for (std::size_t k = 0; k < seen.series_values.size(); ++k) {
    const auto& key = plan.series_figures[k % plan.series_figures.size()];
    values[renamed(key, names)].push_back(seen.series_values[k]);
  }
  return values;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

TEST_CASE("other ids change no figure of a world without noise, ties and remainders",
          "[exact-check-10]") {
  auto sketch = pipe(3);
  sketch.outage("flood", "mine", sketch.start() + 30, 90);
  const auto outcome = run(sketch.scenario);
  const auto other = run(renamed(sketch.scenario, other_names));
  CHECK_FALSE(same_plan(outcome.world->plan, other.world->plan));
  const auto expected = figures(outcome, other_names);
  const auto found = figures(other, {});
  REQUIRE(found.size() == expected.size());
  for (const auto& [key, values] : expected) {
    CAPTURE(key.metric, key.region, key.material, key.facility);
    REQUIRE(found.count(key) == 1);
    CHECK(
        std::equal(values.begin(), values.end(), found.at(key).begin(), found.at(key).end(), same));
  }
  CHECK(outcome.figure(Metric::lost_output_units, {.sector = "cars"}) > 0);
  CHECK(outcome.observations.events == other.observations.events);
}

}  // namespace
}  // namespace monazite::small_worlds
