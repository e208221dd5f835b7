#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/batch/batch.hpp"

namespace monazite {

/// The series of chosen figures, of each replication by itself: what merged series no longer tell.
class SeriesRecord {
 public:
  /// For replications 0 to `replications` - 1 of a plan, which must outlive this. Figures that the
  /// plan does not observe are left out.
  SeriesRecord(const ObservationPlan& plan, std::uint32_t replications,
               const std::vector<MetricKey>& figures);

  /// Keeps what is chosen of the series of a replication. Several threads may add different
  /// replications at once.
  void add(std::uint32_t replication, std::span<const double> series_values);

  [[nodiscard]] const ObservationPlan& plan() const { return *plan_; }
  [[nodiscard]] std::uint32_t replications() const { return replications_; }

  /// The values of a figure in a replication, one an interval of the plan; none when it is not
  /// kept.
  [[nodiscard]] std::vector<double> values(const MetricKey& figure,
                                           std::uint32_t replication) const;

 private:
  const ObservationPlan* plan_;
  std::uint32_t replications_;
  std::vector<std::size_t> places_;  ///< of the figures kept, among those of the plan
  std::vector<double> kept_;         ///< replications x intervals x figures kept
};

/// Replications as `inner` makes them; those of a scenario whose plan is that of one of `records`
/// are added to it. `records` must outlive the batch.
MakeReplicate with_records(MakeReplicate inner, std::vector<SeriesRecord>& records);

}  // namespace monazite
