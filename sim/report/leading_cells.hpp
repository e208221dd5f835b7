#pragma once

#include "models/metrics/metric.hpp"
#include "sim/batch/scenario_results.hpp"
#include "sim/report/csv_writer.hpp"

namespace monazite {

/// The cells `scenario, variant, branch` with which every row begins. A run outside a sweep has no
/// variant, and one without talks, or all of its branches together, no branch.
inline void leading_cells(CsvWriter& csv, const BatchScenario& scenario) {
  csv.text(scenario.name).text(scenario.variant).text(scenario.branch);
}

/// The same of a run in a sweep.
inline void leading_cells(CsvWriter& csv, const std::string& scenario, const std::string& variant,
                          const std::string& branch = {}) {
  csv.text(scenario).text(variant).text(branch);
}

/// The cells `metric, region, partner, sector, material, facility, unit`.
inline void metric_cells(CsvWriter& csv, const MetricKey& key) {
  csv.text(key.metric).text(key.region).text(key.partner).text(key.sector);
  csv.text(key.material).text(key.facility).text(key.unit);
}

}  // namespace monazite
