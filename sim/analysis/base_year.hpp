#pragma once

#include <vector>

#include "sim/analysis/targets.hpp"
#include "sim/analysis/verdict.hpp"
#include "sim/batch/scenario_results.hpp"

namespace monazite {

struct World;

/// A target beside the model's year.
struct BaseYearRow {
  BaseYearTarget target;
  double model_tonnes = 0;  ///< mean over replications; NaN when the model has no such figure
  double half_width = 0;    ///< of its 95 % interval; NaN for less than two replications

  /// Share of the target.
  [[nodiscard]] double error() const { return model_tonnes / target.tonnes - 1; }

  /// Whether the error is an allowed one.
  [[nodiscard]] Verdict verdict() const;
};

/// The model's figures beside the targets. `results` are of a run of the base year alone.
std::vector<BaseYearRow> compare_base_year(const World& world, const ScenarioResults& results,
                                           const std::vector<BaseYearTarget>& targets);

}  // namespace monazite
