#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace monazite {

/// Counts of values in fixed bins, from which quantiles are read with a relative error of at most
/// 1/128 (0.8 %). A bin is a 64th of an octave of one sign: the sign, the exponent and the first
/// six bits of the fraction of a double. Bins do not depend on the values seen, so that sketches
/// merged in any order are equal. Only bins in use are stored.
class LogSketch {
 public:
  /// Counts a finite value; others are left out. Magnitudes below the least normal double count
  /// as zero.
  void add(double value);

  /// Counts all that `other` has counted.
  void merge(const LogSketch& other);

  /// Number of values counted.
  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// The quantile of probability `p` (0-1) as quantile_of_sorted computes it, each order statistic
  /// replaced by the middle of its bin, within the least and the greatest value seen. Exact when
  /// all values are equal. NaN when nothing was counted.
  [[nodiscard]] double quantile(double p) const;

  bool operator==(const LogSketch&) const = default;

  friend double quantile_of_mixture(std::span<const struct WeightedSketch> sketches, double p);

 private:
  struct Bin {
    std::int32_t index = 0;
    std::uint32_t count = 0;

    bool operator==(const Bin&) const = default;
  };

  [[nodiscard]] double order_statistic(std::uint64_t rank) const;

  std::vector<Bin> bins_;  ///< by index
  std::uint64_t count_ = 0;
  double least_ = 0;
  double greatest_ = 0;
};

/// A sketch in a mixture, in which it counts by its weight.
struct WeightedSketch {
  const LogSketch* sketch = nullptr;
  double weight = 0;
};

/// The least middle of a bin up to which a share `p` (0-1) of the mixture lies: sketches weigh as
/// they are told to, those without values nothing. NaN when no value has a weight.
double quantile_of_mixture(std::span<const WeightedSketch> sketches, double p);

}  // namespace monazite
