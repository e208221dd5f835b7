#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <rapidcheck/catch.h>
#include <tuple>

#include "models/behaviour/allocation.hpp"

namespace monazite {
namespace {

using Grams = std::vector<std::int64_t>;

constexpr Allocation all_rules[] = {Allocation::pro_rata,    Allocation::priority,
                                    Allocation::uniform,     Allocation::historical,
                                    Allocation::highest_bid, Allocation::reserve};

/// What a rule may know of one order.
struct Claim {
  std::int64_t grams = 0;
  double past = 0;
  double bid = 0;
  std::uint8_t rank = 0;
  bool is_home = false;
};

struct Offer {
  std::int64_t available = 0;
  std::int64_t lot = 1;
  double reserve_share = 0;

  [[nodiscard]] std::int64_t reserved() const {
    return static_cast<std::int64_t>(reserve_share * static_cast<double>(available));
  }
};

Grams grams_of(const std::vector<Claim>& claims) {
  Grams grams;
  for (const auto& claim : claims) {
    grams.push_back(claim.grams);
  }
  return grams;
}

std::int64_t sum(const Grams& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

std::int64_t ordered_at_home(const std::vector<Claim>& claims) {
  std::int64_t grams = 0;
  for (const auto& claim : claims) {
    grams += claim.is_home ? claim.grams : 0;
  }
  return grams;
}

Grams allot(Allocation rule, const std::vector<Claim>& claims, const Offer& offer) {
  const auto orders = grams_of(claims);
  std::vector<double> past;
  std::vector<double> bids;
  std::vector<std::uint8_t> ranks;
  std::size_t home_orders = 0;
  for (const auto& claim : claims) {
    past.push_back(claim.past);
    bids.push_back(claim.bid);
    ranks.push_back(claim.rank);
    home_orders += claim.is_home ? 1 : 0;
  }
  AllocationScratch scratch;
  Grams parts(orders.size(), -1);
  const auto [available, lot, share] = std::tie(offer.available, offer.lot, offer.reserve_share);
  switch (rule) {
    case Allocation::pro_rata:
      allocate_pro_rata(orders, available, lot, parts, scratch);
      break;
    case Allocation::priority:
      allocate_by_priority(orders, ranks, available, lot, parts, scratch);
      break;
    case Allocation::uniform:
      allocate_uniform(orders, available, lot, parts, scratch);
      break;
    case Allocation::historical:
      allocate_by_history(orders, past, available, lot, parts, scratch);
      break;
    case Allocation::highest_bid:
      allocate_to_highest_bid(orders, bids, available, lot, parts, scratch);
      break;
    case Allocation::reserve:
      allocate_with_reserve(orders, {home_orders, offer.reserved()}, available, lot, parts,
                            scratch);
      break;
  }
  return parts;
}

/// The parts in the order of `claims`, whatever order the rule wants them in.
Grams share(Allocation rule, const std::vector<Claim>& claims, const Offer& offer) {
  std::vector<std::size_t> place(claims.size());
  std::iota(place.begin(), place.end(), std::size_t{0});
  const auto group = [&](std::size_t j) {
    return rule == Allocation::priority  ? int{claims[j].rank}
           : rule == Allocation::reserve ? static_cast<int>(!claims[j].is_home)
                                         : 0;
  };
  std::stable_sort(place.begin(), place.end(),
                   [&](std::size_t a, std::size_t b) { return group(a) < group(b); });
  std::vector<Claim> sorted;
  for (const auto j : place) {
    sorted.push_back(claims[j]);
  }
  const auto parts = allot(rule, sorted, offer);
  Grams result(claims.size());
  for (std::size_t k = 0; k < place.size(); ++k) {
    result[place[k]] = parts[k];
  }
  return result;
}

/// What a rule has to hand out, but for less than a lot.
std::int64_t handed_out(Allocation rule, const std::vector<Claim>& claims, const Offer& offer) {
  const auto ordered = sum(grams_of(claims));
  if (rule != Allocation::reserve) {
    return std::min(offer.available, ordered);
  }
  const auto from_reserve = std::min(offer.reserved(), ordered_at_home(claims));
  return from_reserve + std::min(offer.available - offer.reserved(), ordered - from_reserve);
}

std::vector<Claim> some_claims() {
  return *rc::gen::container<std::vector<Claim>>(rc::gen::map(
      rc::gen::tuple(rc::gen::inRange<std::int64_t>(0, 50'000), rc::gen::inRange(0, 1000),
                     rc::gen::inRange(0, 4), rc::gen::inRange(0, 3), rc::gen::arbitrary<bool>()),
      [](const std::tuple<std::int64_t, int, int, int, bool>& values) {
        const auto& [grams, past, bid, rank, is_home] = values;
        return Claim{grams, 0.1 * past, 10.0 * bid, static_cast<std::uint8_t>(rank), is_home};
      }));
}

Offer some_offer() {
  return {*rc::gen::inRange<std::int64_t>(0, 200'000),
          *rc::gen::element<std::int64_t>(1, 7, 1000, 20'000),
          *rc::gen::element(0.0, 0.1, 0.35, 0.8, 1.0)};
}

TEST_CASE("under every rule an order gets no more than it asked for, and the parts add up") {
  rc::prop("0 <= a <= o, and sum a is what there is to hand out, up to a lot", [] {
    const auto claims = some_claims();
    const auto offer = some_offer();
    for (const auto rule : all_rules) {
      const auto parts = share(rule, claims, offer);
      for (std::size_t j = 0; j < claims.size(); ++j) {
        RC_ASSERT(parts[j] >= 0);
        RC_ASSERT(parts[j] <= claims[j].grams);
      }
      const auto most = handed_out(rule, claims, offer);
      RC_ASSERT(sum(parts) <= most);
      RC_ASSERT(sum(parts) > most - offer.lot);
    }
  });
}

TEST_CASE("in lots of a gram the parts add up to the gram") {
  rc::prop("sum a = min(A, sum o), with a reserve less what home leaves of it", [] {
    const auto claims = some_claims();
    auto offer = some_offer();
    offer.lot = 1;
    for (const auto rule : all_rules) {
      RC_ASSERT(sum(share(rule, claims, offer)) == handed_out(rule, claims, offer));
    }
  });
}

TEST_CASE("under every rule the place of an order in the list decides about no more than a gram") {
  rc::prop("rearranged orders get their rearranged parts", [] {
    const auto claims = some_claims();
    auto offer = some_offer();
    offer.lot = 1;
    std::vector<std::size_t> place(claims.size());
    std::iota(place.begin(), place.end(), std::size_t{0});
    for (std::size_t k = place.size(); k > 1; --k) {
      std::swap(place[k - 1], place[*rc::gen::inRange<std::size_t>(0, k)]);
    }
    std::vector<Claim> rearranged;
    for (const auto j : place) {
      rearranged.push_back(claims[j]);
    }
    for (const auto rule : all_rules) {
      const auto parts = share(rule, claims, offer);
      const auto others = share(rule, rearranged, offer);
      for (std::size_t k = 0; k < place.size(); ++k) {
        RC_ASSERT(std::abs(others[k] - parts[place[k]]) <= 1);
      }
    }
  });
}

TEST_CASE("under every rule more supply never gives an order less, but for the rounding") {
  rc::prop("monotone in A", [] {
    const auto claims = some_claims();
    const auto less = some_offer();
    auto more = less;
    more.available += *rc::gen::inRange<std::int64_t>(0, 200'000);
    for (const auto rule : all_rules) {
      const auto before = share(rule, claims, less);
      const auto after = share(rule, claims, more);
      // A reserve is rounded among the others and then at home.
      const auto slack = rule == Allocation::reserve ? 2 * less.lot : less.lot;
      for (std::size_t j = 0; j < claims.size(); ++j) {
        RC_ASSERT(after[j] >= before[j] - slack);
      }
      RC_ASSERT(sum(after) + less.lot > sum(before));
    }
  });
}

TEST_CASE(
    "an inflated order gains nothing under uniform, and does under pro rata and by its size") {
  rc::prop("of what is wanted no more is got", [] {
    auto claims = some_claims();
    RC_PRE(!claims.empty());
    auto offer = some_offer();
    offer.lot = 1;
    const auto wanted = claims[0].grams;
    const auto honest = share(Allocation::uniform, claims, offer)[0];
    claims[0].grams += *rc::gen::inRange<std::int64_t>(1, 100'000);
    const auto inflated = share(Allocation::uniform, claims, offer)[0];
    RC_ASSERT(std::min(inflated, wanted) <= honest + 1);
  });
  const Offer offer{100, 1, 0};
  CHECK(share(Allocation::pro_rata, {{100}, {100}}, offer) == Grams{50, 50});
  CHECK(share(Allocation::pro_rata, {{300}, {100}}, offer) == Grams{75, 25});
  CHECK(share(Allocation::uniform, {{300}, {100}}, offer) == Grams{50, 50});
  CHECK(share(Allocation::highest_bid, {{101}, {100}}, offer) == Grams{100, 0});
}

TEST_CASE("the highest bid is served first, of equal bids the larger order, equals alike") {
  const auto sell = [](std::int64_t available, std::int64_t lot) {
    return share(Allocation::highest_bid,
                 {{40, 0, 10}, {30, 0, 25}, {70, 0, 10}, {20, 0, 25}, {40, 0, 10}},
                 {available, lot, 0});
  };
  CHECK(sell(20, 1) == Grams{0, 20, 0, 0, 0});
  CHECK(sell(45, 1) == Grams{0, 30, 0, 15, 0});
  CHECK(sell(100, 1) == Grams{0, 30, 50, 20, 0});
  CHECK(sell(150, 1) == Grams{15, 30, 70, 20, 15});
  // Of 30 that are left for two equals, in lots of 20, the first gets one.
  CHECK(sell(150, 20) == Grams{20, 30, 70, 20, 0});
  CHECK(sell(200, 20) == Grams{40, 30, 70, 20, 40});
}

TEST_CASE("of a reserve home takes what it asks for, and the rest stays in stock") {
  const auto sell = [](std::int64_t at_home, double reserve_share) {
    return share(Allocation::reserve, {{200}, {at_home, 0, 0, 0, true}, {100}},
                 {100, 1, reserve_share});
  };
  // 30 of 100 are kept: home asks for 10 of them, and 70 are shared abroad.
  CHECK(sell(10, 0.3) == Grams{47, 10, 23});
  // Home gets the 30, and of the 70 its part of 20 in 320.
  CHECK(sell(50, 0.3) == Grams{44, 34, 22});
  CHECK(sell(0, 0.3) == Grams{47, 0, 23});
  CHECK(sell(150, 1) == Grams{0, 100, 0});
  CHECK(sell(100, 0) == Grams{50, 25, 25});
  rc::prop("abroad never gets what is reserved, and home no less than without a reserve", [] {
    const auto claims = some_claims();
    const auto offer = some_offer();
    const auto parts = share(Allocation::reserve, claims, offer);
    const auto without = share(Allocation::pro_rata, claims, offer);
    std::int64_t abroad = 0;
    std::int64_t home = 0;
    std::int64_t home_without = 0;
    for (std::size_t j = 0; j < claims.size(); ++j) {
      (claims[j].is_home ? home : abroad) += parts[j];
      home_without += claims[j].is_home ? without[j] : 0;
    }
    RC_ASSERT(abroad <= offer.available - offer.reserved());
    RC_ASSERT(home + static_cast<std::int64_t>(claims.size() + 1) * offer.lot > home_without);
  });
}

}  // namespace
}  // namespace monazite
