#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/analysis/leverage_arms.hpp"
#include "sim/batch/batch.hpp"
#include "sim/cli/prepare.hpp"
#include "sim/report/erosion_table.hpp"
#include "sim/report/leverage_table.hpp"

namespace monazite {

/// The runs beside those of scenarios with `leverage`, from which it follows. They are in no other
/// tables than leverage.csv and erosion.csv.
class LeverageRuns {
 public:
  /// Makes the worlds of the arms. What is wrong with one goes to `problems`.
  LeverageRuns(std::span<const PreparedScenario> scenarios, std::vector<Diagnostic>& problems);

  /// Appends the arms to the scenarios of a batch, with its first replication.
  void add_to(std::vector<BatchScenario>& batch, std::uint32_t first_replication) const;

  /// Takes the results of the arms out of those of the batch.
  void take_from(BatchResults& results);

  /// Runs that failed in the arms, as lines to tell.
  [[nodiscard]] std::vector<std::string> failures() const;

  /// The rows of scenario number `index`; `results` are its own. Looks for endurance where the
  /// scenario asks for it, which runs more; why that failed is added to `troubles`.
  [[nodiscard]] std::vector<LeverageRow> rows(std::size_t index, const ScenarioResults& results,
                                              const BatchOptions& options,
                                              std::vector<std::string>& troubles) const;

  /// The rows of erosion.csv of scenario number `index`, where it asks for them: runs the arms of
  /// it. What failed is added to `troubles`.
  [[nodiscard]] std::vector<ErosionRow> erosion(std::size_t index, const BatchOptions& options,
                                                std::uint32_t first_replication,
                                                std::vector<std::string>& troubles) const;

 private:
  /// The arms of one scenario, empty without `leverage`.
  struct Arms {
    std::vector<LeverageArm> arms;
    std::vector<std::shared_ptr<const World>> worlds;
    std::vector<ScenarioResults> results;
  };

  std::span<const PreparedScenario> scenarios_;
  std::vector<Arms> arms_;  ///< by scenario
};

}  // namespace monazite
