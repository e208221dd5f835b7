#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario/scenario.hpp"

namespace monazite {

/// What a target of a back-test is about. Days are counted from the first day of a control.
enum class BackTestQuantity : std::uint8_t {
  exports,         ///< t a month of a form from a region, mean over the months
  price_quoted,    ///< in a market: the last assessment of a span over the mean of its first month
  price_traded,    ///< the same of the traded price
  first_stop,      ///< days to the first stop of a car plant outside China, whatever the cause
  caused_stop,     ///< the same of a stop that does not happen without the control
  low_cover_stop,  ///< days by which one in twenty car plants outside China with low cover stopped
  stocked_stops    ///< plants in Japan with high cover that stopped early
};

/// Car plants are those of these sectors.
inline constexpr std::string_view car_sectors[] = {"AUTO", "EV"};

/// Low cover is at most so many days, high cover at least so many; early is before so many days.
inline constexpr double low_cover_days = 45;
inline constexpr double high_cover_days = 120;
inline constexpr double early_days = 80;

/// What was observed of an episode, and what the model may say of it.
struct BackTestTarget {
  std::string name;
  BackTestQuantity quantity = BackTestQuantity::exports;
  std::string region;  ///< of a price: the market
  std::string material;
  std::optional<Date> from;  ///< the first day of a span; of stops there is none
  std::optional<Date> until;
  std::string observed;  ///< in words, with ranges as reported
  double low = 0;        ///< allowed, in `unit`
  double high = 0;
  std::string unit;
  Provenance provenance;
  Place place;
};

/// Reads a table of targets (targets_2025.csv). Throws InputError with all problems: two of one
/// name, limits upside down, a span that is missing or upside down.
std::vector<BackTestTarget> read_back_test_targets(const std::string& path);

}  // namespace monazite
