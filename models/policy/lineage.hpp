#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/material/element.hpp"

namespace monazite {

/// A lane that a rule on lineage may reach.
struct LineageLane {
  std::uint32_t lineage = 0;
  std::uint32_t lane = 0;
  double grams_per_day = 0;  ///< of the base year
};

/// A stock that sells on such lanes.
struct LineageStock {
  std::uint32_t lineage = 0;
  std::uint32_t pool = 0;
};

/// A rule that follows goods beyond the borders of its issuer (model: 6.4): it reaches what is made
/// abroad when listed content makes up enough of it, or when it is made with listed technology. The
/// share of each listed element that is listed content is followed through stocks, lots and
/// shipments; what is mixed is alike in all its parts.
struct Lineage {
  std::uint32_t instrument = 0;
  /// What a gram of a listed element counts for: USD, or 1 where masses count; 0: not listed.
  std::array<double, element_count> worth{};
  bool by_value = true;
  double at_least = 0;                   ///< share of the good's worth, 0-1
  std::vector<std::uint8_t> is_source;   ///< by PoolId: what is made here is listed content
  std::vector<std::uint8_t> is_listed;   ///< by PoolId: what is made here is reached in any case
  std::vector<std::uint8_t> is_watched;  ///< by PoolId: it sells on lanes that may be reached
  std::vector<double> opening;           ///< by element slot: share of listed content, 0-1

  static constexpr std::uint32_t none = ~std::uint32_t{0};
};

/// The share of listed content in an element when `added` grams with the share `of_added` come to
/// `held` grams with `share`. Equal shares stay as they are to the last bit.
constexpr double mixed_share(double share, double held, double of_added, double added) {
  const double all = held + added;
  return all > 0 ? share + (of_added - share) * (added / all) : of_added;
}

/// Whether listed content of a worth is enough in a good of the worth `of_good` to be reached.
constexpr bool is_enough(const Lineage& lineage, double worth, double of_good) {
  return worth > 0 && worth >= lineage.at_least * of_good;
}

/// The worth of the listed content in a good: of the grams of each element, the share that is
/// listed content, at the worth of a gram. `elements` are the numbers of the elements; the three
/// spans go together.
inline double listed_worth(const Lineage& lineage, std::span<const std::uint8_t> elements,
                           std::span<const std::int64_t> grams, std::span<const double> shares) {
  double worth = 0;
  for (std::size_t k = 0; k < elements.size(); ++k) {
    worth += lineage.worth[elements[k]] * static_cast<double>(grams[k]) * shares[k];
  }
  return worth;
}

}  // namespace monazite
