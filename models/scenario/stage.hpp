#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace monazite {

/// What a facility does in the chain.
enum class Stage : std::uint8_t {
  mine,
  separation,
  recycling,
  metal,
  alloy,
  magnet,
  end_use,
  outlet,
  scrap_source,
  maker,     ///< of goods
  stockpile  ///< made from `stockpiles`, never a row of `facilities`
};

inline constexpr std::array<std::string_view, 11> stage_names = {
    "mine",    "separation", "recycling",    "metal", "alloy",    "magnet",
    "end_use", "outlet",     "scrap_source", "maker", "stockpile"};

/// The stages that a facility of a scenario may have.
inline constexpr std::span facility_stage_names(stage_names.data(), 10);

}  // namespace monazite
