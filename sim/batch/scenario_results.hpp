#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
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
  std::string branch = {};              ///< of the talks; empty: all of them
  std::uint32_t leaf = no_branch;       ///< the same as an index into the plan's branches
  double weight = 1;                    ///< of a run among those of its replication

  static constexpr std::uint32_t no_branch = ~std::uint32_t{0};
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
  std::string branch = {};  ///< that was to be run; empty: none, or not known
};

/// The runs of one scenario, merged in the order of their numbers. Memory hardly grows with the
/// number of replications: what is kept of each one spills into temporary files.
///
/// A scenario with talks has a part for each way through them. Where the ways are enumerated, the
/// scenario itself is the mixture of its parts by their weights, and keeps nothing of its own;
/// where they are drawn, it holds all runs, and the parts hold them again.
struct ScenarioResults {
  /// Results without any run. Only `scenario.plan` is kept by reference.
  explicit ScenarioResults(BatchScenario batch_scenario);

  /// Adds the observations of a replication, which come in increasing order, of each way if these
  /// are enumerated. Observations that do not fit the plan throw std::logic_error; a balance that
  /// does not close is a failure.
  void merge(std::uint32_t replication, Observations&& observations);

  /// Records that a replication failed, of a way (an index into the plan's branches) or none.
  void merge_failure(std::uint32_t replication, std::string reason,
                     std::uint32_t leaf = BatchScenario::no_branch);

  /// To be called when all is merged.
  void close();

  /// The values of a run figure, one a completed run, in the order of `completed`.
  [[nodiscard]] std::vector<double> values_of_figure(std::size_t figure) const;

  /// The weights of the completed runs, in that order; empty: all weigh the same.
  [[nodiscard]] std::vector<double> weights() const;

  /// @name Means and quantiles over the runs; NaN when there is none.
  /// @{
  [[nodiscard]] double series_mean(std::size_t cell) const;
  [[nodiscard]] double series_quantile(std::size_t cell, double probability) const;
  /// Tonnes of a lane in a month.
  [[nodiscard]] double mean_flow(std::size_t month, std::size_t lane) const;
  [[nodiscard]] bool has_flow(std::size_t month, std::size_t lane) const;
  /// Licences of a cell in a month, one of the counts of LicenceMonth.
  [[nodiscard]] double mean_licences(std::size_t cell, std::uint64_t LicenceMonth::*count) const;
  [[nodiscard]] double wait_quantile(std::size_t cell, double probability) const;
  [[nodiscard]] bool has_licences(std::size_t cell) const;
  /// @}

  /// The parts that hold runs: those of the ways that were taken, by the names of these, or itself.
  [[nodiscard]] std::vector<const ScenarioResults*> parts() const;

  /// What a table shows one by one: itself and, of talks, the parts.
  [[nodiscard]] std::vector<const ScenarioResults*> views() const;

  [[nodiscard]] bool is_mixture() const {
    return plan().branches_are_enumerated && scenario.leaf == BatchScenario::no_branch;
  }

  [[nodiscard]] const ObservationPlan& plan() const { return *scenario.plan; }

  BatchScenario scenario;
  std::vector<std::uint32_t> completed;      ///< numbers of the replications below
  RunValues run_values;                      ///< of the completed
  RunValues tracked;                         ///< track days x tracked figures, of the completed
  std::vector<SeriesCell> series;            ///< intervals x series figures
  std::vector<BlockSum> flows;               ///< months x lanes; empty if flows are not kept
  std::vector<LicenceMonth> licences;        ///< months x licence cells
  std::vector<ApplicationRow> applications;  ///< of the first replication, if kept
  PolicyLog policy;                          ///< of the completed
  BalanceLog balances;                       ///< of the completed
  std::vector<FailedReplication> failures;
  std::uint64_t events = 0;  ///< executed in the completed replications
  std::vector<std::unique_ptr<ScenarioResults>> branches;  ///< of talks, by way; null: not taken

 private:
  [[nodiscard]] ScenarioResults& part_of(std::uint32_t leaf);

  /// A completed run of a mixture.
  struct RunOfPart {
    std::uint32_t replication = 0;
    std::uint32_t leaf = 0;
    std::uint32_t run = 0;  ///< among those of the part
  };
  std::vector<RunOfPart> runs_of_parts_;  ///< by replication and way
};

}  // namespace monazite
