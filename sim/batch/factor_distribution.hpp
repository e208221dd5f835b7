#pragma once

#include <string>
#include <string_view>

#include "models/quantity/distribution.hpp"

namespace monazite {

/// A distribution in the unit that its arguments are written in.
struct FactorDistribution {
  Distribution distribution;
  std::string unit;  ///< as written; empty: none
};

/// Reads the distribution of a factor. Throws ValueProblem.
FactorDistribution read_factor_distribution(const std::string& factor, std::string_view text);

}  // namespace monazite
