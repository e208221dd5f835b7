#include "models/policy/outage.hpp"

#include <algorithm>
#include <cmath>

namespace monazite {

double available_share(const Outage& outage, double days) {
  if (days < outage.from.days_since_epoch) {
    return 1;
  }
  const double since_end = days - (outage.until.days_since_epoch + 1);
  if (since_end < 0) {
    return outage.capacity_left;
  }
  const double lost = 1 - outage.capacity_left;
  if (outage.recovery == RecoveryCurve::step || !(outage.recovery_days > 0)) {
    return 1;
  }
  if (outage.recovery == RecoveryCurve::linear) {
    return 1 - lost * std::max(0.0, 1 - since_end / outage.recovery_days);
  }
  return 1 - lost * std::exp(-since_end / outage.recovery_days);
}

bool stands_still(const Outage& outage, double days) {
  return !(outage.capacity_left > 0) && days >= outage.from.days_since_epoch &&
         days < outage.until.days_since_epoch + 1;
}

}  // namespace monazite
