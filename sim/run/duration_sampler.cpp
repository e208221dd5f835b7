#include "sim/run/duration_sampler.hpp"

#include <algorithm>

#include "models/quantity/mass.hpp"

namespace monazite {

namespace {

/// No calendar is longer; the tail of a lognormal may be.
constexpr double longest_seconds = 1000.0 * 366 * 86400;

std::int64_t whole_seconds(double seconds) {
  return std::max<std::int64_t>(1, nearest_whole(std::min(seconds, longest_seconds)));
}

}  // namespace

DurationSampler::DurationSampler(const Distribution& distribution) {
  constant_seconds_ = whole_seconds(mean_of(distribution));
  if (monazite::is_constant(distribution)) {
    return;
  }
  if (const auto* lognormal = std::get_if<Lognormal>(&distribution)) {
    kind_ = Kind::lognormal;
    lognormal_ = engine::Lognormal::from_mean(lognormal->mean, lognormal->cv);
    table_ = engine::QuantileTable(lognormal_);
  } else if (const auto* gamma = std::get_if<Gamma>(&distribution)) {
    kind_ = Kind::gamma;
    mean_ = gamma->mean;
    variation_ = gamma->cv;
    table_ = engine::QuantileTable(
        [&](double uniform) { return engine::gamma(uniform, mean_, variation_); });
  } else if (const auto* triangular = std::get_if<Triangular>(&distribution)) {
    kind_ = Kind::triangular;
    low_ = triangular->low;
    mode_ = triangular->mode;
    high_ = triangular->high;
  } else if (const auto* uniform = std::get_if<Uniform>(&distribution)) {
    kind_ = Kind::uniform;
    low_ = uniform->low;
    high_ = uniform->high;
  } else if (const auto* choice = std::get_if<Choice>(&distribution)) {
    kind_ = Kind::choice;
    values_ = choice->values;
    choice_.emplace_back(choice->weights);
  }
}

std::int64_t DurationSampler::operator()(double uniform) const {
  switch (kind_) {
    case Kind::constant:
      return constant_seconds_;
    case Kind::lognormal:
      return whole_seconds(table_(uniform, lognormal_));
    case Kind::gamma:
      return whole_seconds(
          table_(uniform, [&](double tail) { return engine::gamma(tail, mean_, variation_); }));
    case Kind::triangular:
      return whole_seconds(engine::triangular(uniform, low_, mode_, high_));
    case Kind::uniform:
      return whole_seconds(engine::uniform_range(uniform, low_, high_));
    case Kind::choice:
      return whole_seconds(values_[choice_.front()(uniform)]);
  }
  return constant_seconds_;
}

}  // namespace monazite
