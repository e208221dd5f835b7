#include "sim/batch/paired.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

PairedDifference compare(const std::vector<double>& baseline, const std::vector<double>& values) {
  std::vector<std::uint32_t> replications(values.size());
  std::iota(replications.begin(), replications.end(), 0U);
  return paired_difference(baseline, values, replications);
}

TEST_CASE("a paired difference has the values worked out by hand") {
  const auto paired = compare({10, 12, 9, 11}, {13, 14, 9, 15});
  CHECK(paired.baseline_mean == 10.5);
  CHECK(paired.mean == 12.75);
  CHECK(paired.difference == 2.25);
  const double half_width = 3.1824463053 * std::sqrt(8.75 / 3 / 4);
  CHECK(paired.ci95_low == Approx(2.25 - half_width));
  CHECK(paired.ci95_high == Approx(2.25 + half_width));
  CHECK(paired.replications == 4);
}

TEST_CASE("a difference of independent samples has the values worked out by hand") {
  // Variances 2.5 and 14 of 5 and 6 values: the error is sqrt(0.5 + 14 / 6), with 6.97 degrees of
  // freedom (Satterthwaite), rounded down to 6.
  const std::vector<double> baseline = {1, 2, 3, 4, 5};
  const std::vector<double> values = {2, 4, 6, 8, 10, none, 12};
  const auto unpaired = unpaired_difference(baseline, values);
  CHECK(unpaired.baseline_mean == 3);
  CHECK(unpaired.mean == 7);
  CHECK(unpaired.difference == 4);
  const double half_width = 2.4469118511 * std::sqrt(0.5 + 14.0 / 6);
  CHECK(unpaired.ci95_low == Approx(4 - half_width));
  CHECK(unpaired.ci95_high == Approx(4 + half_width));
  CHECK(unpaired.replications == 5);
  CHECK(std::isnan(unpaired_difference({{1}}, values).ci95_low));
  CHECK(unpaired_difference({{1, 1}}, {{2, 2}}).ci95_high == 1);
}

TEST_CASE("the interval of independent samples holds the truth as often as it says") {
  const int experiments = 1000;
  int held = 0;
  for (std::uint32_t e = 0; e < experiments; ++e) {
    engine::RandomStream stream({2026, 77, e, 0});
    std::vector<double> baseline(20);
    std::vector<double> values(8);
    for (double& value : baseline) {
      value = engine::normal(stream.uniform(), 5, 1);
    }
    for (double& value : values) {
      value = engine::normal(stream.uniform(), 7, 4);
    }
    const auto unpaired = unpaired_difference(baseline, values);
    held += unpaired.ci95_low <= 2 && 2 <= unpaired.ci95_high ? 1 : 0;
  }
  CHECK(held >= 930);
  CHECK(held <= 975);
}

TEST_CASE("what two scenarios have in common does not widen the interval of their difference") {
  const auto paired = compare({100, 2000, -300, 40}, {101, 2001, -299, 41});
  CHECK(paired.difference == 1);
  CHECK(paired.ci95_low == 1);
  CHECK(paired.ci95_high == 1);
}

TEST_CASE("equal values differ by nothing, exactly") {
  const std::vector<double> values = {0.1, 1e9 + 0.3, -7.7, 1e-12};
  const auto paired = compare(values, values);
  CHECK(paired.difference == 0);
  CHECK(paired.ci95_low == 0);
  CHECK(paired.ci95_high == 0);
  CHECK(paired.mean == paired.baseline_mean);
}

TEST_CASE("a pair with an undefined value is left out of both means") {
  const auto paired = compare({1, none, 3, 5}, {2, 7, none, 10});
  CHECK(paired.baseline_mean == 3);
  CHECK(paired.mean == 6);
  CHECK(paired.difference == 3);
  CHECK(paired.replications == 2);
}

TEST_CASE("one pair has no interval, none has nothing") {
  const auto one = compare({4}, {6});
  CHECK(one.difference == 2);
  CHECK(one.replications == 1);
  CHECK(std::isnan(one.ci95_low));
  CHECK(std::isnan(one.ci95_high));

  const auto nothing = compare({none}, {6});
  CHECK(nothing.replications == 0);
  CHECK(std::isnan(nothing.baseline_mean));
  CHECK(std::isnan(nothing.mean));
  CHECK(std::isnan(nothing.difference));
}

}  // namespace
}  // namespace monazite
