#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace monazite::engine {

/// Maps times to numbered buckets of equal width. `index` is non-decreasing in time.
template <class Time>
class BucketWidth;

/// Buckets of real times, which must not be negative.
template <>
class BucketWidth<double> {
 public:
  /// Takes over a width (> 0).
  void set(double width) {
    width_ = width;
    per_width_ = 1.0 / width;
  }

  double width() const { return width_; }

  /// The width that set(width) would take.
  static double nearest(double width) { return width; }

  /// Times beyond 2^61 widths share the last bucket.
  std::int64_t index(double time) const {
    return static_cast<std::int64_t>(std::min(time * per_width_, 0x1p61));
  }

 private:
  double width_ = 1.0;
  double per_width_ = 1.0;
};

/// Buckets of whole seconds; widths are powers of two, so an index is a shift.
template <>
class BucketWidth<std::int64_t> {
 public:
  /// Takes over the power of two nearest to a width, from 1 to 2^40 seconds.
  void set(double width) { shift_ = nearest_shift(width); }

  double width() const { return power_of_two(shift_); }

  /// The width that set(width) would take.
  static double nearest(double width) { return power_of_two(nearest_shift(width)); }

  std::int64_t index(std::int64_t time) const { return time >> shift_; }

 private:
  static double power_of_two(int shift) { return static_cast<double>(std::int64_t{1} << shift); }

  static int nearest_shift(double width) {
    return static_cast<int>(std::round(std::log2(std::clamp(width, 1.0, 0x1p40))));
  }

  int shift_ = 0;
};

}  // namespace monazite::engine
