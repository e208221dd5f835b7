#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace monazite {

/// An interval of the truth; infinite where resamples say nothing of it.
struct MeanInterval {
  double mean = 0;
  double low = 0;
  double high = 0;
};

/// The means of two values that come in pairs, one pair a replication, and what is sure of sums of
/// them. An interval is the wider on either side of two: Student's, which is wide enough for heavy
/// tails that are alike, and that of a studentized bootstrap of 1,000 resamples (Efron, The
/// Jackknife, the Bootstrap and Other Resampling Plans, 1982, section 10.10; Hall, Theoretical
/// Comparison of Bootstrap Confidence Intervals, Annals of Statistics 16, 1988), which follows
/// skewness. Of fewer than ten pairs, which have too few resamples, and of more than 2,000, whose
/// mean is near its normal limit, Student's alone.
class PairedMeans {
 public:
  using Pair = std::array<double, 2>;

  /// At least two pairs. The same ones under the same `key` give the same intervals.
  PairedMeans(std::span<const Pair> pairs, std::uint64_t key);

  [[nodiscard]] const Pair& means() const { return means_; }

  /// The mean of `weights` times the pair, with an interval that leaves out `tail` on either side.
  [[nodiscard]] MeanInterval interval(const Pair& weights, double tail) const;

  /// Whether chance explains that the mean of `weights` times the pair is not 0, but for `tail` on
  /// the side on which it lies.
  [[nodiscard]] bool may_be_nothing(const Pair& weights, double tail) const;

 private:
  /// Sums of a resample, from which the mean and error of every weighing follow.
  struct Moments {
    Pair mean{};
    double var_first = 0;
    double var_second = 0;
    double covariance = 0;

    [[nodiscard]] double error(const Pair& weights, double count) const;
  };

  [[nodiscard]] static Moments moments_of(std::span<const Pair> pairs,
                                          std::span<const std::uint32_t> sample);
  [[nodiscard]] double studentized(const Moments& resample, const Pair& weights) const;

  double count_ = 0;
  Pair means_{};
  Moments all_;
  std::vector<Moments> resamples_;  ///< empty: by Student
};

}  // namespace monazite
