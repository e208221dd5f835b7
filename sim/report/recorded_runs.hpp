#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/metrics/metric.hpp"

namespace monazite {

/// What `runs.csv` says of one figure in one replication. NaN where it is undefined. Of a run with
/// branches it is their mean by weight, in that replication.
struct RecordedValue {
  std::uint32_t figure = 0;
  std::uint32_t replication = 0;
  double value = 0;
  double weight = 1;
};

/// The runs of one scenario, or of one variant of a sweep, in a result folder.
struct RecordedRuns {
  std::string scenario;
  std::string variant;     ///< empty outside sweeps
  std::size_t folder = 0;  ///< its place in RecordedResults::folders
  std::uint64_t seed = 0;
  bool has_branches = false;
  std::vector<RecordedValue> values;  ///< by figure, then replication; each once

  /// `SCENARIO` or `SCENARIO/VARIANT`.
  [[nodiscard]] std::string name() const;
};

/// The runs of several result folders.
struct RecordedResults {
  std::vector<std::string> folders;  ///< as given
  std::vector<MetricKey> figures;    ///< sorted; values name them by their place
  std::vector<RecordedRuns> runs;    ///< by folder, scenario and variant
};

/// Reads the `runs.csv` of each result folder, row by row; 24 bytes of each are kept. The order of
/// rows is of no consequence. Throws InputError: a folder or file that is not there; a folder
/// without `runs.csv`; a row that is wrong or stands twice; runs of one name under two seeds.
RecordedResults read_recorded_runs(std::span<const std::string> folders);

}  // namespace monazite
