#include "sim/batch/weighted_summary.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "tests/sim/batch/synthetic_batch.hpp"

namespace monazite {
namespace {

std::vector<std::uint32_t> one_a_replication(std::size_t count) {
  std::vector<std::uint32_t> replications(count);
  std::iota(replications.begin(), replications.end(), 0U);
  return replications;
}

TEST_CASE("equal weights give what no weights give") {
  for (const std::size_t count : {2, 3, 30, 200}) {
    std::vector<double> values;
    for (std::uint32_t r = 0; r < count; ++r) {
      values.push_back(1000 * std::pow(synthetic::noise(3, r, count), 3) - 100);
    }
    values[1] = std::numeric_limits<double>::quiet_NaN();
    values.push_back(17);
    const auto replications = one_a_replication(values.size());
    const std::vector<double> weights(values.size(), 0.37);
    const Summary plain = summarise(values, replications);
    const Summary weighted = summarise_weighted(values, weights, replications);
    CAPTURE(count);
    const auto same = [](double value) { return Approx(value).epsilon(1e-12).margin(1e-12); };
    CHECK(weighted.mean == same(plain.mean));
    CHECK(weighted.standard_deviation == same(plain.standard_deviation));
    CHECK(weighted.ci95_low == same(plain.ci95_low));
    CHECK(weighted.ci95_high == same(plain.ci95_high));
    CHECK(weighted.p05 == same(plain.p05));
    CHECK(weighted.p50 == same(plain.p50));
    CHECK(weighted.p95 == same(plain.p95));
    CHECK(weighted.replications == plain.replications);
  }
}

TEST_CASE("the mixture of two branches has the values worked out by hand") {
  // Branches of probability 3/4 and 1/4; the mixture of each replication is 5 and 8.5.
  const std::vector<double> values = {4, 8, 6, 16};
  const std::vector<double> weights = {3, 1, 3, 1};
  const std::vector<std::uint32_t> replications = {0, 0, 1, 1};
  const Summary s = summarise_weighted(values, weights, replications);
  CHECK(s.mean == 6.75);
  CHECK(s.standard_deviation == Approx(std::sqrt(17)));
  CHECK(s.ci95_low == Approx(6.75 - 12.7062047364 * 1.75));
  CHECK(s.ci95_high == Approx(6.75 + 12.7062047364 * 1.75));
  CHECK(s.replications == 4);
}

TEST_CASE("a run of weight 0 does not count") {
  const std::vector<double> values = {4, 1e9, 6};
  const std::vector<double> weights = {1, 0, 1};
  const Summary s = summarise_weighted(values, weights, one_a_replication(3));
  CHECK(s.mean == 5);
  CHECK(s.p95 == Approx(5.9));
  CHECK(s.replications == 2);
}

TEST_CASE("one run has no spread, none has nothing") {
  const std::vector<double> value = {3};
  const std::vector<double> weight = {0.2};
  const Summary one = summarise_weighted(value, weight, one_a_replication(1));
  CHECK(one.mean == 3);
  CHECK(one.p05 == 3);
  CHECK(std::isnan(one.standard_deviation));
  CHECK(std::isnan(one.ci95_low));
  const Summary none = summarise_weighted({}, {}, {});
  CHECK(none.replications == 0);
  CHECK(std::isnan(none.mean));
  CHECK(std::isnan(none.p50));
}

TEST_CASE("a weighted quantile has the value worked out by hand, whatever the scale of weights") {
  const std::vector<double> sorted = {1, 2, 3};
  const std::vector<double> weights = {1, 1, 2};
  // 16/6 effective values: the window of the median goes from 5/16 to 11/16 of the weight.
  CHECK(weighted_quantile(sorted, weights, 0.5) == Approx(2.5));
  CHECK(weighted_quantile(sorted, weights, 1) == Approx(3));
  CHECK(weighted_quantile(sorted, std::vector<double>{10, 10, 20}, 0.5) == Approx(2.5));
}

}  // namespace
}  // namespace monazite
