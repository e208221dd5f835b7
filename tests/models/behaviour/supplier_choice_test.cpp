#include "models/behaviour/supplier_choice.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <rapidcheck/catch.h>
#include <vector>

namespace monazite {
namespace {

std::vector<float> tilted(const std::vector<float>& base, const std::vector<double>& rise,
                          double mu) {
  std::vector<float> share(base.size());
  tilt_shares(base, rise, mu, share);
  return share;
}

TEST_CASE("a supplier whose share is next to nothing is owed no more than all") {
  std::vector<SupplierAccount> accounts = {{1, 0}, {1.4e-36F, 0}};
  std::int64_t given = 0;
  // The first is given up: the order is all the second's, a hundred times over.
  for (int order = 0; order < 100; ++order) {
    call_suppliers(
        accounts, {.grams = 804925, .least_grams = 1, .most_calls = 4}, 1.4e-36F,
        [](std::size_t j) { return j == 0; },
        [&](std::size_t j, std::int64_t part) {
          CHECK(j == 1);
          given += part;
        });
  }
  CHECK(given == 100 * 804925);
  CHECK(std::isfinite(accounts[1].credit));
  CHECK(std::abs(accounts[1].credit) < 100);
}

TEST_CASE("landed cost rises by price, tariff and the price of delay") {
  CHECK(cost_rise({.price = 0.5, .tariff = 0.25, .expected_delay_days = 100}, 0.001) ==
        Approx(0.85));
  CHECK(cost_rise({}, 0.001) == 0);
}

TEST_CASE("a rise of mu costs a supplier a factor e against the others") {
  const auto share = tilted({0.5F, 0.5F}, {0.1, 0}, 0.1);
  CHECK(share[1] / share[0] == Approx(std::exp(1.0)));
  CHECK(share[0] + share[1] == Approx(1));
}

TEST_CASE("a rise that all suppliers share changes nothing") {
  const auto share = tilted({0.25F, 0.75F}, {0.4, 0.4}, 0.1);
  CHECK(share[0] == Approx(0.25));
  CHECK(share[1] == Approx(0.75));
}

TEST_CASE("a newcomer gets the part of one more mean supplier, or less by its landed cost") {
  CHECK(newcomer_share(1, 0, 0.1) == 1);
  CHECK(newcomer_share(4, 0, 0.1) == 0.25);
  CHECK(newcomer_share(4, 0.2, 0.1) == Approx(0.25 * std::exp(-2.0)));
  const auto share =
      tilted({0.7F, 0.3F, static_cast<float>(newcomer_share(2, 0, 0.1))}, {0.3, 0.3, 0.3}, 0.1);
  CHECK(share[2] == Approx(1.0 / 3));
  CHECK(share[0] / share[1] == Approx(0.7 / 0.3));
}

TEST_CASE("shares sum to one, however dear all have become") {
  rc::prop("sum to one; the dearer one is never favoured", [] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 9);
    std::vector<float> base;
    std::vector<double> rise;
    for (std::size_t j = 0; j < count; ++j) {
      base.push_back(static_cast<float>(*rc::gen::inRange(1, 1000)));
      rise.push_back(*rc::gen::inRange(0, 100'000) * 1e-3);
    }
    const float total = std::accumulate(base.begin(), base.end(), 0.0F);
    for (auto& b : base) {
      b /= total;
    }
    const auto share = tilted(base, rise, 0.1);
    double sum = 0;
    for (std::size_t j = 0; j < count; ++j) {
      RC_ASSERT(share[j] >= 0);
      sum += static_cast<double>(share[j]);
      for (std::size_t k = 0; k < count; ++k) {
        if (rise[j] > rise[k]) {
          RC_ASSERT(share[j] * base[k] <= share[k] * base[j] * 1.0001F);
        }
      }
    }
    RC_ASSERT(std::abs(sum - 1) < 1e-5);
  });
}

TEST_CASE("suppliers without a share of the base year keep none") {
  CHECK(tilted({0, 1}, {0, 0.3}, 0.1)[0] == 0);
  CHECK(tilted({0, 0}, {0, 0.3}, 0.1) == std::vector<float>{0, 0});
}

using Accounts = std::vector<SupplierAccount>;

/// What one order gives to each supplier.
std::vector<std::int64_t> given(Accounts& accounts, const OrderSplit& split,
                                const std::vector<bool>& late = {}) {
  std::vector<std::int64_t> grams(accounts.size());
  float entitled = 0;
  for (std::size_t j = 0; j < accounts.size(); ++j) {
    entitled += late.empty() || !late[j] ? accounts[j].share : 0;
  }
  call_suppliers(
      accounts, split, entitled, [&](std::size_t j) { return !late.empty() && late[j]; },
      [&](std::size_t j, std::int64_t part) { grams[j] += part; });
  return grams;
}

TEST_CASE("one call goes to the supplier with the largest credit, the first of equals") {
  Accounts accounts = {{0.25F, 0}, {0.5F, 0}, {0.25F, 0}};
  CHECK(given(accounts, {100}) == std::vector<std::int64_t>{0, 100, 0});
  // Credits are 25, -50, 25; then 50, 0, 50.
  CHECK(given(accounts, {100}) == std::vector<std::int64_t>{100, 0, 0});
}

TEST_CASE("those that waited longest get what they are due, the largest what is left") {
  Accounts accounts = {{0.8F, 0}, {0.1F, 30}, {0.1F, 5}};
  // Credits are 80, 40 and 15: by share, the second has waited longest.
  CHECK(given(accounts, {100, 1, 2}) == std::vector<std::int64_t>{60, 40, 0});
}

TEST_CASE("a supplier that is due less than the smallest part waits") {
  Accounts accounts = {{0.9F, 0}, {0.1F, 0}};
  CHECK(given(accounts, {100, 25, 3}) == std::vector<std::int64_t>{100, 0});
  CHECK(given(accounts, {100, 25, 3}) == std::vector<std::int64_t>{100, 0});
  CHECK(given(accounts, {100, 25, 3}) == std::vector<std::int64_t>{70, 30});
}

TEST_CASE("a supplier that is passed over gets no order and no credit") {
  Accounts accounts = {{0.6F, 0}, {0.4F, 0}};
  for (int k = 0; k < 3; ++k) {
    CHECK(given(accounts, {100, 1, 4}, {true, false}) == std::vector<std::int64_t>{0, 100});
  }
  CHECK(accounts[0].credit == 0);
}

TEST_CASE("an order is placed whole, and over time each supplier gets its share") {
  rc::prop("what is placed is what was ordered; credits sum to zero", [] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 12);
    Accounts accounts;
    float total = 0;
    for (std::size_t j = 0; j < count; ++j) {
      accounts.push_back({static_cast<float>(*rc::gen::inRange(1, 100)), 0});
      total += accounts.back().share;
    }
    for (auto& account : accounts) {
      account.share /= total;
    }
    const OrderSplit split{1'000'000, *rc::gen::inRange<std::int64_t>(1, 100'000),
                           *rc::gen::inRange<std::uint32_t>(1, 6)};
    std::vector<std::int64_t> sum(count);
    constexpr int orders = 400;
    for (int k = 0; k < orders; ++k) {
      const auto grams = given(accounts, split);
      RC_ASSERT(std::accumulate(grams.begin(), grams.end(), std::int64_t{0}) == split.grams);
      for (std::size_t j = 0; j < count; ++j) {
        RC_ASSERT(grams[j] >= 0);
        sum[j] += grams[j];
      }
    }
    for (std::size_t j = 0; j < count; ++j) {
      const double due = static_cast<double>(accounts[j].share) * orders * 1e6;
      // No supplier is ever ahead or behind by more than a few orders.
      RC_ASSERT(std::abs(static_cast<double>(sum[j]) - due) < 1e6 * static_cast<double>(count));
    }
  });
}

}  // namespace
}  // namespace monazite
