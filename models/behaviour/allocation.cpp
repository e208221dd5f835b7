#include "models/behaviour/allocation.hpp"

#include <algorithm>
#include <numeric>

namespace monazite {

namespace {

/// Gives whole lots to the largest remainders until less than a lot is left.
void give_remainders(std::span<const std::int64_t> orders, std::int64_t left, std::int64_t lot,
                     std::span<std::int64_t> allotted, AllocationScratch& scratch) {
  const auto n = orders.size();
  scratch.order.resize(n);
  std::iota(scratch.order.begin(), scratch.order.end(), 0U);
  std::sort(scratch.order.begin(), scratch.order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return scratch.remainder[a] != scratch.remainder[b]
               ? scratch.remainder[a] > scratch.remainder[b]
               : a < b;
  });
  for (const auto j : scratch.order) {
    const auto want = std::min(lot, orders[j] - allotted[j]);
    if (want > 0 && want <= left) {
      allotted[j] += want;
      left -= want;
    }
  }
}

}  // namespace

void AllocationScratch::reserve(std::size_t orders) {
  order.reserve(orders);
  remainder.reserve(orders);
}

void allocate_pro_rata(std::span<const std::int64_t> orders, std::int64_t available,
                       std::int64_t lot, std::span<std::int64_t> allotted,
                       AllocationScratch& scratch) {
  const auto total = std::accumulate(orders.begin(), orders.end(), std::int64_t{0});
  if (total <= available) {
    std::copy(orders.begin(), orders.end(), allotted.begin());
    return;
  }
  scratch.remainder.resize(orders.size());
  const double ratio = static_cast<double>(available) / static_cast<double>(total);
  std::int64_t given = 0;
  for (std::size_t j = 0; j < orders.size(); ++j) {
    const double exact = static_cast<double>(orders[j]) * ratio;
    auto part = static_cast<std::int64_t>(exact);
    part -= part % lot;
    part = std::min({part, orders[j], available - given});
    allotted[j] = part;
    scratch.remainder[j] = exact - static_cast<double>(part);
    given += part;
  }
  give_remainders(orders, available - given, lot, allotted, scratch);
}

void allocate_by_priority(std::span<const std::int64_t> orders, std::span<const std::uint8_t> rank,
                          std::int64_t available, std::int64_t lot,
                          std::span<std::int64_t> allotted, AllocationScratch& scratch) {
  for (std::size_t first = 0; first < orders.size();) {
    std::size_t last = first;
    while (last < orders.size() && rank[last] == rank[first]) {
      ++last;
    }
    const auto count = last - first;
    allocate_pro_rata(orders.subspan(first, count), available, lot, allotted.subspan(first, count),
                      scratch);
    for (std::size_t j = first; j < last; ++j) {
      available -= allotted[j];
    }
    first = last;
  }
}

}  // namespace monazite
