#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "models/quantity/distribution.hpp"
#include "models/scenario/read_quantity.hpp"

namespace monazite {

/// An argument of a distribution.
struct DistributionArgument {
  std::string_view name;
  bool is_plain = false;  ///< a number without a unit, whatever the unit of the key
};

inline constexpr DistributionArgument mean_and_variation[] = {{"mean"}, {"cv", true}};
inline constexpr DistributionArgument mean_alone[] = {{"mean"}};
inline constexpr DistributionArgument low_mode_and_high[] = {{"low"}, {"mode"}, {"high"}};
inline constexpr DistributionArgument low_and_high[] = {{"low"}, {"high"}};

/// A distribution as it is written: its name with these arguments in brackets. `choice` and
/// `empirical` have none of them, but values with weights and a file with a column.
struct DistributionForm {
  std::string_view name;
  std::span<const DistributionArgument> arguments;
};

inline constexpr DistributionForm distribution_forms[] = {{"lognormal", mean_and_variation},
                                                          {"gamma", mean_and_variation},
                                                          {"exponential", mean_alone},
                                                          {"triangular", low_mode_and_high},
                                                          {"uniform", low_and_high},
                                                          {"choice", {}},
                                                          {"empirical", {}}};

/// Gives the sample of an `empirical(FILE.csv:COLUMN)`, in the unit of the key; may throw
/// ValueProblem.
using SampleReader =
    std::function<std::vector<double>(std::string_view file, std::string_view column)>;

/// Reads a number or one of `lognormal(mean 35 d, cv 0.3)`, `gamma(mean 35 d, cv 0.3)`,
/// `exponential(mean 300 d)` (a gamma of cv 1), `triangular(low, mode, high)`, `uniform(low,
/// high)`, `choice(value: weight, …)`, `empirical(FILE.csv:COLUMN)`. The names of arguments may be
/// left out. Throws ValueProblem; values are within the range of the key.
Distribution read_distribution(std::string_view text, const QuantityRule& rule,
                               const SampleReader& read_sample);

/// The text that reads back to the same distribution; `unit` is that of its values.
std::string distribution_text(const Distribution& distribution, std::string_view unit);

}  // namespace monazite
