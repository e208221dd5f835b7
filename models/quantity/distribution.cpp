#include "models/quantity/distribution.hpp"

#include <cstddef>

namespace monazite {

namespace {

struct MeanOf {
  double operator()(const Constant& d) const { return d.value; }
  double operator()(const Lognormal& d) const { return d.mean; }
  double operator()(const Gamma& d) const { return d.mean; }
  double operator()(const Triangular& d) const { return (d.low + d.mode + d.high) / 3; }
  double operator()(const Uniform& d) const { return (d.low + d.high) / 2; }
  double operator()(const Choice& d) const {
    double total = 0;
    double weight = 0;
    for (std::size_t i = 0; i < d.values.size(); ++i) {
      total += d.values[i] * d.weights[i];
      weight += d.weights[i];
    }
    return weight > 0 ? total / weight : 0;
  }
};

struct Scaled {
  double factor;

  Distribution operator()(const Constant& d) const { return Constant{d.value * factor}; }
  Distribution operator()(const Lognormal& d) const { return Lognormal{d.mean * factor, d.cv}; }
  Distribution operator()(const Gamma& d) const { return Gamma{d.mean * factor, d.cv}; }
  Distribution operator()(const Triangular& d) const {
    return Triangular{d.low * factor, d.mode * factor, d.high * factor};
  }
  Distribution operator()(const Uniform& d) const {
    return Uniform{d.low * factor, d.high * factor};
  }
  Distribution operator()(const Choice& d) const {
    Choice result = d;
    for (double& value : result.values) {
      value *= factor;
    }
    return result;
  }
};

}  // namespace

double mean_of(const Distribution& distribution) { return std::visit(MeanOf{}, distribution); }

Distribution without_spread(const Distribution& distribution) {
  return Constant{mean_of(distribution)};
}

Distribution scaled(const Distribution& distribution, double factor) {
  return std::visit(Scaled{factor}, distribution);
}

bool is_constant(const Distribution& distribution) {
  if (const auto* lognormal = std::get_if<Lognormal>(&distribution)) {
    return lognormal->cv == 0;
  }
  if (const auto* gamma = std::get_if<Gamma>(&distribution)) {
    return gamma->cv == 0;
  }
  return std::holds_alternative<Constant>(distribution);
}

}  // namespace monazite
