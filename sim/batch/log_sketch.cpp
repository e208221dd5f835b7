#include "sim/batch/log_sketch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "models/metrics/figure.hpp"

namespace monazite {

namespace {

/// Fraction bits of a double below the six that a bin keeps.
constexpr int dropped_bits = 46;

/// The bin of a value: 0 for zero, positive above and negative below, increasing with the value.
std::int32_t bin_of(double value) {
  const double magnitude = std::fabs(value);
  if (magnitude < std::numeric_limits<double>::min()) {
    return 0;
  }
  const auto cell =
      static_cast<std::int32_t>(std::bit_cast<std::uint64_t>(magnitude) >> dropped_bits);
  return value < 0 ? -cell : cell;
}

double middle_of(std::int32_t bin) {
  if (bin == 0) {
    return 0;
  }
  const auto cell = static_cast<std::uint64_t>(std::abs(bin));
  const double magnitude =
      std::bit_cast<double>((cell << dropped_bits) | (std::uint64_t{1} << (dropped_bits - 1)));
  return bin < 0 ? -magnitude : magnitude;
}

}  // namespace

void LogSketch::add(double value) {
  if (!std::isfinite(value)) {
    return;
  }
  least_ = count_ == 0 ? value : std::min(least_, value);
  greatest_ = count_ == 0 ? value : std::max(greatest_, value);
  ++count_;
  const std::int32_t index = bin_of(value);
  const auto place = std::lower_bound(bins_.begin(), bins_.end(), index,
                                      [](const Bin& bin, std::int32_t i) { return bin.index < i; });
  if (place != bins_.end() && place->index == index) {
    ++place->count;
  } else {
    bins_.insert(place, Bin{index, 1});
  }
}

void LogSketch::merge(const LogSketch& other) {
  if (other.count_ == 0) {
    return;
  }
  least_ = count_ == 0 ? other.least_ : std::min(least_, other.least_);
  greatest_ = count_ == 0 ? other.greatest_ : std::max(greatest_, other.greatest_);
  count_ += other.count_;
  std::vector<Bin> merged;
  merged.reserve(bins_.size() + other.bins_.size());
  auto mine = bins_.begin();
  auto theirs = other.bins_.begin();
  while (mine != bins_.end() || theirs != other.bins_.end()) {
    if (theirs == other.bins_.end() || (mine != bins_.end() && mine->index < theirs->index)) {
      merged.push_back(*mine++);
    } else if (mine == bins_.end() || theirs->index < mine->index) {
      merged.push_back(*theirs++);
    } else {
      merged.push_back(Bin{mine->index, mine->count + theirs->count});
      ++mine;
      ++theirs;
    }
  }
  bins_ = std::move(merged);
}

double LogSketch::order_statistic(std::uint64_t rank) const {
  if (rank == 0) {
    return least_;
  }
  if (rank + 1 >= count_) {
    return greatest_;
  }
  std::uint64_t passed = 0;
  for (const Bin& bin : bins_) {
    passed += bin.count;
    if (rank < passed) {
      return std::clamp(middle_of(bin.index), least_, greatest_);
    }
  }
  return greatest_;
}

double quantile_of_mixture(std::span<const WeightedSketch> sketches, double p) {
  std::vector<std::pair<double, double>> places;  // value, weight
  double all = 0;
  for (const auto& [sketch, weight] : sketches) {
    if (sketch->count() == 0 || !(weight > 0)) {
      continue;
    }
    all += weight;
    for (const auto& bin : sketch->bins_) {
      places.emplace_back(std::clamp(middle_of(bin.index), sketch->least_, sketch->greatest_),
                          weight * bin.count / static_cast<double>(sketch->count()));
    }
  }
  std::sort(places.begin(), places.end());
  double passed = 0;
  for (const auto& [value, weight] : places) {
    passed += weight;
    // Weights are parts of 1; what is below is rounding.
    if (passed >= p * all - 1e-12 * all) {
      return value;
    }
  }
  return places.empty() ? undefined : places.back().first;
}

double LogSketch::quantile(double p) const {
  if (count_ == 0) {
    return undefined;
  }
  const double position = p * static_cast<double>(count_ - 1);
  const double below = std::floor(position);
  const auto rank = static_cast<std::uint64_t>(below);
  const double lower = order_statistic(rank);
  if (position == below) {
    return lower;
  }
  return std::lerp(lower, order_statistic(rank + 1), position - below);
}

}  // namespace monazite
