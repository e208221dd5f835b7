#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/analysis/back_test_targets.hpp"
#include "sim/analysis/series_record.hpp"
#include "sim/analysis/verdict.hpp"

namespace monazite {

/// A target beside what the model says.
struct BackTestRow {
  BackTestTarget target;
  double model = 0;       ///< mean over replications; NaN when the model has no such figure
  double half_width = 0;  ///< of its 95 % interval; NaN for less than two replications
  double calm = 0;        ///< of a stop: the same without the control; else NaN

  /// Whether the model is within what is allowed.
  [[nodiscard]] Verdict verdict() const;
};

/// What a back-test is made from. The pointers must outlive the comparison.
struct BackTestRuns {
  const SeriesRecord* months = nullptr;    ///< `followed_figures`, by month
  const SeriesRecord* weeks = nullptr;     ///< the same, by week
  const ScenarioResults* stops = nullptr;  ///< whose first day is that of the control
  const ScenarioResults* calm = nullptr;   ///< the same without it, over the same random numbers
};

/// The figures of series that the targets are about.
std::vector<MetricKey> followed_figures(const std::vector<BackTestTarget>& targets);

/// The model beside each target, in the order given.
std::vector<BackTestRow> compare_back_test(const BackTestRuns& runs,
                                           const std::vector<BackTestTarget>& targets);

/// A back-test as the page shows it.
struct BackTest {
  std::string scenario;  ///< its file
  std::uint32_t replications = 0;
  std::vector<BackTestRow> rows;
};

}  // namespace monazite
