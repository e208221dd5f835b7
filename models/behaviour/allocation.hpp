#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace monazite {

/// Memory that an allocation reuses; it grows to the largest number of orders seen.
struct AllocationScratch {
  std::vector<std::uint32_t> order;
  std::vector<double> remainder;

  void reserve(std::size_t orders);
};

/// Shares `available` among orders pro rata: a_j = o_j min(1, A / sum o), in whole `lot`s by
/// largest remainder (Hamilton 1792), so that 0 <= a_j <= o_j and the a_j sum to min(A, sum o) less
/// what is under a lot. An order's own last part may be smaller than a lot. Equal remainders go to
/// the order that stands first; callers list orders by stable key. Spans have one item an order.
void allocate_pro_rata(std::span<const std::int64_t> orders, std::int64_t available,
                       std::int64_t lot, std::span<std::int64_t> allotted,
                       AllocationScratch& scratch);

/// Serves the classes of lower `rank` in full before the next; pro rata within a class. Orders must
/// be sorted by rank.
void allocate_by_priority(std::span<const std::int64_t> orders, std::span<const std::uint8_t> rank,
                          std::int64_t available, std::int64_t lot,
                          std::span<std::int64_t> allotted, AllocationScratch& scratch);

}  // namespace monazite
