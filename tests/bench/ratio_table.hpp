#pragma once

#include <string>
#include <vector>

#include "tests/bench/comparison.hpp"

namespace monazite::bench {

/// One contender beside the best reference of its comparison: ratios are formed round by round.
struct Ratio {
  std::string name;
  std::string ours;
  std::string reference;
  double our_rate = 0.0;
  double reference_rate = 0.0;
  double median = 0.0;
  double least = 0.0;
  double greatest = 0.0;
};

/// Adds the ratios of a comparison whose rates were measured; none without a reference.
void add_ratios(const Comparison& comparison, const RatesByName& rates, std::vector<Ratio>& ratios);

/// A table of ratios, one a line; empty without any.
std::string table_of(const std::vector<Ratio>& ratios);

}  // namespace monazite::bench
