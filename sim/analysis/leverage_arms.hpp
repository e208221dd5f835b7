#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// A scenario with other controls, to be run beside it under common random numbers.
struct LeverageArm {
  std::vector<std::size_t> off;      ///< sides without their controls, ascending
  std::optional<std::size_t> eased;  ///< the side whose controls are weaker
  Scenario scenario;                 ///< named after what differs
};

/// The scenario without these instruments, and without what stockpiles watch of them. It keeps
/// neither flows nor applications nor series that a report could show, which changes no run.
Scenario without_controls(const Scenario& scenario, const std::vector<std::string>& controls);

/// The control at the level 1 - `share` (0-1): what it takes away is so much less. Of a tariff the
/// rates, of a friction the chance and the added time, of a licence the shares refused and the time
/// of the desks. Nothing for the other kinds, which are there or not.
std::optional<InstrumentSpec> eased(const InstrumentSpec& control, double share);

/// The scenario with all controls of a side eased; nothing when one of them has no level.
std::optional<Scenario> with_eased_controls(const Scenario& scenario, std::size_t side,
                                            double share);

/// What is run beside a scenario with `leverage`: it without the controls of each side that has
/// any, without those of each two of them, and, where `ease` is given, with those of each eased.
std::vector<LeverageArm> leverage_arms(const Scenario& scenario);

}  // namespace monazite
