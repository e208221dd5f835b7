#pragma once

#include "sim/batch/statistics.hpp"

namespace monazite {

/// Summarises a figure over antithetic replications, of which 2k and 2k + 1 are mirror images: as
/// `summarise`, but the interval of the mean is that of the means of pairs in which both values are
/// defined, because the two of a pair are not independent.
Summary summarise_pairs(std::span<const double> values,
                        std::span<const std::uint32_t> replications);

}  // namespace monazite
