#include "models/behaviour/newsvendor.hpp"

#include <boost/math/distributions/normal.hpp>

namespace monazite {

double newsvendor_safety_factor(double holding_cost, double shortage_cost) {
  const double critical_ratio = shortage_cost / (shortage_cost + holding_cost);
  return boost::math::quantile(boost::math::normal(), critical_ratio);
}

}  // namespace monazite
