#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/batch/scenario_results.hpp"

namespace monazite {

/// What a scenario costs on one way through talks that several scenarios share, or over all ways.
struct ChoiceRow {
  std::string scenario;
  std::string branch;     ///< empty: the expectation over all
  std::string region;     ///< whose output is lost; empty: the world's
  double loss_usd = 0;    ///< mean of value added that is lost and not made up later
  double regret_usd = 0;  ///< that less the least of the scenarios there
  bool is_best = false;
  double value_of_knowing_usd = 0;  ///< of the best in expectation: what it would save to know the
                                    ///< way before choosing; of others NaN
  double ci95_low = 0;              ///< of the value of knowing
  double ci95_high = 0;
  std::uint32_t replications = 0;  ///< that all scenarios have completed on all ways
};

/// Compares scenarios as choices under the same talks: those whose ways are enumerated and have the
/// same names and weights, at least two. With L the mean loss of scenario s on way b of weight w,
/// the value of knowing is the expected value of perfect information on the way (Raiffa and
/// Schlaifer, 1961): min_s Σ_b w L - Σ_b w min_s L. Its interval is that of 1,000 resamples of
/// whole replications, between the 2.5 % and 97.5 % quantiles (Efron, 1979); a minimum of means is
/// a little too small, so the value is a little too large where scenarios are nearly alike. Rows
/// come by region, way and scenario. Of replications only those count that are complete everywhere.
std::vector<ChoiceRow> choices_of(std::span<const ScenarioResults* const> scenarios);

}  // namespace monazite
