#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "models/metrics/metric.hpp"
#include "sim/report/csv_writer.hpp"

namespace monazite {

/// The values of the run figures of one scenario or variant.
struct FigureColumns {
  std::span<const MetricKey> figures;           ///< sorted
  std::span<const std::uint32_t> replications;  ///< completed, in order
  /// The values of a figure, one a replication. Asked for in the order of the figures, save that a
  /// tail risk asks again.
  std::function<std::vector<double>(std::size_t figure)> values;
  std::span<const double> weights = {};  ///< one a replication; empty: all weigh the same
  bool in_pairs = false;                 ///< replications are antithetic (see summarise_pairs)
};

/// The columns of summary.csv.
std::span<const std::string_view> summary_columns();

/// Writes the rows of summary.csv of one scenario or variant, without tail risks where runs have
/// weights; `lead` writes the cells with which a
/// row begins.
void write_summary_rows(CsvWriter& csv, const FigureColumns& columns,
                        const std::function<void(CsvWriter&)>& lead);

}  // namespace monazite
