#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/metrics/observation_plan.hpp"
#include "sim/batch/block_sum.hpp"
#include "sim/batch/log_sketch.hpp"
#include "sim/batch/run_rows.hpp"
#include "sim/run/observation.hpp"

namespace monazite {

struct World;

/// One scenario of a batch and the runs wanted of it. The pointers must outlive the batch and its
/// results.
struct BatchScenario {
  std::string name;
  const World* world = nullptr;
  const ObservationPlan* plan = nullptr;
  std::uint64_t seed = 0;
  std::uint32_t replications = 1;
  std::string digest;                   ///< of the effective parameters
  std::string variant = {};             ///< of a sweep; empty: of none
  std::uint32_t first_replication = 0;  ///< the runs are this one and those that follow
};

/// One figure of one interval over the replications.
struct SeriesCell {
  BlockSum sum;
  LogSketch sketch;

  /// NaN when no replication defines it.
  [[nodiscard]] double mean() const;
};

/// The licences of one cell in one month, summed over the replications.
struct LicenceMonth {
  std::uint64_t applied = 0;
  std::uint64_t approved = 0;
  std::uint64_t refused = 0;
  std::uint64_t expired = 0;
  std::uint64_t pending = 0;
  LogSketch wait_days;  ///< of each decision

  [[nodiscard]] bool is_used() const {
    return applied + approved + refused + expired + pending > 0;
  }
};

/// A replication that left no observations, and why.
struct FailedReplication {
  std::uint32_t replication = 0;
  std::string reason;
};

/// The runs of one scenario, merged in the order of their numbers. Memory hardly grows with the
/// number of replications: what is kept of each one spills into temporary files.
struct ScenarioResults {
  /// Results without any run. Only `scenario.plan` is kept by reference.
  explicit ScenarioResults(BatchScenario batch_scenario);

  /// Adds the observations of a replication, which come in increasing order. Observations that do
  /// not fit the plan throw std::logic_error; a balance that does not close is a failure.
  void merge(std::uint32_t replication, Observations&& observations);

  /// Records that a replication failed.
  void merge_failure(std::uint32_t replication, std::string reason);

  /// The values of a run figure, one a completed replication.
  [[nodiscard]] std::vector<double> values_of_figure(std::size_t figure) const;

  /// Mean tonnes of a lane in a month over the completed replications; NaN when there is none.
  [[nodiscard]] double mean_flow(std::size_t month, std::size_t lane) const;

  [[nodiscard]] const ObservationPlan& plan() const { return *scenario.plan; }

  BatchScenario scenario;
  std::vector<std::uint32_t> completed;      ///< numbers of the replications below
  RunValues run_values;                      ///< of the completed
  std::vector<SeriesCell> series;            ///< intervals x series figures
  std::vector<BlockSum> flows;               ///< months x lanes; empty if flows are not kept
  std::vector<LicenceMonth> licences;        ///< months x licence cells
  std::vector<ApplicationRow> applications;  ///< of the first replication, if kept
  PolicyLog policy;                          ///< of the completed
  BalanceLog balances;                       ///< of the completed
  std::vector<FailedReplication> failures;
  std::uint64_t events = 0;  ///< executed in the completed replications
};

}  // namespace monazite
