#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <limits>

#include "models/scenario/world.hpp"
#include "sim/batch/batch.hpp"
#include "sim/batch/executor.hpp"
#include "sim/batch/parameter_digest.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/leverage_runs.hpp"
#include "sim/cli/prepare.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/repeat_command.hpp"
#include "sim/cli/result_place.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/headline.hpp"
#include "sim/report/result_folder.hpp"
#include "sim/report/write_results.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t failures_told = 10;

std::vector<BatchScenario> batch_of(const std::vector<PreparedScenario>& scenarios,
                                    std::uint32_t first_replication) {
  std::vector<BatchScenario> batch;
  for (const PreparedScenario& prepared : scenarios) {
    const Scenario& scenario = prepared.loaded.scenario;
    batch.push_back({.name = scenario.name,
                     .world = prepared.world.get(),
                     .plan = &prepared.world->plan,
                     .seed = scenario.runs.seed,
                     .replications = static_cast<std::uint32_t>(scenario.runs.replications),
                     .digest = parameter_digest(prepared.loaded),
                     .first_replication = first_replication});
  }
  return batch;
}

ExitState state_of(const BatchResults& results) {
  if (results.interrupted) {
    return ExitState::interrupted;
  }
  return results.failures() > 0 ? ExitState::some_runs_failed : ExitState::done;
}

int exit_code_of(ExitState state) {
  switch (state) {
    case ExitState::done:
      return exit_done;
    case ExitState::some_runs_failed:
      return exit_runs_failed;
    case ExitState::interrupted:
      return exit_interrupted;
    case ExitState::running:
      break;
  }
  return exit_internal;
}

/// By scenario.
struct LeverageTables {
  std::vector<std::vector<LeverageRow>> leverage;
  std::vector<std::vector<ErosionRow>> erosion;
};

void write_folder(ResultFolder& folder, const RunArguments& arguments,
                  const Preparation& preparation, const BatchResults& results,
                  const LeverageTables& tables, const CommandRecord& record) {
  std::vector<ReportedScenario> reported;
  for (std::size_t i = 0; i < results.scenarios.size(); ++i) {
    const PreparedScenario& prepared = preparation.scenarios[i];
    reported.push_back({.file = prepared.file,
                        .command = repeat_command(prepared.file, arguments.scenario),
                        .loaded = &prepared.loaded,
                        .results = &results.scenarios[i],
                        .leverage = tables.leverage[i],
                        .erosion = tables.erosion[i]});
  }
  write_results(folder.staging(), reported, record);
  folder.commit();
}

void tell_failures(const BatchResults& results, const std::string& folder) {
  std::size_t told = 0;
  for (const ScenarioResults& scenario : results.scenarios) {
    for (const FailedReplication& failure : scenario.failures) {
      if (told++ < failures_told) {
        tell(fmt::format("monazite: error: {}, replication {}: {}\n", scenario.scenario.name,
                         failure.replication, failure.reason));
      }
    }
  }
  if (told > 0) {
    tell(fmt::format("monazite: error: {} of {} runs failed; they are listed in {}/failures.csv\n",
                     told, told + results.completed(), folder));
  }
}

void tell_effort(const BatchResults& results, double seconds) {
  std::uint64_t events = 0;
  for (const ScenarioResults& scenario : results.scenarios) {
    events += scenario.events;
  }
  tell(fmt::format("{} runs, {} events in {:.2f} s on {} threads: {:.3g} events/s\n",
                   results.completed(), events, seconds, results.threads,
                   static_cast<double>(events) / seconds));
}

void tell_leverage(const BatchResults& results, const LeverageTables& tables) {
  for (std::size_t i = 0; i < results.scenarios.size(); ++i) {
    const BatchScenario* scenario = &results.scenarios[i].scenario;
    if (!tables.leverage[i].empty()) {
      write_output("\n" + leverage_text({scenario, tables.leverage[i]}, output_style()));
    }
    if (!tables.erosion[i].empty()) {
      write_output("\n" + erosion_text({scenario, tables.erosion[i]}, output_style()));
    }
  }
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Whether the numbers of all replications can be told.
bool numbers_fit(const RunArguments& arguments, const std::vector<BatchScenario>& batch) {
  for (const BatchScenario& scenario : batch) {
    if (scenario.replications >
        std::numeric_limits<std::uint32_t>::max() - arguments.first_replication) {
      return false;
    }
  }
  return true;
}

}  // namespace

int execute(const RunArguments& arguments) {
  CommandRecord record;
  record.arguments = arguments.command_line;
  record.started = std::chrono::system_clock::now();
  const Clock::time_point start = Clock::now();

  const Preparation preparation = prepare(arguments.files, arguments.scenario, true, nullptr,
                                          wanted_threads(arguments.threads));
  tell_problems(preparation, arguments.talk);
  if (const int code = preparation.exit_code(); code != exit_done) {
    return code;
  }
  std::vector<BatchScenario> batch = batch_of(preparation.scenarios, arguments.first_replication);
  std::vector<Diagnostic> arm_problems;
  LeverageRuns leverage_runs(preparation.scenarios, arm_problems);
  if (!arm_problems.empty()) {
    for (const Diagnostic& problem : arm_problems) {
      tell(fmt::format("{}\n", to_text(problem)));
    }
    return exit_bad_input;
  }
  leverage_runs.add_to(batch, arguments.first_replication);
  if (!numbers_fit(arguments, batch)) {
    tell("monazite: error: --first-replication is too large\n");
    return exit_usage;
  }
  const fs::path place = result_place(arguments, preparation.scenarios);
  // From here on there is a folder to remove.
  const std::atomic<bool>& interrupt = watch_interrupts();
  ResultFolder folder(
      place, arguments.force ? ResultFolder::Existing::replace : ResultFolder::Existing::refuse);
  if (arguments.talk.verbose) {
    tell(fmt::format("{} scenarios ready after {:.0f} ms\n", batch.size(),
                     seconds_since(start) * 1000));
  }

  const Clock::time_point batch_start = Clock::now();
  BatchOptions options;
  options.threads = arguments.threads;
  options.interrupt = &interrupt;
  BatchResults results =
      run_with_progress(batch, replications_of_worlds(), options, progress_mode(arguments.talk));
  if (arguments.threads > results.threads) {
    tell(fmt::format("monazite: warning: the system lets only {} of {} threads start\n",
                     results.threads, arguments.threads));
  }
  if (arguments.talk.verbose) {
    tell_effort(results, seconds_since(batch_start));
  }
  if (results.interrupted && results.completed() == 0) {
    tell("monazite: interrupted before a run was complete\n");
    return exit_interrupted;
  }
  record.state = state_of(results);
  leverage_runs.take_from(results);
  std::vector<std::string> troubles = leverage_runs.failures();
  LeverageTables leverage;
  for (std::size_t i = 0; i < results.scenarios.size(); ++i) {
    leverage.leverage.push_back(leverage_runs.rows(i, results.scenarios[i], options, troubles));
    leverage.erosion.push_back(
        leverage_runs.erosion(i, options, arguments.first_replication, troubles));
  }
  if (!troubles.empty() && record.state == ExitState::done) {
    record.state = ExitState::some_runs_failed;
  }
  record.threads = results.threads;
  record.duration_seconds = seconds_since(start);
  write_folder(folder, arguments, preparation, results, leverage, record);

  tell_failures(results, place.string());
  for (std::size_t k = 0; k < std::min(troubles.size(), failures_told); ++k) {
    tell(fmt::format("monazite: error: {}; the tables of leverage are without it\n", troubles[k]));
  }
  if (results.interrupted) {
    tell(
        fmt::format("monazite: interrupted; the {} complete runs are kept\n", results.completed()));
  }
  if (!arguments.talk.quiet) {
    write_output(headline_table(results.scenarios, output_style()));
    tell_leverage(results, leverage);
    write_output(fmt::format("\nResults: {}\n", place.string()));
  }
  return exit_code_of(record.state);
}

}  // namespace monazite
