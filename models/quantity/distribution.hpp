#pragma once

#include <string>
#include <variant>
#include <vector>

namespace monazite {

/// One value, without spread.
struct Constant {
  double value = 0;
  bool operator==(const Constant&) const = default;
};
/// Lognormal by its own mean and coefficient of variation (not those of the logarithm).
struct Lognormal {
  double mean = 0;
  double cv = 0;
  bool operator==(const Lognormal&) const = default;
};
/// Gamma by its mean and coefficient of variation: shape 1 / cv^2, scale mean cv^2.
struct Gamma {
  double mean = 0;
  double cv = 0;
  bool operator==(const Gamma&) const = default;
};
/// Triangular between `low` and `high` with the peak at `mode`.
struct Triangular {
  double low = 0;
  double mode = 0;
  double high = 0;
  bool operator==(const Triangular&) const = default;
};
/// Uniform between `low` and `high`.
struct Uniform {
  double low = 0;
  double high = 0;
  bool operator==(const Uniform&) const = default;
};
/// One of `values`, each with its weight; an empirical sample has equal weights.
struct Choice {
  std::vector<double> values;
  std::vector<double> weights;
  bool operator==(const Choice&) const = default;
};

/// A number or its distribution, in the base unit of the quantity that it stands for (seconds,
/// tonnes, USD/kg, …).
using Distribution = std::variant<Constant, Lognormal, Gamma, Triangular, Uniform, Choice>;

/// The mean, in the unit of the distribution.
double mean_of(const Distribution& distribution);

/// The same distribution with its spread taken away: a Constant at the mean.
Distribution without_spread(const Distribution& distribution);

/// The same distribution of `factor` times the value.
Distribution scaled(const Distribution& distribution, double factor);

/// True when every draw is the same.
bool is_constant(const Distribution& distribution);

}  // namespace monazite
