#include "models/behaviour/allocation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <rapidcheck/catch.h>
#include <set>

namespace monazite {
namespace {

using Grams = std::vector<std::int64_t>;

Grams pro_rata(const Grams& orders, std::int64_t available, std::int64_t lot) {
  AllocationScratch scratch;
  Grams allotted(orders.size(), -1);
  allocate_pro_rata(orders, available, lot, allotted, scratch);
  return allotted;
}

Grams by_priority(const Grams& orders, const std::vector<std::uint8_t>& rank,
                  std::int64_t available, std::int64_t lot) {
  AllocationScratch scratch;
  Grams allotted(orders.size(), -1);
  allocate_by_priority(orders, rank, available, lot, allotted, scratch);
  return allotted;
}

Grams uniform(const Grams& orders, std::int64_t available, std::int64_t lot) {
  AllocationScratch scratch;
  Grams allotted(orders.size(), -1);
  allocate_uniform(orders, available, lot, allotted, scratch);
  return allotted;
}

Grams by_history(const Grams& orders, const std::vector<double>& past, std::int64_t available,
                 std::int64_t lot) {
  AllocationScratch scratch;
  Grams allotted(orders.size(), -1);
  allocate_by_history(orders, past, available, lot, allotted, scratch);
  return allotted;
}

std::int64_t sum(const Grams& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

Grams some_orders() {
  return *rc::gen::container<Grams>(rc::gen::inRange<std::int64_t>(0, 50'000));
}

std::int64_t some_lot() { return *rc::gen::element<std::int64_t>(1, 7, 1000, 20'000); }

std::int64_t some_mass() { return *rc::gen::inRange<std::int64_t>(0, 200'000); }

TEST_CASE("pro rata shares by size, in whole lots, by largest remainder") {
  CHECK(pro_rata({300, 100, 200}, 300, 1) == Grams{150, 50, 100});
  // Exact parts are 3.33, 3.33 and 3.33 lots: the lot that is over goes to the first of equals.
  CHECK(pro_rata({100, 100, 100}, 100, 10) == Grams{40, 30, 30});
  // Exact parts are 1.2, 2.4 and 5.4 lots.
  CHECK(pro_rata({20, 40, 90}, 90, 10) == Grams{10, 30, 50});
  CHECK(pro_rata({5, 6}, 100, 10) == Grams{5, 6});
  CHECK(pro_rata({50, 60}, 9, 10) == Grams{0, 0});
  CHECK(pro_rata({}, 9, 10).empty());
}

TEST_CASE("no order gets more than it asked for, and less than a lot is left over") {
  rc::prop("0 <= a <= o and sum a = min(A, sum o), up to a lot", [] {
    const auto orders = some_orders();
    const auto available = some_mass();
    const auto lot = some_lot();
    const auto allotted = pro_rata(orders, available, lot);
    for (std::size_t j = 0; j < orders.size(); ++j) {
      RC_ASSERT(allotted[j] >= 0);
      RC_ASSERT(allotted[j] <= orders[j]);
    }
    const auto most = std::min(available, sum(orders));
    RC_ASSERT(sum(allotted) <= most);
    RC_ASSERT(sum(allotted) > most - lot);
    RC_CLASSIFY(sum(orders) > available, "short");
  });
}

TEST_CASE("a part is within a lot of the exact pro rata part") {
  rc::prop("|a - o A / sum o| < lot", [] {
    const auto orders = some_orders();
    const auto available = some_mass();
    const auto lot = some_lot();
    RC_PRE(sum(orders) > available);
    const auto allotted = pro_rata(orders, available, lot);
    for (std::size_t j = 0; j < orders.size(); ++j) {
      const double exact = static_cast<double>(orders[j]) * static_cast<double>(available) /
                           static_cast<double>(sum(orders));
      RC_ASSERT(std::abs(static_cast<double>(allotted[j]) - exact) <=
                static_cast<double>(lot) + 1e-6);
    }
  });
}

TEST_CASE("where no remainders tie, the place of an order in the list is of no consequence") {
  rc::prop("rearranged orders get their rearranged parts", [] {
    const auto orders = some_orders();
    const auto available = some_mass();
    RC_PRE(sum(orders) > available);
    std::set<std::int64_t> remainders;
    for (const auto order : orders) {
      remainders.insert(order * available % sum(orders));
    }
    RC_PRE(remainders.size() == orders.size());
    std::vector<std::size_t> place(orders.size());
    std::iota(place.begin(), place.end(), std::size_t{0});
    for (std::size_t k = place.size(); k > 1; --k) {
      std::swap(place[k - 1], place[*rc::gen::inRange<std::size_t>(0, k)]);
    }
    Grams rearranged;
    for (const auto j : place) {
      rearranged.push_back(orders[j]);
    }
    const auto allotted = pro_rata(orders, available, 1);
    const auto other = pro_rata(rearranged, available, 1);
    for (std::size_t k = 0; k < place.size(); ++k) {
      RC_ASSERT(other[k] == allotted[place[k]]);
    }
  });
}

TEST_CASE("where remainders tie, the first in the list gets the lot: hence stable keys") {
  CHECK(pro_rata({10, 10}, 15, 10) == Grams{10, 0});
  CHECK(pro_rata({20, 20, 20}, 50, 20) == Grams{20, 20, 0});
}

TEST_CASE("more supply never gives less in all, nor an order a lot less") {
  rc::prop("monotone in A", [] {
    const auto orders = some_orders();
    const auto lot = some_lot();
    const auto less = some_mass();
    const auto more = less + some_mass();
    const auto before = pro_rata(orders, less, lot);
    const auto after = pro_rata(orders, more, lot);
    RC_ASSERT(sum(after) + lot > sum(before));
    for (std::size_t j = 0; j < orders.size(); ++j) {
      RC_ASSERT(after[j] >= before[j] - lot);
    }
  });
  rc::prop("monotone to the gram in all when a lot is a gram", [] {
    const auto orders = some_orders();
    const auto less = some_mass();
    RC_ASSERT(sum(pro_rata(orders, less + some_mass(), 1)) >= sum(pro_rata(orders, less, 1)));
  });
}

TEST_CASE("largest remainders can cost an order one lot when supply grows by one") {
  // The Alabama paradox: exact parts are 1.43, 4.29, 4.29 of 10 and 1.57, 4.71, 4.71 of 11.
  CHECK(pro_rata({200, 600, 600}, 1000, 100) == Grams{200, 400, 400});
  CHECK(pro_rata({200, 600, 600}, 1100, 100) == Grams{100, 500, 500});
}

TEST_CASE("a class of priority is served in full before the next gets anything") {
  CHECK(by_priority({30, 70, 50, 50}, {0, 0, 1, 2}, 120, 1) == Grams{30, 70, 20, 0});
  CHECK(by_priority({30, 70, 50, 50}, {0, 0, 1, 2}, 50, 1) == Grams{15, 35, 0, 0});
  rc::prop("a class gets what pro rata gives it of what is left", [] {
    const auto orders = some_orders();
    auto rank = *rc::gen::container<std::vector<std::uint8_t>>(
        orders.size(), rc::gen::inRange<std::uint8_t>(0, 4));
    std::sort(rank.begin(), rank.end());
    const auto available = some_mass();
    const auto allotted = by_priority(orders, rank, available, 1);
    auto left = available;
    for (std::uint8_t r = 0; r < 4; ++r) {
      Grams of_class;
      Grams got;
      for (std::size_t j = 0; j < orders.size(); ++j) {
        if (rank[j] == r) {
          of_class.push_back(orders[j]);
          got.push_back(allotted[j]);
        }
      }
      RC_ASSERT(got == pro_rata(of_class, left, 1));
      left -= sum(got);
    }
    RC_ASSERT(left >= 0);
  });
}

TEST_CASE("uniform fills all to one level, and what the small do not need goes to the large") {
  CHECK(uniform({300, 100, 200}, 300, 1) == Grams{100, 100, 100});
  // 20 is met; of the 80 that are left each of the others gets half.
  CHECK(uniform({50, 20, 90}, 100, 1) == Grams{40, 20, 40});
  // 20 and 50 are met; the largest gets what is over.
  CHECK(uniform({50, 20, 90}, 150, 1) == Grams{50, 20, 80});
  // The level is 33.3: a lot of 10 is over, and goes to the first of equals.
  CHECK(uniform({100, 100, 100}, 100, 10) == Grams{40, 30, 30});
  CHECK(uniform({}, 9, 10).empty());
}

TEST_CASE("past sales give a claim, and claims that are not used are shared") {
  // Claims of 75 and 25.
  CHECK(by_history({100, 100}, {3, 1}, 100, 1) == Grams{75, 25});
  // The first leaves 55 of its 75: the second gets them.
  CHECK(by_history({20, 100}, {3, 1}, 100, 1) == Grams{20, 80});
  // Claims 60, 30, 10; the first needs 10, so 50 go pro rata to the 70 and the 90 still open.
  CHECK(by_history({10, 100, 100}, {6, 3, 1}, 100, 1) == Grams{10, 52, 38});
  CHECK(by_history({300, 100}, {0, 0}, 100, 1) == Grams{75, 25});
}

TEST_CASE("under every rule no order gets more than it asked for, and nothing is held back") {
  rc::prop("0 <= a <= o and sum a = min(A, sum o), up to a lot", [] {
    const auto orders = some_orders();
    const auto past = *rc::gen::container<std::vector<double>>(
        orders.size(), rc::gen::map(rc::gen::inRange(0, 1000), [](int x) { return 0.1 * x; }));
    const auto available = some_mass();
    const auto lot = some_lot();
    const auto most = std::min(available, sum(orders));
    for (const auto& allotted :
         {uniform(orders, available, lot), by_history(orders, past, available, lot)}) {
      for (std::size_t j = 0; j < orders.size(); ++j) {
        RC_ASSERT(allotted[j] >= 0);
        RC_ASSERT(allotted[j] <= orders[j]);
      }
      RC_ASSERT(sum(allotted) <= most);
      RC_ASSERT(sum(allotted) > most - lot);
    }
  });
}

TEST_CASE("under uniform a larger order never pays, under pro rata it does") {
  rc::prop("who does not get all gets no more by asking for more", [] {
    auto orders = some_orders();
    RC_PRE(!orders.empty());
    const auto available = some_mass();
    const auto before = uniform(orders, available, 1);
    RC_PRE(before[0] < orders[0]);
    orders[0] += *rc::gen::inRange<std::int64_t>(1, 100'000);
    RC_ASSERT(uniform(orders, available, 1)[0] <= before[0] + 1);
  });
  CHECK(pro_rata({100, 100}, 100, 1)[0] == 50);
  CHECK(pro_rata({300, 100}, 100, 1)[0] == 75);
  CHECK(uniform({300, 100}, 100, 1)[0] == 50);
  CHECK(by_history({300, 100}, {1, 1}, 100, 1)[0] == 50);
}

TEST_CASE("more supply never gives an order a lot less, under uniform and by history") {
  rc::prop("monotone in A", [] {
    const auto orders = some_orders();
    const auto past = *rc::gen::container<std::vector<double>>(
        orders.size(), rc::gen::map(rc::gen::inRange(1, 1000), [](int x) { return 0.1 * x; }));
    const auto lot = some_lot();
    const auto less = some_mass();
    const auto more = less + some_mass();
    const auto uniform_less = uniform(orders, less, lot);
    const auto uniform_more = uniform(orders, more, lot);
    const auto history_less = by_history(orders, past, less, lot);
    const auto history_more = by_history(orders, past, more, lot);
    for (std::size_t j = 0; j < orders.size(); ++j) {
      RC_ASSERT(uniform_more[j] >= uniform_less[j] - lot);
      RC_ASSERT(history_more[j] >= history_less[j] - lot);
    }
  });
}

}  // namespace
}  // namespace monazite
