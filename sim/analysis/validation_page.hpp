#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/analysis/back_test.hpp"
#include "sim/analysis/base_year.hpp"
#include "sim/analysis/drift.hpp"
#include "sim/analysis/sensitivity.hpp"
#include "sim/analysis/shapes.hpp"
#include "sim/analysis/stages.hpp"

namespace monazite {

/// What `monazite validate` found.
struct ValidationPage {
  std::string scenario;               ///< file of the base year, as given
  std::vector<std::string> settings;  ///< laid over it by the caller; the page names them
  std::uint32_t replications = 0;
  std::uint32_t drift_replications = 0;
  std::vector<BaseYearRow> base_year;
  std::vector<DriftRow> drift;
  int drift_years = 0;
  std::vector<DriftRow> largest_flow_drifts;   ///< not judged
  std::vector<DriftRow> largest_stock_drifts;  ///< not judged
  std::vector<DriftRow> steady;                ///< without noise and control
  int steady_years = 0;
  StageTable demand;                          ///< not judged
  StageTable recovery;                        ///< judged by its last year
  std::vector<SensitivityRow> sensitivities;  ///< not judged
  std::uint32_t sensitivity_replications = 0;
  std::optional<BackTest> back_test;  ///< none where there is no history beside the scenario
  std::vector<ShapeRow> shapes;       ///< none where there are no small worlds beside it
  std::uint32_t shape_replications = 0;

  /// The targets of the base year of which a verdict is said, in words.
  [[nodiscard]] std::vector<std::string> targets_that_are(Verdict verdict) const;
  /// The same of the targets of the back-test and of the published shapes.
  [[nodiscard]] std::vector<std::string> back_tests_that_are(Verdict verdict) const;
};

/// What a page begins with.
inline constexpr std::string_view validation_title =
    "# Validation\n\nWritten by `monazite validate`; ";

/// The page docs/validation.md.
std::string to_markdown(const ValidationPage& page);

}  // namespace monazite
