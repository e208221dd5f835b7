#pragma once

#include <cstdint>
#include <vector>

#include "models/quantity/distribution.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/quantile_table.hpp"

namespace monazite {

/// A distribution of durations made ready for drawing.
class DurationSampler {
 public:
  explicit DurationSampler(const Distribution& distribution);

  /// The duration in whole seconds (>= 1) at a uniform number of (0, 1).
  [[nodiscard]] std::int64_t operator()(double uniform) const;

  /// Whether a draw needs a random number.
  [[nodiscard]] bool is_constant() const { return kind_ == Kind::constant; }
  /// The duration of a constant.
  [[nodiscard]] std::int64_t constant_seconds() const { return constant_seconds_; }

 private:
  enum class Kind : std::uint8_t { constant, lognormal, gamma, triangular, uniform, choice };

  Kind kind_ = Kind::constant;
  std::int64_t constant_seconds_ = 1;
  engine::Lognormal lognormal_;
  engine::QuantileTable table_;  ///< of a lognormal or a gamma
  double mean_ = 0;
  double variation_ = 0;
  double low_ = 0;
  double mode_ = 0;
  double high_ = 0;
  std::vector<double> values_;
  std::vector<engine::DiscreteChoice> choice_;
};

}  // namespace monazite
