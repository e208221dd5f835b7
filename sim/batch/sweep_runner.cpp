#include "sim/batch/sweep_runner.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <system_error>

#include "models/metrics/figure.hpp"
#include "models/scenario/world.hpp"
#include "sim/batch/executor.hpp"
#include "sim/batch/stopping.hpp"
#include "sim/run/replication.hpp"

namespace monazite {

namespace {

/// A list of runs that may be too long to write down.
struct Round {
  std::uint64_t size = 0;
  std::function<PlannedRun(std::uint64_t)> run;
  std::vector<bool> is_done;  ///< empty: none
};

/// How many replications an arm with these values is to have. Follows the rounds from the first, so
/// that what an interrupted one has left is made whole before it is judged.
std::uint64_t target_of(const ArmValues& values, const SweepSpec& spec) {
  std::uint64_t target = spec.replications;
  while (true) {
    std::vector<double> judged;
    for (std::size_t r = 0; r < target && r < values.size() && values[r]; ++r) {
      judged.push_back(*values[r]);
    }
    if (judged.size() < target) {
      return target;
    }
    const std::uint64_t next = next_target(precision_of(judged, *spec.stop, spec.antithetic),
                                           target, *spec.stop, spec.antithetic);
    if (next == target) {
      return target;
    }
    target = next;
  }
}

/// Tells the runs that the arms of a shard still need under the stop rule, by what is known now.
void for_each_needed(const SweepPlan& plan, RunStore& store, const Shard& shard,
                     const std::function<void(PlannedRun)>& tell) {
  const SweepPlan::Range range = plan.range(shard);
  for (auto run = range.first; run < range.end; run += plan.spec().replications) {
    const std::uint32_t arm = plan.run(run).arm;
    const ArmValues values = stop_values(plan, store, arm);
    const std::uint64_t target = target_of(values, plan.spec());
    for (std::uint32_t r = 0; r < target; ++r) {
      if (r >= values.size() || !values[r]) {
        tell({arm, r});
      }
    }
  }
}

class SweepRunner {
 public:
  SweepRunner(const SweepPlan& plan, const SweepSources& sources, RunStore& store,
              const BatchOptions& options)
      : plan_(plan),
        store_(store),
        options_(options),
        executor_(options.threads),
        worlds_(plan, executor_.threads() + std::size_t{2} * plan.members(),
                [this](std::uint32_t arm, std::uint32_t member, const SweepWorld& made) {
                  if (made.world) {
                    store_.put_world(arm, member, {made.digest, made.kept.keys});
                  }
                }) {
    for (unsigned worker = 0; worker < executor_.threads(); ++worker) {
      workers_.push_back(std::make_unique<Worker>(sources));
    }
    outcome_.threads = executor_.threads();
  }

  SweepOutcome run(const Shard& shard) {
    Round first = first_round(shard);
    progress_.done = done_before_;
    run_round(first);
    while (plan_.spec().stop && !stop_all_) {
      Round next = next_round(shard);
      if (next.size == 0) {
        break;
      }
      run_round(next);
    }
    return outcome_;
  }

 private:
  struct Worker {
    explicit Worker(const SweepSources& sources) : patcher(sources) {}
    Workspace workspace;
    ScenarioPatcher patcher;
  };

  [[nodiscard]] bool is_interrupted() const {
    return options_.interrupt != nullptr && *options_.interrupt;
  }

  Round first_round(const Shard& shard) {
    const SweepPlan::Range range = plan_.range(shard);
    Round round;
    round.size = range.end - range.first;
    round.run = [this, first = range.first](std::uint64_t k) { return plan_.run(first + k); };
    round.is_done.resize(round.size);
    const std::uint64_t replications = plan_.spec().replications;
    progress_.total = round.size;
    store_.for_each_key([&](PlannedRun run) {
      ++done_before_;
      if (run.replication < replications) {
        round.is_done.at(run.arm * replications + run.replication - range.first) = true;
      } else {
        ++progress_.total;
      }
    });
    const auto count = store_.count();
    progress_.failed = count.failed;
    return round;
  }

  Round next_round(const Shard& shard) {
    auto runs = std::make_shared<std::vector<PlannedRun>>();
    for_each_needed(plan_, store_, shard, [&](PlannedRun run) { runs->push_back(run); });
    progress_.total += runs->size();
    return {runs->size(), [runs](std::uint64_t k) { return (*runs)[k]; }, {}};
  }

  void run_round(const Round& round) {
    const auto task = [&](std::size_t worker, std::size_t k) {
      if (is_interrupted()) {
        const std::lock_guard lock(mutex_);
        outcome_.interrupted = true;
        stop_all_ = true;
      } else if (round.is_done.empty() || !round.is_done[k]) {
        do_run(*workers_[worker], round.run(k));
      }
    };
    executor_.for_each_task(round.size, task, stop_all_);
  }

  void do_run(Worker& worker, PlannedRun planned) {
    StoredRun run;
    run.arm = planned.arm;
    run.replication = planned.replication;
    const auto world =
        worlds_.get(planned.arm, plan_.member_of(planned.replication), worker.patcher);
    if (!world->world) {
      run.failure = world->error;
    } else {
      attempt(worker, *world, run);
    }
    store_.put_run(run);
    note(run);
  }

  void attempt(Worker& worker, const SweepWorld& world, StoredRun& run) const {
    try {
      const Observations observations =
          run_replication(*world.world, plan_.seed(run.arm),
                          plan_.engine_replication(run.replication), worker.workspace);
      run.events = observations.events;
      for (const BalanceRow& row : observations.balance) {
        if (row.residual() != 0) {
          run.failure = "the balance of an element does not close";
          return;
        }
      }
      if (observations.leaf != drawn_way) {
        run.branch = world.world->plan.branches[observations.leaf].id;
      }
      run.values.reserve(world.kept.indices.size());
      for (const std::uint32_t k : world.kept.indices) {
        run.values.push_back(observations.run_values[k]);
      }
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::system_error&) {
      // The machine failed, not the model: a resume is to make this run.
      throw;
    } catch (const std::exception& error) {
      run.failure = error.what();
    }
  }

  void note(const StoredRun& run) {
    const std::lock_guard lock(mutex_);
    ++outcome_.begun;
    ++progress_.done;
    progress_.failed += run.failure ? 1 : 0;
    if (run.failure && plan_.spec().on_failure == OnFailure::stop) {
      stop_all_ = true;
    }
    if (options_.progress) {
      options_.progress(progress_);
    }
  }

  const SweepPlan& plan_;
  RunStore& store_;
  const BatchOptions& options_;
  Executor executor_;
  SweepWorlds worlds_;
  std::vector<std::unique_ptr<Worker>> workers_;
  SweepOutcome outcome_;
  std::atomic<bool> stop_all_{false};
  std::uint64_t done_before_ = 0;
  std::mutex mutex_;
  BatchProgress progress_;
};

}  // namespace

ArmValues stop_values(const SweepPlan& plan, RunStore& store, std::uint32_t arm) {
  const StopSpec& stop = *plan.spec().stop;
  std::vector<std::optional<std::size_t>> columns(plan.members());
  for (std::uint32_t member = 0; member < plan.members(); ++member) {
    const auto world = store.world(arm, member);
    for (std::size_t k = 0; world && k < world->figures.size(); ++k) {
      if (is_stop_figure(stop, world->figures[k])) {
        columns[member] = k;
      }
    }
  }
  ArmValues values;
  store.for_each_run(arm, [&](const StoredRun& run) {
    const auto column = columns[plan.member_of(run.replication)];
    values.resize(run.replication + std::size_t{1});
    values[run.replication] = column && !run.failure ? run.values[*column] : undefined;
  });
  return values;
}

SweepOutcome run_sweep(const SweepPlan& plan, const SweepSources& sources, RunStore& store,
                       const Shard& shard, const BatchOptions& options) {
  return SweepRunner(plan, sources, store, options).run(shard);
}

bool is_complete(const SweepPlan& plan, RunStore& store, const Shard& shard) {
  const SweepPlan::Range range = plan.range(shard);
  std::uint64_t first_runs = 0;
  store.for_each_key(
      [&](PlannedRun run) { first_runs += run.replication < plan.spec().replications ? 1 : 0; });
  bool is_whole = first_runs == range.end - range.first;
  if (is_whole && plan.spec().stop) {
    for_each_needed(plan, store, shard, [&](PlannedRun) { is_whole = false; });
  }
  return is_whole;
}

}  // namespace monazite
