#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace monazite {

/// An index that cannot be taken for another kind of index. `Tag` names what it counts.
template <class Tag>
struct Id {
  std::uint32_t value = 0;

  constexpr auto operator<=>(const Id&) const = default;
  /// For subscripts.
  [[nodiscard]] constexpr std::size_t index() const { return value; }
};

using RegionId = Id<struct RegionTag>;
using SectorId = Id<struct SectorTag>;
using MaterialId = Id<struct MaterialTag>;
using FacilityId = Id<struct FacilityTag>;
/// A stock of one material (or of substitutes) at one facility, on the input or the output side.
using PoolId = Id<struct PoolTag>;
/// A supplier's output pool to a buyer's input pool.
using LaneId = Id<struct LaneTag>;
/// A production line: one process at one facility.
using LineId = Id<struct LineTag>;
/// A plant that uses materials up.
using PlantId = Id<struct PlantTag>;

}  // namespace monazite
