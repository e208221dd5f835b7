#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>

#include "sim/batch/executor.hpp"
#include "sim/batch/store_check.hpp"
#include "sim/batch/sweep_runner.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/cli/extend_sweep.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/prepare_sweep.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/result_place.hpp"
#include "sim/cli/shell_text.hpp"
#include "sim/cli/sweep_session.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/output_error.hpp"
#include "sim/report/result_folder.hpp"
#include "sim/report/write_results.hpp"

namespace monazite {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// Where the results go: `--out`, or a free name in `results/`; to resume, the name itself.
fs::path place_of(const SweepArguments& arguments, const std::string& name) {
  if (!arguments.out.empty()) {
    return arguments.out;
  }
  return free_place(folder_name(name), "", arguments.force || arguments.resume || arguments.extend);
}

/// The command that goes on with a sweep.
std::string resume_command(const SweepArguments& arguments, const fs::path& place) {
  std::string command = "monazite";
  for (std::size_t i = 1; i < arguments.command_line.size(); ++i) {
    const std::string& word = arguments.command_line[i];
    if (word != "--force" && word != "--resume" && word != "--extend" && word != "--repair") {
      command += " " + shell_text(word);
    }
  }
  command += arguments.out.empty() ? " --out " + shell_text(place.string()) : "";
  return command + " --resume";
}

class SweepCommand {
 public:
  explicit SweepCommand(const SweepArguments& arguments)
      : arguments_(arguments), start_(Clock::now()) {
    record_.arguments = arguments.command_line;
    record_.started = std::chrono::system_clock::now();
  }

  int run() {
    prepared_ = prepare_sweep(arguments_.file, arguments_.scenario, true,
                              wanted_threads(arguments_.threads));
    tell_problems(prepared_.bases, arguments_.talk);
    if (const int code = prepared_.exit_code(); code != exit_done) {
      return code;
    }
    for (const PreparedScenario& base : prepared_.bases.scenarios) {
      names_.push_back(base.loaded.scenario.name);
    }
    place_ = place_of(arguments_, prepared_.sweep->spec.name);
    identity_ = identity_of(prepared_);
    const std::atomic<bool>& interrupt = watch_interrupts();
    std::error_code ignored;
    // Without a sweep there one command serves the first start and every later one.
    const bool is_there = fs::exists(place_ / store_file, ignored);
    if (arguments_.extend && !is_there) {
      tell(fmt::format("monazite: error: {} holds no sweep to extend\n", place_.string()));
      return exit_no_input;
    }
    if ((arguments_.resume || arguments_.extend) && is_there) {
      if (const auto code = open_to_resume()) {
        return *code;
      }
    } else {
      create();
    }
    return run_with(interrupt);
  }

 private:
  void create() {
    std::error_code ignored;
    std::optional<FolderLock> older;
    if (arguments_.force && fs::exists(place_ / lock_file, ignored)) {
      older.emplace(place_);
    }
    ResultFolder folder(place_, arguments_.force ? ResultFolder::Existing::replace
                                                 : ResultFolder::Existing::refuse);
    write_resolved_sweep(folder.staging(), *prepared_.sweep, scenarios());
    RunStore::create(folder.staging() / store_file, identity_, arguments_.shard);
    lock_.emplace(folder.take_lock());
    record_.state = ExitState::running;
    write_sweep_manifest(folder.staging(), prepared_, identity_, arguments_.shard, {}, record_);
    folder.commit();
    store_.emplace(place_ / store_file);
  }

  [[nodiscard]] std::vector<SweepScenario> scenarios() const {
    std::vector<SweepScenario> scenarios;
    for (const PreparedScenario& base : prepared_.bases.scenarios) {
      scenarios.push_back({base.loaded.scenario.name, &base.loaded});
    }
    return scenarios;
  }

  /// An exit code when what is there cannot be gone on with.
  std::optional<int> open_to_resume() {
    lock_.emplace(place_);
    remove_abandoned(fs::absolute(place_).lexically_normal());
    remove_half_written(place_);
    store_.emplace(place_ / store_file);
    std::vector<std::string> differences = differences_of(store_->identity(), identity_);
    const Shard shard = store_->shard();
    if (shard.index != arguments_.shard.index || shard.count != arguments_.shard.count) {
      differences.push_back(fmt::format("shard: it is {}/{}, now {}/{}", shard.index + 1,
                                        shard.count, arguments_.shard.index + 1,
                                        arguments_.shard.count));
    }
    if (differences.empty()) {
      // An extension that was killed may not have come to it.
      update_resolved_sweep(place_, *prepared_.sweep, scenarios());
      return look_through();
    }
    if (arguments_.extend) {
      return extend();
    }
    return refuse(fmt::format("{} is of another sweep and cannot be resumed", place_.string()),
                  differences);
  }

  int refuse(const std::string& what, const std::vector<std::string>& reasons) const {
    tell(fmt::format("monazite: error: {}:\n", what));
    for (const std::string& reason : reasons) {
      tell(fmt::format("  {}\n", reason));
    }
    return exit_bad_input;
  }

  /// Puts a store of the longer sweep, with the runs that are there, in the place of the shorter
  /// one's. An exit code when it is none.
  std::optional<int> extend() {
    const std::string what = fmt::format("{} cannot be extended", place_.string());
    auto obstacles = obstacles_to_extension(store_->identity(), identity_, *prepared_.plan);
    if (store_->shard().count > 1 || arguments_.shard.count > 1) {
      obstacles.emplace_back("shard: extend the sweep that its shards are merged to");
    }
    if (!obstacles.empty()) {
      return refuse(what, obstacles);
    }
    Extension extension;
    try {
      replace_store([&](RunStore& longer) {
        extension = take_over_runs(place_, prepared_, *store_, longer);
        remove_sweep_tables(place_);
      });
    } catch (const SweepShrinks& shrinks) {
      return refuse(what, {shrinks.what});
    } catch (const StoreDamage& damage) {
      tell(
          fmt::format("monazite: error: {}\nMend it first, with --resume --repair and the file "
                      "that made it.\n",
                      damage.what()));
      return exit_io;
    }
    update_resolved_sweep(place_, *prepared_.sweep, scenarios());
    tell(extension.again > 0
             ? fmt::format("monazite: {} runs are made again, for figures that were not kept\n",
                           extension.again)
             : fmt::format("monazite: {} runs are there\n", extension.kept));
    return std::nullopt;
  }

  /// An exit code when rows of the store are damaged and are not to be run again.
  std::optional<int> look_through() {
    try {
      if (arguments_.repair) {
        repair();
      }
      require_whole(*prepared_.plan, *store_, (place_ / store_file).string());
      return std::nullopt;
    } catch (const StoreDamage& damage) {
      tell(
          fmt::format("monazite: error: {}\nTo run the damaged again and keep the others:\n  {} "
                      "--repair\n",
                      damage.what(), resume_command(arguments_, place_)));
      return exit_io;
    }
  }

  /// Puts a store of the rows that are whole in the place of the damaged one.
  void repair() {
    replace_store([&](RunStore& whole) { copy_whole(*prepared_.plan, *store_, whole); });
  }

  /// Fills a new store and puts it in the place of the one that is there.
  template <class Fill>
  void replace_store(const Fill& fill) {
    const fs::path file = place_ / store_file;
    fs::path aside = file;
    aside += fmt::format(".partial-{}", ::getpid());
    const auto remove_with_log = [](const fs::path& store) {
      for (const char* part : {"", "-wal", "-shm"}) {
        fs::remove(store.string() + part);
      }
    };
    try {
      RunStore::create(aside, identity_, arguments_.shard);
      RunStore next(aside);
      fill(next);
      next.settle();
      store_->settle();  // the log goes before its store does
    } catch (...) {
      remove_with_log(aside);
      throw;
    }
    store_.reset();
    for (const char* of_log : {"-wal", "-shm"}) {
      fs::remove(file.string() + of_log);
      fs::remove(aside.string() + of_log);
    }
    std::error_code error;
    fs::rename(aside, file, error);
    if (error) {
      remove_with_log(aside);
      throw OutputError(OutputError::Kind::io,
                        fmt::format("cannot rename {} to {}: {}", aside.string(), file.string(),
                                    error.message()));
    }
    store_.emplace(file);
  }

  int run_with(const std::atomic<bool>& interrupt) {
    BatchOptions options;
    options.threads = arguments_.threads;
    options.interrupt = &interrupt;
    SweepOutcome outcome;
    const Clock::time_point runs_start = Clock::now();
    {
      ProgressBar bar(arguments_.json ? ProgressBar::Mode::json : progress_mode(arguments_.talk));
      options.progress = [&bar](const BatchProgress& progress) { bar.show(progress); };
      outcome = run_sweep(*prepared_.plan, prepared_.sources, *store_, arguments_.shard, options);
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - runs_start).count();
    if (arguments_.threads > outcome.threads) {
      tell(fmt::format("monazite: warning: the system lets only {} of {} threads start\n",
                       outcome.threads, arguments_.threads));
    }
    if (arguments_.talk.verbose) {
      tell(fmt::format("{} runs in {:.2f} s on {} threads: {:.4g} runs/s\n", outcome.begun, seconds,
                       outcome.threads, static_cast<double>(outcome.begun) / seconds));
    }
    return finish(outcome);
  }

  int finish(const SweepOutcome& outcome) {
    const bool is_whole = is_complete(*prepared_.plan, *store_, arguments_.shard);
    const RunStore::Count count = store_->count();
    if (is_whole && arguments_.shard.count == 1) {
      write_sweep_tables(place_, report_of(*prepared_.plan, *store_));
    }
    record_.state = outcome.interrupted ? ExitState::interrupted
                    : count.failed > 0  ? ExitState::some_runs_failed
                                        : ExitState::done;
    record_.threads = outcome.threads;
    record_.duration_seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    write_sweep_manifest(place_, prepared_, identity_, arguments_.shard, count, record_);
    store_->settle();
    tell_end(outcome, count, is_whole);
    return outcome.interrupted ? exit_interrupted : count.failed > 0 ? exit_runs_failed : exit_done;
  }

  void tell_end(const SweepOutcome& outcome, const RunStore::Count& count, bool is_whole) {
    if (count.failed > 0) {
      tell(fmt::format("monazite: error: {} of {} runs failed{}\n", count.failed, count.runs,
                       is_whole && arguments_.shard.count == 1
                           ? fmt::format("; they are listed in {}/failures.csv", place_.string())
                           : ""));
    }
    if (!is_whole) {
      tell(fmt::format("monazite: {}; the {} complete runs are kept. To go on:\n  {}\n",
                       outcome.interrupted ? "interrupted" : "a failed run ended the sweep",
                       count.runs, resume_command(arguments_, place_)));
    } else if (!arguments_.talk.quiet) {
      write_output(fmt::format("{} variants of {}: {} runs, {} failed\nResults: {}\n",
                               prepared_.plan->design().size(), fmt::join(names_, ", "), count.runs,
                               count.failed, place_.string()));
      if (arguments_.shard.count > 1) {
        write_output("A shard has no tables; monazite merge joins all of them.\n");
      }
    }
  }

  const SweepArguments& arguments_;
  Clock::time_point start_;
  CommandRecord record_;
  PreparedSweep prepared_;
  SweepIdentity identity_;
  std::vector<std::string> names_;  ///< of its scenarios
  fs::path place_;
  std::optional<FolderLock> lock_;
  std::optional<RunStore> store_;
};

}  // namespace

int execute(const SweepArguments& arguments) { return SweepCommand(arguments).run(); }

}  // namespace monazite
