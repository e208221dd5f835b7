#pragma once

#include <span>
#include <string>

#include "sim/report/comparison.hpp"
#include "sim/report/csv_writer.hpp"
#include "sim/report/text_table.hpp"

namespace monazite {

/// Writes `compare.csv`: one row a figure that both sides of a pair have, with the means over the
/// pairs of replications, their difference and its 95 % interval.
class ComparisonCsv {
 public:
  /// Writes the header. `results` is what the comparisons are of, and must outlive this.
  ComparisonCsv(const RecordedResults& results, CsvWriter::Sink sink);

  /// Writes the rows of a comparison; comparisons come in the order of pair_runs.
  void add(const Comparison& comparison);

  /// Hands the last rows to the sink. To be called once, at the end.
  void finish();

 private:
  const RecordedResults& results_;
  CsvWriter csv_;
};

/// The headline figures of a comparison as a table for the terminal. A difference whose interval
/// does not hold 0 has a star.
std::string comparison_table(const RecordedResults& results, const Comparison& comparison,
                             const TableStyle& style);

}  // namespace monazite
