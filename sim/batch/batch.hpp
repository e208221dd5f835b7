#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// Runs one replication of a scenario. Called by one worker at a time.
using Replicate = std::function<Observations(const BatchScenario&, std::uint32_t replication)>;

/// Makes the function of one worker, with memory that only this worker uses.
using MakeReplicate = std::function<Replicate()>;

/// How far a batch is.
struct BatchProgress {
  std::size_t done = 0;  ///< runs completed or failed
  std::size_t failed = 0;
  std::size_t total = 0;
};

struct BatchOptions {
  unsigned threads = 0;                          ///< 0: all
  const std::atomic<bool>* interrupt = nullptr;  ///< once set, no further run is begun
  std::function<void(const BatchProgress&)> progress =
      nullptr;  ///< told after each run, one call at a time
};

struct BatchResults {
  std::vector<ScenarioResults> scenarios;  ///< in the order given
  bool interrupted = false;                ///< some runs were not begun
  unsigned threads = 1;

  /// Runs that failed, over all scenarios.
  [[nodiscard]] std::size_t failures() const;

  /// Runs that left observations, over all scenarios.
  [[nodiscard]] std::size_t completed() const;
};

/// Runs all replications of all scenarios on one set of workers and merges them in the order of
/// (scenario, replication), so that the results are the same on any number of threads. A worker
/// waits when it is far ahead of the merge, which bounds the observations held at once by a small
/// multiple of the workers. A replication that throws a std::exception is recorded as failed and
/// the batch goes on; std::bad_alloc and std::logic_error of the merge end it.
BatchResults run_batch(std::span<const BatchScenario> scenarios, const MakeReplicate& make,
                       const BatchOptions& options = {});

/// Replications of `scenario.world`, with one Workspace a worker.
MakeReplicate replications_of_worlds();

}  // namespace monazite
