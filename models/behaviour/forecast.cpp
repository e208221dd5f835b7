#include "models/behaviour/forecast.hpp"

#include <cmath>

namespace monazite {

double forecast_weight(double period_days, double tau_days) {
  return tau_days > 0 ? -std::expm1(-period_days / tau_days) : 1.0;
}

}  // namespace monazite
