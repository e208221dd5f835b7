#include "sim/batch/batch.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>
#include <variant>

#include "sim/batch/executor.hpp"

namespace monazite {

namespace {

/// Results that may wait for an earlier one, for each worker.
constexpr std::size_t waiting_per_worker = 4;

/// What a run leaves: observations, or the reason why there are none.
using Outcome = std::variant<Observations, std::string>;

/// How many ways through the talks are run by themselves.
std::uint32_t ways_of(const BatchScenario& scenario) {
  return scenario.plan->branches_are_enumerated && scenario.leaf == BatchScenario::no_branch
             ? static_cast<std::uint32_t>(scenario.plan->branches.size())
             : 1;
}

/// One run: of which scenario, its place among the replications, and its way through the talks.
struct Task {
  std::size_t scenario = 0;
  std::uint32_t run = 0;
  std::uint32_t leaf = 0;
};

/// The runs of a batch as one list: scenario after scenario, by replication, each on all of
/// its ways.
class TaskList {
 public:
  explicit TaskList(std::span<const BatchScenario> scenarios) {
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      if (scenarios[i].replications > 0) {
        firsts_.emplace(size_, Runs{i, ways_of(scenarios[i])});
        size_ += std::size_t{scenarios[i].replications} * ways_of(scenarios[i]);
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] Task locate(std::size_t task) const {
    const auto first = std::prev(firsts_.upper_bound(task));
    const auto place = static_cast<std::uint32_t>(task - first->first);
    const auto& [scenario, ways] = first->second;
    return {scenario, place / ways, place % ways};
  }

 private:
  struct Runs {
    std::size_t scenario = 0;
    std::uint32_t ways = 1;
  };
  std::map<std::size_t, Runs> firsts_;  ///< by their first task
  std::size_t size_ = 0;
};

/// Passes outcomes on in the order of their tasks, whoever brings them and when.
class OrderedMerge {
 public:
  using Merge = std::function<void(std::size_t task, Outcome&&)>;

  OrderedMerge(std::size_t window, Merge merge) : window_(window), merge_(std::move(merge)) {}

  /// Waits until the task is near enough to those merged. The lowest task under way never waits,
  /// so the others come on.
  void await_turn(std::size_t task) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return aborted_ || task < merged_ + window_; });
  }

  /// Takes an outcome. The caller that finds the next one ready merges, others go back to work.
  void deliver(std::size_t task, Outcome&& outcome) {
    std::unique_lock lock(mutex_);
    waiting_.emplace(task, std::move(outcome));
    if (merging_) {
      return;
    }
    merging_ = true;
    while (!waiting_.empty() && waiting_.begin()->first == merged_) {
      auto next = waiting_.extract(waiting_.begin());
      lock.unlock();
      merge_(next.key(), std::move(next.mapped()));
      lock.lock();
      ++merged_;
      moved_.notify_all();
    }
    merging_ = false;
  }

  /// Lets every worker go: nothing will be merged any more.
  void abort() {
    const std::lock_guard lock(mutex_);
    aborted_ = true;
    moved_.notify_all();
  }

 private:
  std::size_t window_;
  Merge merge_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::size_t, Outcome> waiting_;
  std::size_t merged_ = 0;
  bool merging_ = false;
  bool aborted_ = false;
};

Outcome attempt(const Replicate& replicate, const BatchScenario& scenario,
                std::uint32_t replication) {
  try {
    return replicate(scenario, replication);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    return std::string(error.what());
  }
}

void merge_outcome(ScenarioResults& results, const Task& task, Outcome&& outcome) {
  const auto replication = results.scenario.first_replication + task.run;
  if (auto* observations = std::get_if<Observations>(&outcome)) {
    results.merge(replication, std::move(*observations));
  } else {
    results.merge_failure(replication, std::get<std::string>(std::move(outcome)),
                          results.is_mixture() ? task.leaf : BatchScenario::no_branch);
  }
}

}  // namespace

std::size_t BatchResults::failures() const {
  std::size_t count = 0;
  for (const ScenarioResults& results : scenarios) {
    count += results.failures.size();
  }
  return count;
}

std::size_t BatchResults::completed() const {
  std::size_t count = 0;
  for (const ScenarioResults& results : scenarios) {
    count += results.completed.size();
  }
  return count;
}

BatchResults run_batch(std::span<const BatchScenario> scenarios, const MakeReplicate& make,
                       const BatchOptions& options) {
  const TaskList tasks(scenarios);
  const Executor executor(options.threads);
  BatchResults batch;
  batch.threads = executor.threads();
  batch.scenarios.reserve(scenarios.size());
  for (const BatchScenario& scenario : scenarios) {
    batch.scenarios.emplace_back(scenario);
  }

  BatchProgress progress{.total = tasks.size()};
  OrderedMerge merge(executor.threads() * waiting_per_worker,
                     [&](std::size_t task, Outcome&& outcome) {
                       const auto place = tasks.locate(task);
                       ScenarioResults& results = batch.scenarios[place.scenario];
                       const std::size_t failed = results.failures.size();
                       merge_outcome(results, place, std::move(outcome));
                       ++progress.done;
                       progress.failed += results.failures.size() - failed;
                       if (options.progress) {
                         options.progress(progress);
                       }
                     });

  std::vector<Replicate> workers(executor.threads());
  const auto run_task = [&](std::size_t worker, std::size_t task) {
    try {
      merge.await_turn(task);
      if (!workers[worker]) {
        workers[worker] = make();
      }
      const auto place = tasks.locate(task);
      const auto& results = batch.scenarios[place.scenario];
      const BatchScenario& scenario =
          results.is_mixture() ? results.branches[place.leaf]->scenario : scenarios[place.scenario];
      merge.deliver(task,
                    attempt(workers[worker], scenario, scenario.first_replication + place.run));
    } catch (...) {
      merge.abort();
      throw;
    }
  };
  const std::atomic<bool> never{false};
  const std::size_t begun = executor.for_each_task(
      tasks.size(), run_task, options.interrupt != nullptr ? *options.interrupt : never);
  batch.interrupted = begun < tasks.size();
  for (ScenarioResults& results : batch.scenarios) {
    results.close();
  }
  return batch;
}

}  // namespace monazite
