#pragma once

#include "models/metrics/leverage.hpp"
#include "sim/analysis/paired_means.hpp"

namespace monazite {

/// Bounds of 95 %.
struct LeverageBounds {
  double low = 0;
  double high = 0;
};

/// The leverages that pains may have of which these are seen: the second of a pair is what is
/// imposed, the first what is suffered, both in the scale of leverage. Leverage depends on the
/// direction of the pair of means alone, so the bounds are of the directions that chance allows:
/// those across which the mean may be nothing (Fieller, Some Problems in Interval Estimation, JRSS
/// B 16, 1954; with a studentized bootstrap: Hwang, Fieller's Problems and Resampling Techniques,
/// Statistica Sinica 5, 1995) and along which it may be more than nothing. Of the 5 % that are left
/// out the first has 4.5 and the second 0.5 (Bonferroni). Directions are looked at from that of the
/// means outwards, up to the whole circle: -1 to 1.
LeverageBounds leverage_bounds(const PairedMeans& pains);

}  // namespace monazite
