#pragma once

#include <cstdint>
#include <vector>

#include "models/metrics/metric.hpp"
#include "sim/report/sweep_tables.hpp"

namespace monazite {

/// The figures that the runs of an arm keep, of all members of the ensemble together, and their
/// values from the store, a few figures at a time.
class ArmFigures {
 public:
  ArmFigures(const SweepReport& sweep, std::uint32_t arm);

  /// The figures, sorted.
  [[nodiscard]] const std::vector<MetricKey>& keys() const { return keys_; }

  /// The completed replications, in order.
  [[nodiscard]] const std::vector<std::uint32_t>& replications() const { return replications_; }

  /// The values of a figure, one a completed replication; NaN where a member does not have it.
  std::vector<double> values(std::size_t figure);

 private:
  void read_from(std::size_t figure);

  const SweepReport& sweep_;
  std::uint32_t arm_;
  std::vector<MetricKey> keys_;
  std::vector<std::vector<std::size_t>> places_;  ///< by member: of its figures among all
  std::vector<std::uint32_t> replications_;
  std::size_t first_ = 0;  ///< of the figures held
  std::size_t width_ = 0;  ///< how many they are
  std::vector<double> held_;
};

}  // namespace monazite
