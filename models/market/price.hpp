#pragma once

#include <cstdint>
#include <span>

namespace monazite {

/// How the price of a material forms in a market (model: 5.1, 5.2). Prices are told as x = ln(P/P0)
/// against the price of the base year.
struct PriceRules {
  double cover_exponent = 1;          ///< alpha: of the cover that is missing
  double unmet_weight = 1;            ///< gamma: of the share of purchases that is not met
  double reversion_per_day = 0.05;    ///< kappa: of the gap between a price and its target
  double noise_per_root_day = 0;      ///< sigma: standard deviation of x over a day
  double most_change_per_day = 0.05;  ///< of x
  double least_cover = 0.05;          ///< C_min, as a share of the cover of the base year
  double floor = 0.5;                 ///< phi v: no price falls below this share of P0
  double pass_through = 0.9;          ///< share of a duty that the buyer pays
  double panic_premium = 2;           ///< psi: of the quoted over the traded price
  double thinness_exponent = 1;       ///< nu: of the volume that is missing
};

/// What a market knows of one material on one day.
struct MarketView {
  double cover_days = 0;      ///< C: stock over use
  double reference_days = 0;  ///< C*: the same in the base year; 0 when nothing is used
  double unmet_share = 0;     ///< of purchases, 0-1
  double duties = 0;          ///< mean over its supply of ln(1 + rate passed through)
};

/// Where the price tends to: x* = duties + alpha ln(C* / max(C, C_min)) + gamma u. Convex in low
/// cover, hence rare sharp rises (Deaton and Laroque, 1992).
double target_log_price(const PriceRules& rules, const MarketView& view);

/// x after so many days under one target: the exact course of x' = kappa (x* - x), plus
/// sigma sqrt(days) `normal`, within `most_change_per_day` a day and not below the floor.
double next_log_price(const PriceRules& rules, double x, double target, double days, double normal);

/// The asked price over the traded one, when a share `volume` (>= 0) of the usual trade goes on:
/// 1 + psi (1 - V / V0)^nu min(1, fear) (model: 5.2, with a bound on fear: nobody asks more than
/// the most frightened pays). 1 without fear, whatever the volume.
double quote_over_trade(const PriceRules& rules, double volume, double fear);

/// One way from a market to another on which a material is traded.
struct PriceRoute {
  std::uint32_t from = 0;  ///< index of the seller's market
  std::uint32_t to = 0;    ///< index of the buyer's market
  double duty = 0;         ///< ln(1 + rate), on entry
  double openness = 1;     ///< share of what is wanted that may leave, 0-1
  double days = 1;         ///< from order to receipt
};

/// What is beyond the duty between two markets: x_to - x_from - duty. The scarcity rent of whoever
/// may still sell (model: 5.3).
inline double wedge(std::span<const double> x, const PriceRoute& route) {
  return x[route.to] - x[route.from] - route.duty;
}

/// Closes the gaps that pay to be traded over: each route with a positive wedge moves its two
/// prices towards each other, by 1 - exp(-openness days / route.days) of the wedge, the smaller
/// market (by `use`, of any unit) by more. Of several routes into a market the one that moves it
/// most counts, and so of several out of it; the order of routes is of no consequence. `scratch` is
/// twice as long as `x`.
void arbitrage(std::span<const PriceRoute> routes, std::span<const double> use, double days,
               std::span<double> x, std::span<double> scratch);

/// The use of a plant that pays `log_price` (mean over its inputs by value) more, over that of the
/// base year: exp(elasticity log_price), that is (P / P0)^elasticity (model: 5.1).
double demand_response(double elasticity, double log_price);

}  // namespace monazite
