#pragma once

#include <cstdint>
#include <vector>

#include "models/market/price.hpp"

namespace monazite {

/// What a market has seen of one material, beside its price.
struct CellState {
  double cover_days = 0;       ///< at the last assessment
  double unmet = 0;            ///< share of the purchases of four weeks that are overdue
  double cover_sum = 0;        ///< of the assessments of the warm-up
  double reference_days = 0;   ///< C*
  double told = 0;             ///< x when its buyers last chose by it
  double duties = 0;           ///< mean over its supply of ln(1 + rate passed through)
  double volume = 1;           ///< of trade, smoothed, over that of the base year
  double fear = 0;             ///< of its buyers, mean by use
  double quote = 1;            ///< quoted over traded price
  double log_quoted = 0;       ///< ln(P^q / P_0)
  double usual_log_quote = 0;  ///< its mean of half a year
  std::int64_t received = 0;   ///< grams that its trades had brought at the last assessment
  double traded_sum = 0;       ///< of P / P_0 at the assessments of the reported span
  double quoted_sum = 0;
  double most_quoted = 1;
};

/// Prices now. By cell of World::prices, unless said otherwise.
struct MarketState {
  std::vector<double> log_price;  ///< x = ln(P / P_0)
  std::vector<double> price;      ///< P / P_0, what is read between two assessments
  std::vector<double> use;        ///< grams a day
  std::vector<CellState> cells;
  std::vector<PriceRoute> routes;    ///< with the duties and the openness of now
  std::vector<double> scratch;       ///< twice as many
  std::vector<std::uint8_t> is_due;  ///< by chooser, while they choose
  bool is_any_scarce = false;        ///< not all that is wanted may leave on some route
  std::uint32_t assessments = 0;     ///< so far
  std::uint32_t reported = 0;        ///< of these, in the reported span
};

/// What a buyer of one material feels. Days and grams.
struct BuyerState {
  double most = 1;               ///< H_max
  double calm = 0;               ///< its response to no fear
  double rewarded = 1;           ///< share of its purchases by rules that reward larger orders
  double hoarding = 1;           ///< H
  double unmet = 0;              ///< share of the purchases of four weeks that are overdue
  double fear = 0;               ///< f
  double alert = 0;              ///< on `alerted_at`
  std::int64_t alerted_at = 0;   ///< seconds
  std::int64_t reviewed_at = 0;  ///< seconds: up to when `hoarding` is
  std::int64_t phantom = 0;      ///< of what suppliers owe, beyond the need
  std::int64_t owed = 0;         ///< by them after the last review, when some of it was phantom
};

}  // namespace monazite
