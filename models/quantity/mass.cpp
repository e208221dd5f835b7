#include "models/quantity/mass.hpp"

#include <cmath>

namespace monazite {

Mass mass_from_tonnes(double tonnes) {
  const double grams = std::round(tonnes * 1e6);
  if (!(std::abs(grams) < 9.2e18)) {
    throw MassOverflow();
  }
  return Mass{static_cast<std::int64_t>(grams)};
}

}  // namespace monazite
