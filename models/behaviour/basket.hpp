#pragma once

#include <cmath>

namespace monazite {

/// Share of capacity at which a co-producer runs: the logistic of (v - c) / s, for the value v of
/// what a kilogram of throughput gives, its variable cost c and the spread s of costs over shifts
/// and ores (model: 3.2). All in USD per kg of throughput; s above 0.
inline double basket_run_rate(double value, double variable_cost, double spread) {
  return 1 / (1 + std::exp((variable_cost - value) / spread));
}

/// The variable cost at which a line runs at `run_rate`, between 0 and 1: the inverse of the above.
inline double basket_cost(double value, double run_rate, double spread) {
  return value - spread * std::log(run_rate / (1 - run_rate));
}

}  // namespace monazite
