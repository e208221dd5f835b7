#pragma once

#include <optional>
#include <span>

namespace monazite {

/// A point of a plant's course of substitution: from so many days after its line first stood still
/// for want of input, this share of its use goes on without that input.
struct SubstitutionPoint {
  double after_days = 0;
  double share = 0;  ///< 0-1
  std::optional<double> share_low;
  std::optional<double> share_high;

  bool operator==(const SubstitutionPoint&) const = default;
};

/// The share of use that goes on `days` after the first stop: linear between the points, from 0 at
/// day 0 when the first point comes later, and the last share after the last point. Nothing without
/// points. `course` is in order of days.
double substituted_share(std::span<const SubstitutionPoint> course, double days);

/// Days of full use that go on between two days after the first stop: the integral of
/// `substituted_share`, exact for its straight pieces, so that the parts of a span add up to the
/// span but for rounding.
double substituted_days(std::span<const SubstitutionPoint> course, double from_days,
                        double to_days);

}  // namespace monazite
