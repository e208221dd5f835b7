#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// Which variants a sweep has. A variant is one value of each factor; it is made when asked for,
/// from its number alone.
class Design {
 public:
  /// The design of a sweep. A Latin hypercube (McKay, Beckman and Conover, 1979) draws from the
  /// sweep's seed; a Sobol' sequence (Joe and Kuo's directions of Boost.Random) takes its first
  /// points, the origin among them, under a digital shift drawn from the seed for each factor: of
  /// any 2^k first points one lies in each 2^k-th of each factor. `spec` must outlive the design.
  /// Throws std::length_error when there are more than `most_variants`.
  explicit Design(const SweepSpec& spec);

  static constexpr std::uint64_t most_variants = 10'000'000;

  /// Number of variants, at least 1.
  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// The values of the factors in a variant, in the order of SweepSpec::factors.
  [[nodiscard]] std::vector<FactorLevel> variant(std::uint32_t number) const;

  /// The value of one of its factors.
  [[nodiscard]] FactorLevel level(std::uint32_t number, std::size_t factor) const;

  /// The name of a variant in tables: `v0042`, as many digits in all.
  [[nodiscard]] std::string name(std::uint32_t number) const;

 private:
  void draw_latin_hypercube();
  void draw_sobol();

  const SweepSpec& spec_;
  std::uint32_t size_ = 1;
  std::vector<double> points_;  ///< of a sample: size x factors, in (0, 1)
};

/// The first and the last multiple of `round_to` within a range, in units of it; none lies within
/// where the first is above the last.
std::pair<double, double> multiples_between(const FactorRange& range, double round_to);

/// The value of a factor at a point of (0, 1): of levels the one whose equal share of the interval
/// holds it, of a range that part of it, of a distribution that quantile. Of a range that is
/// rounded each multiple has an equal share (in the logarithm, that of the step around it).
FactorLevel level_at(const FactorSpec& factor, double point);

/// Value `step` of the `steps` that a grid takes: ends of a range included, of a distribution the
/// quantiles of (step + 1/2) / steps.
FactorLevel level_of_step(const FactorSpec& factor, std::uint64_t step);

}  // namespace monazite
