#pragma once

#include <cstdint>
#include <optional>

#include "models/quantity/date.hpp"

namespace monazite {

/// When a stockpile releases (model: 6.7): while any of what is given here holds, and has for
/// `after_days`, until none of it has for `ends_after_days`.
struct ReleaseRule {
  std::optional<double> price_multiple;  ///< the quoted price is above so many times the base's
  std::optional<double> fill_below;      ///< users have had less than this share of their use
  bool on_instruments = false;           ///< one of the instruments that it watches is in force
  int after_days = 0;
  int ends_after_days = 0;
};

/// When it buys: the price is low and the market is well stocked.
struct RefillRule {
  double price_multiple = 1.1;  ///< the traded price is below so many times the base's
  double cover = 1;             ///< the market's cover is above so many times the usual one
};

/// What a stockpile sees of the world at a review. Without markets prices and cover are as usual.
struct StockpileView {
  double quoted = 1;  ///< price over that of the base year
  double traded = 1;
  double cover = 1;  ///< of the market, over the usual one
  double fill = 1;   ///< use met / use wanted, mean of about four weeks
  bool is_instrument_in_force = false;
};

/// Where the rule of a stockpile stands.
struct StockpileState {
  std::optional<Date> since;  ///< since when `holds` is as it is
  bool holds = false;         ///< what calls for a release
  bool is_releasing = false;
};

/// Whether what a stockpile sees calls for a release.
inline bool calls_for_release(const ReleaseRule& rule, const StockpileView& view) {
  return (rule.price_multiple && view.quoted > *rule.price_multiple) ||
         (rule.fill_below && view.fill < *rule.fill_below) ||
         (rule.on_instruments && view.is_instrument_in_force);
}

/// The step of a stockpile's rule on a day: a pure function.
inline StockpileState step(const ReleaseRule& rule, StockpileState state, const StockpileView& view,
                           Date today) {
  const bool holds = calls_for_release(rule, view);
  if (!state.since || holds != state.holds) {
    state.since = today;
    state.holds = holds;
  }
  const int days = today - *state.since;
  if (holds && days >= rule.after_days) {
    state.is_releasing = true;
  } else if (!holds && days >= rule.ends_after_days) {
    state.is_releasing = false;
  }
  return state;
}

/// Whether a stockpile that does not release may buy.
inline bool may_refill(const RefillRule& rule, const StockpileView& view) {
  return view.traded < rule.price_multiple && view.cover >= rule.cover;
}

}  // namespace monazite
