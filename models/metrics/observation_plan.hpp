#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/metrics/metric.hpp"
#include "models/quantity/date.hpp"

namespace monazite {

/// The ends of a lane, as flow rows show them.
struct LaneLabel {
  std::string origin_facility;
  std::string origin_region;
  std::string destination_facility;
  std::string destination_region;
  std::string material;
};

/// An instrument or shock, as policy rows show it.
struct InstrumentLabel {
  std::string id;
  std::string type;
  std::string issuer;
};

/// What licences are counted by.
struct LicenceCellLabel {
  std::uint32_t instrument = 0;  ///< index into ObservationPlan::instruments
  std::string end_use;           ///< sector of the plant, or the stage of another buyer
  std::string destination;       ///< region
};

/// One way through the talks of a scenario.
struct BranchLabel {
  std::string id;          ///< `round=branch/round=branch`
  double probability = 0;  ///< the double nearest to the exact one
  std::string exact;       ///< `7/10`; empty where it depends on the run
};

/// The names of everything that a replication observes, in the order of its values. Both lists of
/// figures are sorted by key; lanes are sorted by label.
struct ObservationPlan {
  std::vector<MetricKey> run_figures;
  std::vector<MetricKey> series_figures;
  std::vector<Date> intervals;      ///< first day of each interval
  std::string interval_name;        ///< day, week or month
  std::vector<Date> track_days;     ///< looks at the tracked figures of the world: before each
  std::size_t tracks = 0;           ///< tracked figures
  std::vector<std::string> months;  ///< `2025-04`, …
  std::vector<LaneLabel> lanes;
  std::vector<InstrumentLabel> instruments;
  std::vector<LicenceCellLabel> licence_cells;  ///< by instrument, end use and destination
  std::vector<BranchLabel> branches;            ///< in order of the tree; empty without talks
  bool branches_are_enumerated = false;         ///< each is run by itself; else runs draw theirs
  bool flows = true;
  bool applications = false;  ///< of the first replication
};

}  // namespace monazite
