#pragma once

#include <cmath>

namespace monazite {

/// What smuggling costs and risks, in shares of the value of the goods in the base year.
struct SmugglingRules {
  double most_share = 0.3;    ///< of the need that suppliers do not meet, at any gain
  double evasion_cost = 0.3;  ///< of papers, detours and middlemen
  double fine = 2;            ///< of what is seized, its loss included
  double spread = 0.2;        ///< of costs and scruples around these
  double markup = 0.2;        ///< paid to smugglers
  double at_volume = 0;       ///< tonnes a year at which detection is what is given
  double least_volume = 0;    ///< tonnes a year that customs always see
};

/// Chance that a shipment is seized (model: 6.6): pi = 1 - exp(-E (v_0 + v)), with the effort E
/// that makes it `detection` at `at_volume`. `volume`: tonnes a year smuggled now.
inline double seizure_chance(const SmugglingRules& rules, double detection, double volume) {
  const double effort = -std::log1p(-detection) / (rules.least_volume + rules.at_volume);
  return -std::expm1(-effort * (rules.least_volume + volume));
}

/// The share of an unmet need that is smuggled (model: 6.6): s_max Lambda((gain - c_e - pi F) /
/// s_w), scaled so that nothing is smuggled that gains nothing. `gain`: what the goods fetch beyond
/// the legal way, as a share of their value in the base year.
inline double smuggled_share(const SmugglingRules& rules, double gain, double seizure_chance) {
  if (gain <= 0) {
    return 0;
  }
  const double margin = gain - rules.evasion_cost - seizure_chance * rules.fine;
  return rules.most_share / (1 + std::exp(-margin / rules.spread));
}

}  // namespace monazite
