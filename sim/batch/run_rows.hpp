#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/batch/spill_file.hpp"
#include "sim/run/observation.hpp"

namespace monazite {

// What grows with the number of runs. Memory holds the last runs; a few bytes each are all that
// grows.

/// The run figures of many runs: appended run by run, read figure by figure.
class RunValues {
 public:
  /// Of runs with so many figures.
  explicit RunValues(std::size_t figures) : figures_(figures) {}

  /// Adds a run. `values` are one a figure.
  void append(std::span<const double> values);

  [[nodiscard]] std::size_t runs() const { return runs_; }

  /// The values of a figure, one a run.
  [[nodiscard]] std::vector<double> of_figure(std::size_t figure) const;

  /// Tells the values of each run in order, one a figure.
  void for_each_run(
      const std::function<void(std::size_t run, std::span<const double> values)>& tell) const;

  [[nodiscard]] double at(std::size_t run, std::size_t figure) const;

 private:
  static constexpr std::size_t runs_in_block = 64;

  [[nodiscard]] std::uint64_t offset_of(std::size_t block, std::size_t figure) const {
    return sizeof(double) * runs_in_block * (block * figures_ + figure);
  }

  std::size_t figures_;
  std::size_t runs_ = 0;
  std::vector<double> open_;  ///< the runs of the last block, run by run
  SpillFile blocks_;          ///< those before, each block figure by figure
};

/// The policy rows of many runs.
class PolicyLog {
 public:
  void append(const std::vector<PolicyRow>& rows);
  [[nodiscard]] std::vector<PolicyRow> of_run(std::size_t run) const;
  [[nodiscard]] std::size_t runs() const { return ends_.size(); }

 private:
  SpillFile bytes_;
  std::vector<std::uint64_t> ends_;
};

/// The balances of many runs.
class BalanceLog {
 public:
  using Balance = std::array<BalanceRow, element_count>;

  void append(const Balance& balance) { bytes_.append(&balance, sizeof(balance)); }
  [[nodiscard]] Balance of_run(std::size_t run) const;

 private:
  SpillFile bytes_;
};

}  // namespace monazite
