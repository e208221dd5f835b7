#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "models/quantity/distribution.hpp"
#include "models/scenario/read_quantity.hpp"

namespace monazite {

/// Gives the sample of an `empirical(FILE.csv:COLUMN)`, in the unit of the key; may throw
/// ValueProblem.
using SampleReader =
    std::function<std::vector<double>(std::string_view file, std::string_view column)>;

/// Reads a number or one of `lognormal(mean 35 d, cv 0.3)`, `triangular(low, mode, high)`,
/// `uniform(low, high)`, `choice(value: weight, …)`, `empirical(FILE.csv:COLUMN)`. The names of
/// arguments may be left out. Throws ValueProblem; values are within the range of the key.
Distribution read_distribution(std::string_view text, const QuantityRule& rule,
                               const SampleReader& read_sample);

/// The text that reads back to the same distribution; `unit` is that of its values.
std::string distribution_text(const Distribution& distribution, std::string_view unit);

}  // namespace monazite
