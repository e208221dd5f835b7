#pragma once

#include "models/scenario/section.hpp"

namespace monazite {

/// The keys of a sweep file, `scenario`, `factors` and `set` aside, whose values have forms of
/// their own (see read_sweep).
const Section& sweep_section();

}  // namespace monazite
