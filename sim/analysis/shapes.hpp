#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/analysis/series_record.hpp"
#include "sim/analysis/verdict.hpp"

namespace monazite {

/// On which side of its bound a figure has to lie.
enum class Side : std::uint8_t { above, below };

/// A published result beside what a small world of the model does.
struct ShapeRow {
  std::string name;
  std::string published;
  double model = 0;       ///< mean over replications; NaN when it is not observed
  double half_width = 0;  ///< of its 95 % interval; NaN for less than two replications
  Side side = Side::above;
  double bound = 0;

  /// Whether all of the interval lies on the side wanted.
  [[nodiscard]] Verdict verdict() const;
};

/// The replications of the worlds in `scenarios/shapes`. The pointers must outlive the measurement.
struct ShapeRuns {
  const SeriesRecord* storage = nullptr;      ///< prices by month
  const SeriesRecord* bubble = nullptr;       ///< orders by week
  const SeriesRecord* bubble_calm = nullptr;  ///< without hoarding and phantom orders
  const SeriesRecord* pro_rata = nullptr;     ///< orders by week
  const SeriesRecord* uniform = nullptr;
};

/// The figures that these worlds are followed by.
std::vector<MetricKey> shape_figures();

/// Measures
/// - prices: skewness, autocorrelation from month to month and from year to year, the highest month
///   over the median (Deaton and Laroque, 1992);
/// - orders of a week over those before the news: the most, and the least after it (Sterman and
///   Dogan, 2015);
/// - the most under two rules of sharing out (Cachon and Lariviere, 1999).
std::vector<ShapeRow> measure_shapes(const ShapeRuns& runs);

}  // namespace monazite
