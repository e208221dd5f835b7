#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/batch/batch.hpp"

namespace monazite {

struct World;

/// A published or balanced figure of 2024 that the base year must meet.
struct BaseYearTarget {
  std::string_view quantity;  ///< mined, separated, blanks, oxide, exports
  std::string_view region;    ///< an id; `REST` is every region but China
  std::string_view material;
  double tonnes = 0;
  double tolerance = 0;  ///< share
  std::string_view source;
};

/// The targets of the base year, with their sources.
const std::vector<BaseYearTarget>& base_year_targets();

/// A target beside the model's year.
struct BaseYearRow {
  BaseYearTarget target;
  double model_tonnes = 0;  ///< mean over replications
  double half_width = 0;    ///< of its 95 % interval

  [[nodiscard]] double error() const { return model_tonnes / target.tonnes - 1; }
  [[nodiscard]] bool holds() const;
};

/// The model's figures beside the targets. `results` are of a run of the one year 2024.
std::vector<BaseYearRow> compare_base_year(const World& world, const ScenarioResults& results);

/// How the weekly mean of a flow moves over the years, without growth and holidays.
struct DriftRow {
  std::string label;
  double weekly_mean = 0;     ///< tonnes
  double drift_per_year = 0;  ///< share of the mean: least-squares slope of the weekly values
  double spread = 0;          ///< standard deviation of the weekly values, share of the mean
};

/// The drift of the main stages. `results` have a weekly series.
std::vector<DriftRow> measure_drift(const ScenarioResults& results);

/// Tonnes of each stage in an arm, beside the base year.
struct StageRow {
  std::string label;
  std::vector<double> tonnes;  ///< base year first, then one an arm
};

/// How each stage answers to the arms. All are runs of the same year.
std::vector<StageRow> compare_stages(const std::vector<const ScenarioResults*>& arms);

/// The page docs/validation.md.
struct ValidationPage {
  std::uint32_t replications = 0;
  std::vector<BaseYearRow> base_year;
  std::vector<DriftRow> drift;
  int drift_years = 0;
  std::vector<DriftRow> steady;  ///< without noise and control
  int steady_years = 0;
  std::vector<std::string> arms;
  std::vector<StageRow> stages;

  [[nodiscard]] bool holds() const;
};

/// The page as Markdown; `for_terminal` leaves out what only a file needs.
std::string to_markdown(const ValidationPage& page);

}  // namespace monazite
