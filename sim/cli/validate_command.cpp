#include <filesystem>
#include <fmt/format.h>

#include "models/scenario/world.hpp"
#include "sim/analysis/base_year.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/prepare.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/output_file.hpp"
#include "sim/report/parameter_digest.hpp"

namespace monazite {

namespace {

constexpr int drift_years = 3;

/// One arm of the validation: a scenario file and what is set over it.
struct Arm {
  std::string file;
  std::vector<std::string> settings;
};

std::vector<Arm> arms_of(const std::string& base) {
  const std::string folder = std::filesystem::path(base).parent_path().string();
  const std::vector<std::string> year = {"calendar.end=2024-12-31", "outputs.flows=false",
                                         "outputs.interval=month"};
  return {{base, year},
          {folder + "/arms/demand_minus_20.yaml", year},
          {folder + "/arms/demand_plus_10.yaml", year},
          {folder + "/arms/bayan_obo_off.yaml", year},
          {base,
           {"name=drift", "calendar.end=2026-12-31", "outputs.flows=false", "outputs.interval=week",
            "switches.growth=false", "switches.holidays=false"}},
          {folder + "/arms/steady.yaml", {}}};
}

BatchScenario batch_scenario(const PreparedScenario& prepared) {
  const auto& scenario = prepared.loaded.scenario;
  return {.name = scenario.name,
          .world = prepared.world.get(),
          .plan = &prepared.world->plan,
          .seed = scenario.runs.seed,
          .replications = static_cast<std::uint32_t>(scenario.runs.replications),
          .digest = parameter_digest(prepared.loaded)};
}

}  // namespace

int execute(const ValidateArguments& arguments) {
  std::vector<PreparedScenario> scenarios;
  for (const auto& arm : arms_of(arguments.file)) {
    ScenarioOptions options = arguments.scenario;
    options.settings.insert(options.settings.begin(), arm.settings.begin(), arm.settings.end());
    Preparation preparation = prepare(std::span(&arm.file, 1), options, false);
    tell_problems(preparation, arguments.talk);
    if (preparation.scenarios.empty()) {
      return preparation.exit_code();
    }
    scenarios.push_back(std::move(preparation.scenarios.front()));
  }
  std::vector<BatchScenario> batch;
  batch.reserve(scenarios.size());
  for (const auto& prepared : scenarios) {
    batch.push_back(batch_scenario(prepared));
  }
  BatchOptions options;
  options.threads = arguments.threads;
  options.interrupt = &watch_interrupts();
  const BatchResults results = run_batch(batch, replications_of_worlds(), options);
  if (results.interrupted) {
    return exit_interrupted;
  }
  for (const auto& scenario : results.scenarios) {
    for (const auto& failure : scenario.failures) {
      tell(fmt::format("monazite: error: {}, replication {}: {}\n", scenario.scenario.name,
                       failure.replication, failure.reason));
    }
  }
  if (results.failures() > 0) {
    return exit_runs_failed;
  }
  const auto& r = results.scenarios;
  ValidationPage page;
  page.replications = batch.front().replications;
  page.base_year = compare_base_year(*scenarios.front().world, r[0]);
  page.drift = measure_drift(r[4]);
  page.drift_years = drift_years;
  page.steady = measure_drift(r[5]);
  page.steady_years = year_of(scenarios[5].world->end) + 1 - year_of(scenarios[5].world->start);
  page.arms = {"base year", "demand −20 %", "demand +10 %", "Bayan Obo off"};
  page.stages = compare_stages({&r[0], &r[1], &r[2], &r[3]});
  const std::string text = to_markdown(page);
  write_output(text);
  write_file_whole(arguments.out, text, true);
  if (!arguments.talk.quiet) {
    write_output(fmt::format("\n{} Page: {}\n",
                             page.holds() ? "Every target holds." : "Some targets do not hold.",
                             arguments.out));
  }
  return exit_done;
}

}  // namespace monazite
