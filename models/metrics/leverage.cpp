#include "models/metrics/leverage.hpp"

#include <cmath>

#include "models/metrics/figure.hpp"
#include "models/quantity/unit.hpp"

namespace monazite {

double discount_factor(double discount_per_year, double days) {
  return std::pow(1 + discount_per_year, -days / days_per_year);
}

void present_values(std::span<const double> cumulative, std::span<const int> days,
                    double discount_per_year, std::span<double> present) {
  double sum = 0;
  for (std::size_t k = 0; k < cumulative.size(); ++k) {
    if (k > 0) {
      const double middle = (days[k - 1] + days[k]) / 2.0;
      sum += (cumulative[k] - cumulative[k - 1]) * discount_factor(discount_per_year, middle);
    }
    present[k] = sum;
  }
}

double leverage(double imposed_usd, double suffered_usd, const LeverageScale& scale) {
  const double imposed = imposed_usd / std::pow(scale.gdp_of_against, scale.relative);
  const double suffered = suffered_usd / std::pow(scale.gdp_of_side, scale.relative);
  const double sum = std::abs(imposed) + std::abs(suffered);
  return sum > 0 ? (imposed - suffered) / sum : undefined;
}

std::optional<std::size_t> first_crossing(std::span<const double> values) {
  double last = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k] * last < 0) {
      return k;
    }
    if (values[k] > 0 || values[k] < 0) {
      last = values[k];
    }
  }
  return std::nullopt;
}

}  // namespace monazite
