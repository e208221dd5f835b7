#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/analysis/verdict.hpp"
#include "sim/batch/batch.hpp"

namespace monazite {

/// Mean and least-squares slope of every figure of a series, of each replication by itself: what
/// merged series no longer tell. The last interval is left out, as the calendar may cut it short.
class Trends {
 public:
  /// For replications 0 to `replications` - 1 of a plan, which must outlive this.
  Trends(const ObservationPlan& plan, std::uint32_t replications);

  /// Adds the series of a replication. Several threads may add different replications at once.
  void add(std::uint32_t replication, std::span<const double> series_values);

  [[nodiscard]] const ObservationPlan& plan() const { return *plan_; }

  /// Means of a figure, one a replication.
  [[nodiscard]] std::vector<double> means(std::size_t figure) const {
    return column(mean_, figure);
  }

  /// Slopes of a figure per year of 365.25 days, one a replication.
  [[nodiscard]] std::vector<double> slopes(std::size_t figure) const {
    return column(slope_per_year_, figure);
  }

 private:
  [[nodiscard]] std::vector<double> column(const std::vector<double>& table,
                                           std::size_t figure) const;

  const ObservationPlan* plan_;
  std::size_t intervals_;
  double days_per_interval_;
  std::vector<double> mean_;  ///< replications x figures
  std::vector<double> slope_per_year_;
};

/// Replications as `inner` makes them; those of a scenario whose plan is that of one of `trends`
/// are added to it. `trends` must outlive the batch.
MakeReplicate with_trends(MakeReplicate inner, std::vector<Trends>& trends);

/// How a figure moves over the years when nothing happens. What is not observed is NaN.
struct DriftRow {
  std::string label;
  double mean = 0;            ///< per interval of a flow; of a stock its mean
  double drift_per_year = 0;  ///< share of the mean: mean slope over the replications
  double half_width = 0;      ///< of the drift's 95 % interval, from the slopes of the replications
                              ///< (Student's t); NaN for one
  double spread = 0;          ///< standard deviation of the interval means, share of the mean

  /// Whether it is at most 0.1 % a year.
  [[nodiscard]] Verdict verdict() const;
};

/// The drift of the main stages, a row each even where a stage is not observed. Of a world without
/// noise one replication tells all: the half width is 0.
std::vector<DriftRow> measure_drift(const ScenarioResults& results, const Trends& trends);

/// A size from which drift is worth a look: tonnes a year of a flow, tonnes of a stock.
inline constexpr double least_drifting_tonnes = 500;

/// The `count` largest drifts, whatever their sign, among all figures in tonnes of at least
/// `least_drifting_tonnes`: those of flows, or those of stocks.
std::vector<DriftRow> largest_drifts(const ScenarioResults& results, const Trends& trends,
                                     bool of_stocks, std::size_t count);

}  // namespace monazite
