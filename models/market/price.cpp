#include "models/market/price.hpp"

#include <algorithm>
#include <cmath>

namespace monazite {

double target_log_price(const PriceRules& rules, const MarketView& view) {
  double target = view.duties + rules.unmet_weight * view.unmet_share;
  if (view.reference_days > 0) {
    const double cover = std::max(view.cover_days / view.reference_days, rules.least_cover);
    target -= rules.cover_exponent * std::log(cover);
  }
  return target;
}

double next_log_price(const PriceRules& rules, double x, double target, double days,
                      double normal) {
  const double change = (target - x) * -std::expm1(-rules.reversion_per_day * days) +
                        rules.noise_per_root_day * std::sqrt(days) * normal;
  const double most = rules.most_change_per_day * days;
  return std::max(x + std::clamp(change, -most, most), std::log(rules.floor));
}

double quote_over_trade(const PriceRules& rules, double volume, double fear) {
  const double missing = std::clamp(1 - volume, 0.0, 1.0);
  return 1 + rules.panic_premium * std::pow(missing, rules.thinness_exponent) * std::min(1.0, fear);
}

void arbitrage(std::span<const PriceRoute> routes, std::span<const double> use, double days,
               std::span<double> x, std::span<double> scratch) {
  const auto rise = scratch.first(x.size());
  const auto fall = scratch.last(x.size());
  std::fill(scratch.begin(), scratch.end(), 0.0);
  for (const auto& route : routes) {
    const double gap = wedge(x, route);
    if (!(gap > 0)) {
      continue;
    }
    const double closed = gap * -std::expm1(-route.openness * days / route.days);
    const double both = use[route.from] + use[route.to];
    const double part_of_buyer = both > 0 ? use[route.from] / both : 0.5;
    fall[route.to] = std::max(fall[route.to], closed * part_of_buyer);
    rise[route.from] = std::max(rise[route.from], closed * (1 - part_of_buyer));
  }
  for (std::size_t market = 0; market < x.size(); ++market) {
    x[market] += rise[market] - fall[market];
  }
}

double demand_response(double elasticity, double log_price) {
  return std::exp(elasticity * log_price);
}

}  // namespace monazite
