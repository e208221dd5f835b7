#pragma once

#include "models/scenario/scenario.hpp"

namespace monazite::bench {

/// A synthetic chain with the structure of the reference model (reference/reference_model.md): four
/// stages of mines, processors, magnet makers and users, of which a fifth, a fifth, three tenths
/// and three tenths of `facilities` (a multiple of 20), each with three suppliers in the stage
/// before, daily reviews, base stock, lots of 50 kg and lognormal transit. Of one element, in one
/// region and without a restriction. Reports `days` days and no flows.
Scenario chain_world(int facilities, int days);

}  // namespace monazite::bench
