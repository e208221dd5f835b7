#include "sim/batch/design.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "models/network/stable_hash.hpp"
#include "models/quantity/date.hpp"
#include "models/quantity/number.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {

namespace {

/// What the draws of a Latin hypercube are for, apart from all purposes of a run.
constexpr std::uint8_t design_purpose = 200;

double quantile(const FactorRange& range, double p) {
  if (!range.is_logarithmic) {
    return std::lerp(range.low, range.high, p);
  }
  // The logarithm of an end may not lead back to it, and both ends are values.
  return p <= 0   ? range.low
         : p >= 1 ? range.high
                  : std::clamp(std::exp(std::lerp(std::log(range.low), std::log(range.high), p)),
                               range.low, range.high);
}

struct QuantileOf {
  double p;

  double operator()(const Constant& d) const { return d.value; }
  double operator()(const Lognormal& d) const {
    return engine::Lognormal::from_mean(d.mean, d.cv)(p);
  }
  double operator()(const Gamma& d) const { return engine::gamma(p, d.mean, d.cv); }
  double operator()(const Triangular& d) const {
    return engine::triangular(p, d.low, d.mode, d.high);
  }
  double operator()(const Uniform& d) const { return engine::uniform_range(p, d.low, d.high); }
  double operator()(const Choice& d) const {
    return d.values[engine::DiscreteChoice(d.weights)(p)];
  }
};

double number_at(const FactorNumbers& numbers, double p) {
  if (const auto* range = std::get_if<FactorRange>(&numbers.domain)) {
    return quantile(*range, p);
  }
  return std::visit(QuantileOf{p}, std::get<Distribution>(numbers.domain));
}

/// The bounds of numbers that are even between them; nothing of other distributions.
std::optional<FactorRange> even_range(const FactorNumbers& numbers) {
  if (const auto* range = std::get_if<FactorRange>(&numbers.domain)) {
    return *range;
  }
  const auto* uniform = std::get_if<Uniform>(&std::get<Distribution>(numbers.domain));
  return uniform == nullptr ? std::nullopt
                            : std::optional(FactorRange{uniform->low, uniform->high, false});
}

/// The number of a sample at a point of (0, 1). Where values are rounded, each multiple between the
/// bounds stands for the step around it, the ends as wide as the others: rounding the bare range
/// would give them half.
double sampled_number(const FactorNumbers& numbers, double p) {
  const auto range = even_range(numbers);
  if (!(numbers.round_to > 0) || !range) {
    return number_at(numbers, p);
  }
  const auto [first, last] = multiples_between(*range, numbers.round_to);
  if (range->is_logarithmic) {
    return quantile({(first - 0.5) * numbers.round_to, (last + 0.5) * numbers.round_to, true}, p);
  }
  const double count = last - first + 1;
  return (first + std::min(std::floor(p * count), count - 1)) * numbers.round_to;
}

FactorLevel level_of(const FactorSpec& factor, const FactorNumbers& numbers, double value) {
  if (numbers.round_to > 0) {
    // Fifteen digits, which a double always has, are those of the multiple and not of its error.
    double multiple = std::round(value / numbers.round_to);
    if (const auto range = even_range(numbers)) {
      const auto [first, last] = multiples_between(*range, numbers.round_to);
      multiple = first <= last ? std::clamp(multiple, first, last) : multiple;
    }
    value = read_number(fmt::format("{:.15g}", multiple * numbers.round_to)).value;
  }
  FactorLevel level;
  level.place = factor.place;
  level.label = numbers.is_date        ? to_iso(Date{static_cast<std::int32_t>(value)})
                : numbers.unit.empty() ? shortest(value)
                                       : fmt::format("{} {}", shortest(value), numbers.unit);
  for (const std::string& key : factor.keys) {
    level.settings.push_back(key + "=" + level.label);
  }
  return level;
}

std::uint64_t steps_of(const FactorSpec& factor) {
  if (const auto* levels = std::get_if<std::vector<FactorLevel>>(&factor.values)) {
    return levels->size();
  }
  return std::get<FactorNumbers>(factor.values).steps;
}

std::uint32_t checked_size(std::uint64_t size) {
  if (size > Design::most_variants) {
    throw std::length_error(
        fmt::format("the design has more than {} variants", Design::most_variants));
  }
  return static_cast<std::uint32_t>(size);
}

std::uint32_t grid_size(const SweepSpec& spec) {
  std::uint64_t size = 1;
  for (const FactorSpec& factor : spec.factors) {
    size = checked_size(size * steps_of(factor));
  }
  return static_cast<std::uint32_t>(size);
}

}  // namespace

std::pair<double, double> multiples_between(const FactorRange& range, double round_to) {
  // A bound that is a multiple but for the error of its division is one.
  constexpr double tolerance = 1e-9;
  return {std::ceil(range.low / round_to - tolerance),
          std::floor(range.high / round_to + tolerance)};
}

FactorLevel level_at(const FactorSpec& factor, double point) {
  if (const auto* levels = std::get_if<std::vector<FactorLevel>>(&factor.values)) {
    const auto index = static_cast<std::size_t>(point * static_cast<double>(levels->size()));
    return (*levels)[std::min(index, levels->size() - 1)];
  }
  const auto& numbers = std::get<FactorNumbers>(factor.values);
  return level_of(factor, numbers, sampled_number(numbers, point));
}

FactorLevel level_of_step(const FactorSpec& factor, std::uint64_t step) {
  if (const auto* levels = std::get_if<std::vector<FactorLevel>>(&factor.values)) {
    return (*levels)[step];
  }
  const auto& numbers = std::get<FactorNumbers>(factor.values);
  const auto steps = static_cast<double>(numbers.steps);
  const bool has_ends = std::holds_alternative<FactorRange>(numbers.domain);
  const double p = has_ends ? static_cast<double>(step) / (steps - 1)
                            : (static_cast<double>(step) + 0.5) / steps;
  return level_of(factor, numbers, number_at(numbers, p));
}

Design::Design(const SweepSpec& spec) : spec_(spec) {
  switch (spec.design.method) {
    case DesignMethod::grid:
      size_ = grid_size(spec);
      return;
    case DesignMethod::table:
      size_ = checked_size(spec.rows.size());
      return;
    case DesignMethod::latin_hypercube:
      size_ = checked_size(spec.design.size);
      draw_latin_hypercube();
      return;
    case DesignMethod::sobol:
      size_ = checked_size(spec.design.size);
      draw_sobol();
      return;
  }
}

void Design::draw_latin_hypercube() {
  const std::size_t factors = spec_.factors.size();
  points_.resize(size_ * factors);
  std::vector<std::uint32_t> strata(size_);
  for (std::size_t f = 0; f < factors; ++f) {
    engine::RandomStream stream(
        {spec_.seed, stable_hash(spec_.factors[f].name), 0, design_purpose});
    std::iota(strata.begin(), strata.end(), 0U);
    for (std::uint32_t k = size_ - 1; k > 0; --k) {
      std::swap(strata[k], strata[static_cast<std::uint32_t>(stream.uniform() * (k + 1.0))]);
    }
    for (std::uint32_t v = 0; v < size_; ++v) {
      points_[v * factors + f] = (strata[v] + stream.uniform()) / size_;
    }
  }
}

void Design::draw_sobol() {
  const std::size_t factors = spec_.factors.size();
  // A random digital shift (Cranley and Patterson's in base 2: Matousek, 1998): it moves every
  // point and leaves as many of them in each dyadic box.
  std::vector<std::uint64_t> shift;
  for (const FactorSpec& factor : spec_.factors) {
    const auto words =
        engine::stream_block({spec_.seed, stable_hash(factor.name), 0, design_purpose}, 0);
    shift.push_back(std::uint64_t{words[0]} << 32 | words[1]);
  }
  boost::random::sobol sequence(factors);
  points_.reserve(size_ * factors);
  for (std::size_t k = 0; k < size_ * factors; ++k) {
    // The library leaves out the origin, without which no first 2^k points fill their boxes.
    const std::uint64_t bits = (k < factors ? 0 : sequence()) ^ shift[k % factors];
    // The middle of the cell keeps a point away from 0, where a quantile may be infinite.
    points_.push_back(std::min((static_cast<double>(bits) + 0.5) * 0x1p-64, 1 - 0x1p-53));
  }
}

FactorLevel Design::level(std::uint32_t number, std::size_t factor) const {
  switch (spec_.design.method) {
    case DesignMethod::table:
      return spec_.rows.at(number)[factor];
    case DesignMethod::grid: {
      // The last factor varies fastest.
      std::uint64_t rest = number;
      for (std::size_t f = spec_.factors.size() - 1; f > factor; --f) {
        rest /= steps_of(spec_.factors[f]);
      }
      return level_of_step(spec_.factors[factor], rest % steps_of(spec_.factors[factor]));
    }
    case DesignMethod::latin_hypercube:
    case DesignMethod::sobol:
      break;
  }
  return level_at(spec_.factors[factor], points_[number * spec_.factors.size() + factor]);
}

std::vector<FactorLevel> Design::variant(std::uint32_t number) const {
  if (spec_.design.method == DesignMethod::table) {
    return spec_.rows.at(number);
  }
  std::vector<FactorLevel> levels;
  for (std::size_t f = 0; f < spec_.factors.size(); ++f) {
    levels.push_back(level(number, f));
  }
  return levels;
}

std::string Design::name(std::uint32_t number) const {
  const auto digits = fmt::formatted_size("{}", size_ - 1);
  return fmt::format("v{:0{}}", number, digits);
}

}  // namespace monazite
