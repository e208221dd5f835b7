#include "models/behaviour/allocation.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "models/quantity/mass.hpp"

namespace monazite {

namespace {

bool serve_all(std::span<const std::int64_t> orders, std::int64_t available,
               std::span<std::int64_t> allotted) {
  const auto total = std::accumulate(orders.begin(), orders.end(), std::int64_t{0});
  if (total > available) {
    return false;
  }
  std::copy(orders.begin(), orders.end(), allotted.begin());
  return true;
}

/// Sorts the orders by a value, equal ones by their place in the list.
template <class Value, class Before>
void sort_orders(std::size_t count, AllocationScratch& scratch, Value value, Before before) {
  scratch.order.resize(count);
  std::iota(scratch.order.begin(), scratch.order.end(), 0U);
  std::sort(scratch.order.begin(), scratch.order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return value(a) != value(b) ? before(value(a), value(b)) : a < b;
  });
}

/// Rounds the exact parts in `scratch` to whole lots, those that are over to the largest
/// remainders, until less than a lot is left.
void round_to_lots(std::span<const std::int64_t> orders, std::int64_t available, std::int64_t lot,
                   std::span<std::int64_t> allotted, AllocationScratch& scratch) {
  auto left = available;
  for (std::size_t j = 0; j < orders.size(); ++j) {
    auto part = static_cast<std::int64_t>(scratch.part[j]);
    if (part < orders[j]) {
      part -= part % lot;
    }
    allotted[j] = std::min({part, orders[j], left});
    scratch.part[j] -= static_cast<double>(allotted[j]);
    left -= allotted[j];
  }
  if (left == 0) {
    return;
  }
  auto& open = scratch.remainders;
  open.clear();
  auto least_wanted = lot;
  for (std::uint32_t j = 0; j < orders.size(); ++j) {
    if (allotted[j] < orders[j]) {
      open.push_back({scratch.part[j], j});
      least_wanted = std::min(least_wanted, orders[j] - allotted[j]);
    }
  }
  if (left < least_wanted) {
    return;
  }
  std::sort(open.begin(), open.end(), [](const Remainder& x, const Remainder& y) {
    return x.grams != y.grams ? x.grams > y.grams : x.order < y.order;
  });
  for (auto next = open.begin(); next != open.end() && left >= least_wanted; ++next) {
    const auto j = next->order;
    const auto want = std::min(lot, orders[j] - allotted[j]);
    if (want <= left) {
      allotted[j] += want;
      left -= want;
    }
  }
}

}  // namespace

void AllocationScratch::reserve(std::size_t orders) {
  order.reserve(orders);
  part.reserve(orders);
  remainders.reserve(orders);
}

void allocate_pro_rata(std::span<const std::int64_t> orders, std::int64_t available,
                       std::int64_t lot, std::span<std::int64_t> allotted,
                       AllocationScratch& scratch) {
  const auto total = std::accumulate(orders.begin(), orders.end(), std::int64_t{0});
  if (total <= available) {
    std::copy(orders.begin(), orders.end(), allotted.begin());
    return;
  }
  scratch.part.resize(orders.size());
  const double ratio = static_cast<double>(available) / static_cast<double>(total);
  std::transform(orders.begin(), orders.end(), scratch.part.begin(),
                 [&](std::int64_t order) { return static_cast<double>(order) * ratio; });
  round_to_lots(orders, available, lot, allotted, scratch);
}

void allocate_uniform(std::span<const std::int64_t> orders, std::int64_t available,
                      std::int64_t lot, std::span<std::int64_t> allotted,
                      AllocationScratch& scratch) {
  if (serve_all(orders, available, allotted)) {
    return;
  }
  scratch.part.resize(orders.size());
  sort_orders(
      orders.size(), scratch, [&](std::uint32_t j) { return orders[j]; },
      std::less<std::int64_t>{});
  auto left = static_cast<double>(available);
  auto open = static_cast<double>(orders.size());
  for (const auto j : scratch.order) {
    const double part = std::min(static_cast<double>(orders[j]), left / open);
    scratch.part[j] = part;
    left -= part;
    open -= 1;
  }
  round_to_lots(orders, available, lot, allotted, scratch);
}

void allocate_by_history(std::span<const std::int64_t> orders, std::span<const double> past,
                         std::int64_t available, std::int64_t lot, std::span<std::int64_t> allotted,
                         AllocationScratch& scratch) {
  const double all_past = std::accumulate(past.begin(), past.end(), 0.0);
  if (all_past <= 0) {
    return allocate_pro_rata(orders, available, lot, allotted, scratch);
  }
  if (serve_all(orders, available, allotted)) {
    return;
  }
  scratch.part.resize(orders.size());
  const double per_past = static_cast<double>(available) / all_past;
  auto left = static_cast<double>(available);
  double open = 0;
  for (std::size_t j = 0; j < orders.size(); ++j) {
    const auto order = static_cast<double>(orders[j]);
    scratch.part[j] = std::min(order, past[j] * per_past);
    left -= scratch.part[j];
    open += order - scratch.part[j];
  }
  // More is asked for than there is, so something is open; rounding may leave a trace below zero.
  const double ratio = std::max(0.0, left) / open;
  for (std::size_t j = 0; j < orders.size(); ++j) {
    scratch.part[j] += (static_cast<double>(orders[j]) - scratch.part[j]) * ratio;
  }
  round_to_lots(orders, available, lot, allotted, scratch);
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

void allocate_to_highest_bid(std::span<const std::int64_t> orders, std::span<const double> bids,
                             std::int64_t available, std::int64_t lot,
                             std::span<std::int64_t> allotted, AllocationScratch& scratch) {
  if (serve_all(orders, available, allotted)) {
    return;
  }
  scratch.part.resize(orders.size());
  const auto claim = [&](std::uint32_t j) { return std::pair(bids[j], orders[j]); };
  sort_orders(orders.size(), scratch, claim, std::greater<std::pair<double, std::int64_t>>{});
  auto left = static_cast<double>(available);
  for (std::size_t first = 0; first < orders.size();) {
    const auto best = scratch.order[first];
    std::size_t last = first;
    while (last < orders.size() && claim(scratch.order[last]) == claim(best)) {
      ++last;
    }
    const auto equals = static_cast<double>(last - first);
    const double part = std::min(static_cast<double>(orders[best]), left / equals);
    for (; first < last; ++first) {
      scratch.part[scratch.order[first]] = part;
    }
    left = std::max(0.0, left - part * equals);
  }
  round_to_lots(orders, available, lot, allotted, scratch);
}

void allocate_with_reserve(std::span<const std::int64_t> orders, const HomeReserve& reserve,
                           std::int64_t available, std::int64_t lot,
                           std::span<std::int64_t> allotted, AllocationScratch& scratch) {
  const auto sum = [](std::span<const std::int64_t> masses) {
    return std::accumulate(masses.begin(), masses.end(), std::int64_t{0});
  };
  const auto home = orders.first(reserve.home_orders);
  const auto abroad = orders.subspan(reserve.home_orders);
  const auto reserved = std::min(reserve.grams, available);
  const auto open = available - reserved;
  const auto from_reserve = std::min(reserved, sum(home));
  const auto still_wanted = sum(orders) - from_reserve;
  const auto for_abroad =
      still_wanted > 0 ? Fraction(open, still_wanted).of(Mass{sum(abroad)}).grams : std::int64_t{0};
  const auto to_abroad = allotted.subspan(reserve.home_orders);
  allocate_pro_rata(abroad, std::min(open, for_abroad), lot, to_abroad, scratch);
  // What rounding leaves of the part of the others is home's too.
  allocate_pro_rata(home, from_reserve + open - sum(to_abroad), lot,
                    allotted.first(reserve.home_orders), scratch);
}

}  // namespace monazite
