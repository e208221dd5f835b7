#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/batch/sweep_spec.hpp"

namespace monazite {

/// How well a figure is known, and what it would take.
struct Precision {
  double mean = 0;
  double half_width = 0;  ///< of the interval at the level asked for; NaN of less than two
  double goal = 0;        ///< the half width that is to be reached, in the unit of the figure
  /// Replications that the goal takes, by the spread seen; nothing when it is unknown.
  std::optional<std::uint64_t> needed;
  bool is_reached = false;
};

/// Judges a figure by the values of its replications, in order; those that are not finite do not
/// count. `in_pairs`: values 2k and 2k + 1 are antithetic, and their means are what is judged. The
/// number needed is that of replications_needed.
Precision precision_of(std::span<const double> values, const StopSpec& stop, bool in_pairs);

/// How many replications an arm is to have, after `done` of them that were judged as `precision`:
/// `done` when the goal is reached, when less than two values are defined, or when
/// `max_replications` are done; else the number needed by the
/// spread seen (Stein's second stage after the first judgement), at least a tenth more. Even where
/// `in_pairs`.
std::uint64_t next_target(const Precision& precision, std::uint64_t done, const StopSpec& stop,
                          bool in_pairs);

}  // namespace monazite
