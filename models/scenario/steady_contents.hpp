#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/scenario/world.hpp"

namespace monazite {

/// Grams of element per gram, or grams of element: by the place of the element in a set.
using Content = std::array<double, element_count>;

/// The gross mass that follows from the masses of the elements of a set.
double gross_of(GrossRule rule, const ElementSet& set, std::span<const double> elements);

/// What stocks hold in a steady year of the table's flows.
class SteadyContents {
 public:
  /// Looks at the world, which must have its lanes, lines and graph, and at the flows of its lanes.
  SteadyContents(const World& world, const std::vector<double>& lane_grams_per_day);

  /// Finds the composition of every pool. That is a fixed point: Nd and Pr go round with the scrap.
  void settle();

  /// Of a pool, by its element set.
  [[nodiscard]] std::span<const double> of(const Pool& pool) const;

  /// The grams of each element in a lot of a line, by its element set.
  [[nodiscard]] Content lot(const Line& line) const;

 private:
  double sweep(const Facility& facility);
  double assign(const Pool& pool, const Content& content);
  [[nodiscard]] Content bought(const Pool& pool, const std::vector<double>& contents) const;
  [[nodiscard]] Content made(const Facility& facility, PoolId pool_id,
                             const std::vector<Content>& lots) const;
  [[nodiscard]] double users_move(const std::vector<double>& before) const;

  const World& world_;
  const std::vector<double>& lane_grams_per_day_;
  std::vector<std::uint32_t> makers_;  ///< facilities with outputs, in the order of the flow
  std::vector<std::uint32_t> users_;   ///< the others: nothing that they hold goes on
  std::vector<double> contents_;       ///< of all pools, by Pool::offset
};

}  // namespace monazite
