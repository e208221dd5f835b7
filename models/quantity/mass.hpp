#pragma once

#include <compare>
#include <cstdint>
#include <stdexcept>

namespace monazite {

/// Thrown when a sum of masses leaves the range of the ledger (about 9.2e12 t).
struct MassOverflow : std::overflow_error {
  MassOverflow() : std::overflow_error("mass overflow: a sum exceeds 9.2e18 g") {}
};

/// A mass in whole grams: the unit of the ledger. Sums are checked; nothing is ever rounded here.
struct Mass {
  std::int64_t grams = 0;

  constexpr auto operator<=>(const Mass&) const = default;

  /// Adds; throws MassOverflow outside the range of int64.
  constexpr Mass& operator+=(Mass other) {
    if (__builtin_add_overflow(grams, other.grams, &grams)) {
      throw MassOverflow();
    }
    return *this;
  }
  /// Subtracts; throws MassOverflow outside the range of int64.
  constexpr Mass& operator-=(Mass other) {
    if (__builtin_sub_overflow(grams, other.grams, &grams)) {
      throw MassOverflow();
    }
    return *this;
  }
  friend constexpr Mass operator+(Mass a, Mass b) { return a += b; }
  friend constexpr Mass operator-(Mass a, Mass b) { return a -= b; }
  constexpr Mass operator-() const { return Mass{} - *this; }

  /// The mass in tonnes, for reports.
  [[nodiscard]] constexpr double tonnes() const { return static_cast<double>(grams) * 1e-6; }
};

/// The nearest whole gram to `tonnes`; throws MassOverflow when it does not fit.
Mass mass_from_tonnes(double tonnes);

/// The whole number nearest to `value`, which is not negative; halves go up. Exact, unlike
/// truncation after adding a half, and no call, unlike std::llround.
inline std::int64_t nearest_whole(double value) {
  const auto below = static_cast<std::int64_t>(value);
  return value - static_cast<double>(below) < 0.5 ? below : below + 1;
}

/// Takes the same fraction of several masses, each rounded to the nearest gram and kept within
/// [0, whole]. The remainder is `whole - part`, so nothing is lost between the two.
class Fraction {
 public:
  /// `numerator / denominator`; shapes: 0 <= numerator, denominator > 0. A fraction of one or more
  /// takes the whole.
  Fraction(std::int64_t numerator, std::int64_t denominator)
      : ratio_(numerator >= denominator
                   ? 1.0
                   : static_cast<double>(numerator) / static_cast<double>(denominator)) {}

  /// The part of one mass.
  [[nodiscard]] Mass of(Mass whole) const {
    if (ratio_ == 1.0) {
      return whole;
    }
    const auto rounded = nearest_whole(static_cast<double>(whole.grams) * ratio_);
    return Mass{rounded > whole.grams ? whole.grams : rounded};
  }

 private:
  double ratio_;
};

}  // namespace monazite
