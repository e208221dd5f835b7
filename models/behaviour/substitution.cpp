#include "models/behaviour/substitution.hpp"

#include <algorithm>

namespace monazite {

namespace {

double share_between(double left_days, double left_share, double right_days, double right_share,
                     double days) {
  return left_share + (right_share - left_share) * (days - left_days) / (right_days - left_days);
}

}  // namespace

double substituted_share(std::span<const SubstitutionPoint> course, double days) {
  double left_days = 0;
  double left_share = 0;
  for (const auto& point : course) {
    if (days < point.after_days) {
      return share_between(left_days, left_share, point.after_days, point.share, days);
    }
    left_days = point.after_days;
    left_share = point.share;
  }
  return left_share;
}

double substituted_days(std::span<const SubstitutionPoint> course, double from_days,
                        double to_days) {
  double sum = 0;
  double left_days = 0;
  double left_share = 0;
  for (const auto& point : course) {
    const double from = std::max(from_days, left_days);
    const double to = std::min(to_days, point.after_days);
    if (from < to) {
      // The share in the middle of a straight piece is its mean.
      sum += (to - from) *
             share_between(left_days, left_share, point.after_days, point.share, (from + to) / 2);
    }
    left_days = point.after_days;
    left_share = point.share;
  }
  const double from = std::max(from_days, left_days);
  return from < to_days ? sum + (to_days - from) * left_share : sum;
}

}  // namespace monazite
