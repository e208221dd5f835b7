#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <optional>

#include "models/quantity/number.hpp"
#include "models/scenario/compile.hpp"
#include "models/scenario/world.hpp"
#include "sim/batch/parameter_digest.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/result_place.hpp"
#include "sim/cli/sweep_session.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/headline.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/result_folder.hpp"
#include "sim/report/trace_table.hpp"
#include "sim/report/write_results.hpp"
#include "sim/run/replication.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;

fs::path place_of(const ReplayArguments& arguments, const std::string& name) {
  if (!arguments.out.empty()) {
    return arguments.out;
  }
  return free_place(name, "", arguments.force);
}

bool is_same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

class ReplayCommand {
 public:
  explicit ReplayCommand(const ReplayArguments& arguments) : arguments_(arguments) {
    record_.arguments = arguments.command_line;
    record_.started = std::chrono::system_clock::now();
  }

  int run() {
    const fs::path result = arguments_.result;
    std::error_code ignored;
    if (!fs::exists(result / store_file, ignored)) {
      tell(fmt::format("monazite: error: {} holds no sweep\n", arguments_.result));
      return exit_no_input;
    }
    prepared_ = prepare_sweep((result / resolved_sweep_file).string(), {}, false);
    tell_problems(prepared_.bases, arguments_.talk);
    if (const int code = prepared_.exit_code(); code != exit_done) {
      return code;
    }
    const auto arm = find_arm();
    if (!arm) {
      return exit_usage;
    }
    RunStore store(result / store_file);
    const auto stored = store.run(*arm, arguments_.replication);
    if (!stored) {
      tell(fmt::format("monazite: error: {} has no replication {} of variant {}\n",
                       arguments_.result, arguments_.replication, arguments_.variant));
      return exit_usage;
    }
    return replay(*arm, *stored, store);
  }

 private:
  /// The arm that is meant; nothing, and what is wrong is told.
  std::optional<std::uint32_t> find_arm() {
    const SweepPlan& plan = *prepared_.plan;
    const Design& design = plan.design();
    std::uint64_t number = 0;
    const std::string_view variant = arguments_.variant;
    const bool is_number = variant.front() != 'v' && read_whole(variant, number);
    if (arguments_.scenario.empty() && plan.spec().scenarios.size() > 1) {
      tell("monazite: error: the sweep has several scenarios; name one with --scenario\n");
      return std::nullopt;
    }
    for (std::uint32_t arm = 0; arm < plan.arms(); ++arm) {
      const bool is_scenario =
          arguments_.scenario.empty() || plan.scenario_name(arm) == arguments_.scenario;
      const bool is_variant =
          is_number ? plan.variant_of(arm) == number : design.name(plan.variant_of(arm)) == variant;
      if (is_scenario && is_variant) {
        return arm;
      }
    }
    tell(fmt::format(
        "monazite: error: the sweep has no variant '{}'{}; expected {} to {}\n", arguments_.variant,
        arguments_.scenario.empty() ? "" : fmt::format(" of a scenario '{}'", arguments_.scenario),
        design.name(0), design.name(design.size() - 1)));
    return std::nullopt;
  }

  int replay(std::uint32_t arm, const StoredRun& stored, RunStore& store) {
    const SweepPlan& plan = *prepared_.plan;
    const std::uint32_t member = plan.member_of(stored.replication);
    ScenarioPatcher patcher(prepared_.sources);
    LoadedScenario loaded;
    Compiled compiled;
    try {
      loaded = patcher.load(plan.scenario_of(arm), plan.settings(arm, member));
      compiled = compile(loaded.scenario);
    } catch (const InputError& error) {
      compiled.errors = error.diagnostics;
    }
    if (!compiled.world) {
      for (const Diagnostic& problem : compiled.errors) {
        tell(fmt::format("{}\n", to_text(problem)));
      }
      return exit_runs_failed;
    }
    const World& world = *compiled.world;
    const std::string variant = plan.design().name(plan.variant_of(arm));
    BatchScenario scenario{.name = loaded.scenario.name,
                           .world = &world,
                           .plan = &world.plan,
                           .seed = plan.seed(arm),
                           .replications = 1,
                           .digest = parameter_digest(loaded),
                           .variant = variant,
                           .first_replication = stored.replication};
    // From here on there is a folder to remove.
    const std::atomic<bool>& interrupt = watch_interrupts();
    ResultFolder folder(
        place_of(arguments_,
                 fmt::format("{}_{}_{}", folder_name(scenario.name), variant, stored.replication)),
        arguments_.force ? ResultFolder::Existing::replace : ResultFolder::Existing::refuse);
    Workspace workspace;
    Observations observations;
    try {
      observations = run_one(world, plan, arm, stored.replication, workspace, folder);
    } catch (const RunFailure& failure) {
      tell(fmt::format("monazite: error: {}\n", failure.what()));
      return exit_runs_failed;
    }
    const bool is_same = check(stored, store.world(arm, member), scenario, observations);
    ScenarioResults results(scenario);
    results.merge(stored.replication, std::move(observations));
    if (interrupt) {
      tell("monazite: interrupted; nothing is kept\n");
      return exit_interrupted;
    }
    write(folder, plan, arm, member, loaded, results);
    return is_same ? exit_done : exit_runs_failed;
  }

  Observations run_one(const World& world, const SweepPlan& plan, std::uint32_t arm,
                       std::uint32_t replication, Workspace& workspace,
                       const ResultFolder& folder) {
    const auto number = plan.engine_replication(replication);
    if (!arguments_.trace) {
      return run_replication(world, plan.seed(arm), number, workspace);
    }
    TraceTable table(folder.staging() / trace_file);
    bool is_read = !arguments_.talk.quiet;
    const Trace trace = [&](const TraceRow& row) {
      table.add(row);
      if (is_read) {
        try {
          write_output(trace_line(row));
        } catch (const OutputError&) {
          // Who looked at the first events may have gone; the file has them all.
          is_read = false;
        }
      }
    };
    auto observations = run_replication(world, plan.seed(arm), number, workspace, trace);
    table.close();
    return observations;
  }

  /// Whether the run gives what the sweep has stored of it, bit for bit; tells what it does not.
  static bool check(const StoredRun& stored, const std::optional<StoredWorld>& stored_world,
                    const BatchScenario& scenario, const Observations& observations) {
    if (stored.failure) {
      tell(fmt::format("monazite: the run failed in the sweep ({}), and does not now\n",
                       *stored.failure));
      return false;
    }
    if (!stored_world || stored_world->digest != scenario.digest) {
      tell("monazite: error: the parameters are not those that the sweep ran with\n");
      return false;
    }
    if (stored.values.size() != stored_world->figures.size()) {
      tell(
          fmt::format("monazite: error: the store is damaged: the run has {} figures, its world "
                      "{}\n",
                      stored.values.size(), stored_world->figures.size()));
      return false;
    }
    const auto& figures = scenario.plan->run_figures;
    std::size_t differing = 0;
    for (std::size_t k = 0; k < stored_world->figures.size(); ++k) {
      const auto found = std::lower_bound(figures.begin(), figures.end(), stored_world->figures[k]);
      const bool is_same =
          found != figures.end() && *found == stored_world->figures[k] &&
          is_same_bits(observations.run_values[static_cast<std::size_t>(found - figures.begin())],
                       stored.values[k]);
      differing += is_same ? 0 : 1;
    }
    if (differing > 0) {
      tell(fmt::format("monazite: error: {} of {} figures differ from those of the sweep\n",
                       differing, stored_world->figures.size()));
    }
    return differing == 0;
  }

  void write(ResultFolder& folder, const SweepPlan& plan, std::uint32_t arm, std::uint32_t member,
             const LoadedScenario& loaded, const ScenarioResults& results) {
    const ReportedScenario reported{.file = prepared_.sources.files[plan.scenario_of(arm)],
                                    .command = repeat_command(plan, prepared_.sources, arm, member),
                                    .loaded = &loaded,
                                    .results = &results};
    write_results(folder.staging(), {&reported, 1}, record_);
    folder.commit();
    if (!arguments_.talk.quiet && !arguments_.trace) {
      write_output(headline_table({&results, 1}, output_style()));
      write_output(fmt::format("\nResults: {}\n", folder.path().string()));
    }
  }

  const ReplayArguments& arguments_;
  CommandRecord record_;
  PreparedSweep prepared_;
};

}  // namespace

int execute(const ReplayArguments& arguments) { return ReplayCommand(arguments).run(); }

}  // namespace monazite
