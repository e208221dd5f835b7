#include "models/behaviour/newsvendor.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>

namespace monazite {

double newsvendor_safety_factor(double holding_cost, double shortage_cost) {
  // By the smaller of the two tails, which keeps its digits where the other rounds to one.
  constexpr double least = 1e-300;
  const double sum = shortage_cost + holding_cost;
  const boost::math::normal normal;
  if (shortage_cost > holding_cost) {
    return boost::math::quantile(
        boost::math::complement(normal, std::max(least, holding_cost / sum)));
  }
  return boost::math::quantile(normal, std::max(least, shortage_cost / sum));
}

}  // namespace monazite
