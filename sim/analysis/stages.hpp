#pragma once

#include <string>
#include <vector>

#include "sim/analysis/verdict.hpp"
#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// One year of an arm and the same year of the reference, in which nothing happens.
struct ArmYear {
  std::string label;
  const ScenarioResults* reference = nullptr;
  const ScenarioResults* arm = nullptr;
};

/// A figure of a stage in one year of an arm: mean over the replications, NaN when it is not
/// observed.
struct StageYear {
  double reference = 0;
  double arm = 0;

  /// Share of the reference.
  [[nodiscard]] double change() const { return arm / reference - 1; }
};

/// A stage in every year compared.
struct StageRow {
  std::string label;
  bool is_share = false;         ///< else tonnes
  std::vector<StageYear> years;  ///< in the order given

  /// Whether the last year is as the reference within 5 %, taken as it stands: both are means over
  /// the same random numbers.
  [[nodiscard]] Verdict verdict() const;
};

/// Stages in years of arms, with what the years are called.
struct StageTable {
  std::vector<std::string> years;
  std::vector<StageRow> rows;
};

/// Each stage from the mine to the user in the years of arms. All results are of one year each.
StageTable compare_stages(const std::vector<ArmYear>& years);

}  // namespace monazite
