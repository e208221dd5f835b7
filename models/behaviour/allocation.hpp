#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace monazite {

/// How a supplier shares what is short among its buyers (model: 4.6).
enum class Allocation : std::uint8_t {
  pro_rata,
  priority,
  uniform,
  historical,
  highest_bid,
  reserve
};

/// Whether a buyer gets more of what is short by ordering more than it needs. So it does where
/// orders share pro rata, be it within a class or of what a reserve leaves. Under `uniform` it
/// gains nothing (Cachon and Lariviere 1999, doi:10.1287/mnsc.45.8.1091); under `historical` past
/// sales count, and under `highest_bid` the bid.
constexpr bool rewards_larger_orders(Allocation rule) {
  return rule == Allocation::pro_rata || rule == Allocation::priority ||
         rule == Allocation::reserve;
}

/// What whole lots leave of the exact part of an order.
struct Remainder {
  double grams = 0;
  std::uint32_t order = 0;  ///< its place among the orders
};

/// Memory that an allocation reuses; it grows to the largest number of orders seen.
struct AllocationScratch {
  std::vector<std::uint32_t> order;
  std::vector<double> part;
  std::vector<Remainder> remainders;

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

/// Fills all orders to the same level (water-filling): a_j = min(o_j, L) with the L that uses
/// `available` up. Asking for more gains nothing, so buyers have no reason to inflate their orders
/// (Cachon and Lariviere 1999, doi:10.1287/mnsc.45.8.1091). Rounded as `allocate_pro_rata` is.
void allocate_uniform(std::span<const std::int64_t> orders, std::int64_t available,
                      std::int64_t lot, std::span<std::int64_t> allotted,
                      AllocationScratch& scratch);

/// Gives each order its entitlement, its share of `past` sales (any unit, not negative), at most
/// what it asks for; what others leave of theirs is shared pro rata to what is still open (turn and
/// earn: Cachon and Lariviere 1999, doi:10.1287/mnsc.45.5.685). Without past sales: pro rata.
/// Rounded as `allocate_pro_rata` is.
void allocate_by_history(std::span<const std::int64_t> orders, std::span<const double> past,
                         std::int64_t available, std::int64_t lot, std::span<std::int64_t> allotted,
                         AllocationScratch& scratch);

/// Serves the highest of the `bids` (any unit) in full before the next, of equal bids the larger
/// order first (the order of Acclimate: Otto et al. 2017, doi:10.1016/j.jedc.2017.08.001); what is
/// equal in both shares pro rata. Rounded as `allocate_pro_rata` is.
void allocate_to_highest_bid(std::span<const std::int64_t> orders, std::span<const double> bids,
                             std::int64_t available, std::int64_t lot,
                             std::span<std::int64_t> allotted, AllocationScratch& scratch);

/// What a supplier keeps back for its own region (model: 4.6, `reserve`).
struct HomeReserve {
  std::size_t home_orders = 0;  ///< so many orders, the first, are of the own region
  std::int64_t grams = 0;       ///< of what is available, for these only
};

/// Home orders draw on the reserve first; then all share what is not reserved pro rata to what is
/// still open. With R reserved of A, H ordered at home and F abroad the a_j sum to
/// h + min(A - R, H - h + F), h = min(R, H), less what is under a lot: what home leaves of the
/// reserve goes to nobody, and abroad never gets more than A - R. Pro rata among home orders and
/// among the others, each rounded as `allocate_pro_rata` is.
void allocate_with_reserve(std::span<const std::int64_t> orders, const HomeReserve& reserve,
                           std::int64_t available, std::int64_t lot,
                           std::span<std::int64_t> allotted, AllocationScratch& scratch);

}  // namespace monazite
