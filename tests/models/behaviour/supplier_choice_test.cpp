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

TEST_CASE("landed cost rises by tariff and the price of delay") {
  CHECK(cost_rise({0.25, 100}, 0.001) == Approx(0.35));
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

TEST_CASE("the supplier with the largest credit is next, the first of equals") {
  CHECK(next_supplier(std::vector<float>{1, 3, 3}) == 1);
  CHECK(next_supplier(std::vector<float>{2, 2}) == 0);
}

TEST_CASE("credit brings every supplier its share over time, one call at a time") {
  const std::vector<float> share = {0.5F, 0.3F, 0.2F};
  std::vector<float> credit(3, 0);
  std::vector<int> calls(3, 0);
  for (int k = 0; k < 1000; ++k) {
    accrue_credit(credit, share, 10);
    const auto next = next_supplier(credit);
    credit[next] -= 10;
    ++calls[next];
    CHECK(std::abs(static_cast<float>(calls[0]) - 0.5F * static_cast<float>(k + 1)) <= 2);
  }
  CHECK(calls[0] == Approx(500).margin(1));
  CHECK(calls[1] == Approx(300).margin(1));
  CHECK(calls[2] == Approx(200).margin(1));
}

}  // namespace
}  // namespace monazite
