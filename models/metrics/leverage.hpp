#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "models/quantity/date.hpp"

namespace monazite {

/// What losses are told in (model: 8): each over its side's yearly product to the power `relative`.
struct LeverageScale {
  double gdp_of_side = 1;     ///< USD a year
  double gdp_of_against = 1;  ///< USD a year
  double relative = 1;        ///< w: 1 relative to the product, 0 absolute
};

/// What a loss counts for that comes `days` after the first day: (1 + discount)^(-days / 365.25).
double discount_factor(double discount_per_year, double days);

/// The present value on the first day of what has come together by `days`, in increasing order:
/// `cumulative[k]` up to `days[k]`, each growth as if in the middle of its span. Writes the present
/// value up to each day to `present`; all three are as long, and the first value is 0.
void present_values(std::span<const double> cumulative, std::span<const int> days,
                    double discount_per_year, std::span<double> present);

/// Leverage of a side over another (model: 8; the idea is that of Hirschman, National Power and the
/// Structure of Foreign Trade, 1945): (B - A) / (|B| + |A|), with B what the other loses and A what
/// the side loses itself, in the scale given. In [-1, 1]: 1 when the other alone loses, 0 when both
/// lose alike. NaN where neither loses or gains anything.
double leverage(double imposed_usd, double suffered_usd, const LeverageScale& scale);

/// The place of the first value whose sign is not that of the last one before it that had a sign;
/// nothing when there is none. NaN and 0 have no sign.
std::optional<std::size_t> first_crossing(std::span<const double> values);

/// Whose controls are in the difference that a row tells.
enum class LeverageControls : std::uint8_t {
  own,  ///< those of the side, beside all others as written
  both  ///< those of the side and of the one it is against: what either loses by both
};

/// A row of leverage.csv: what one side does to another and to itself, up to a horizon. Present
/// values in USD of value added, means over the runs; NaN where there is none.
struct LeverageRow {
  std::string branch;  ///< of the talks; empty: all of them
  std::string side;
  std::string against;
  LeverageControls controls = LeverageControls::own;
  int horizon_days = 0;
  double imposed_usd = 0;           ///< output that the other side loses
  double suffered_usd = 0;          ///< the sum of the next two
  double suffered_output_usd = 0;   ///< output that the side loses
  double suffered_exports_usd = 0;  ///< value added of the exports that it loses
  double leverage = 0;              ///< NaN also where neither pain can be told from nothing
  double ci95_low = 0;
  double ci95_high = 0;
  double imposed_low = 0;  ///< bounds of 95 % of imposed_usd
  double imposed_high = 0;
  double suffered_low = 0;  ///< the same of suffered_usd
  double suffered_high = 0;
  double replications_needed = 0;  ///< for leverage to ±0.1; where it is NaN, to tell a pain
  std::optional<Date> crossing;    ///< first look in the horizon at another sign
  std::uint32_t replications = 0;
  double marginal_usd = 0;  ///< pain that the last part of the side's controls imposes, for a whole
  double time_to_survive_days = 0;   ///< the other side stands the side's controls for so long
  double endurance_margin_days = 0;  ///< that less what the side stands of the other's
};

}  // namespace monazite
