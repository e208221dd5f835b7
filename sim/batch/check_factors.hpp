#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// What is wrong with a factor, at its place in the sweep file.
struct FactorProblem {
  Place place;
  std::string message;
  std::string expected;
};

/// Keys of factors that would be set without effect: a key that two factors, a factor and the
/// ensemble, or a factor and `set` would set, of which the last would win; keys that the sweep says
/// for itself (`runs.seed`, `runs.replications`); and levels of one factor that are the same,
/// however they are written. A map as a value counts as the keys in it.
std::vector<FactorProblem> idle_factors(const SweepSpec& spec);

/// The factors that set a key which settings `key.path=value` of the command line set too.
std::vector<FactorProblem> factors_set_elsewhere(const SweepSpec& spec,
                                                 std::span<const std::string> settings);

}  // namespace monazite
