#include "sim/batch/statistics.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "sim/batch/block_sum.hpp"

using namespace monazite;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

Summary summarise_all(const std::vector<double>& values) {
  std::vector<std::uint32_t> replications(values.size());
  std::iota(replications.begin(), replications.end(), 0U);
  return summarise(values, replications);
}

}  // namespace

TEST_CASE("Student's t has its tabulated values") {
  CHECK(student_t_95(2) == Approx(12.7062047364).epsilon(1e-10));
  CHECK(student_t_95(5) == Approx(2.7764451052).epsilon(1e-10));
  CHECK(student_t_95(10) == Approx(2.2621571628).epsilon(1e-10));
  CHECK(student_t_95(200) == Approx(1.9719565442).epsilon(1e-10));
}

TEST_CASE("half widths at any level have their tabulated values") {
  CHECK(half_width_of(3, 9, 0.95) == Approx(2.3060041350));
  CHECK(half_width_of(3, 9, 0.9) == Approx(1.8595480375));
  CHECK(half_width_of(3, 9, 0.99) == Approx(3.3553873313));
  CHECK(half_width_of(0, 9, 0.95) == 0);
  CHECK(std::isnan(half_width_of(3, 1, 0.95)));
}

TEST_CASE("Stein's second stage has as many replications as worked out by hand") {
  // (2.2621571628 x 2 / 0.5)^2 = 81.9
  CHECK(replications_needed(2, 0.5, 0.95, 10) == 82);
  CHECK(replications_needed(2, 0.5, 0.9, 10) == 54);
  CHECK(replications_needed(2, 5, 0.95, 10) == 10);
  CHECK(replications_needed(0, 0.5, 0.95, 10) == 10);
  CHECK(replications_needed(2, 1e-9, 0.95, 10) == std::numeric_limits<std::uint32_t>::max());
  CHECK_THROWS_AS(replications_needed(2, 0, 0.95, 10), std::invalid_argument);
  CHECK_THROWS_AS(replications_needed(2, 0.5, 0.95, 1), std::invalid_argument);
  CHECK_THROWS_AS(replications_needed(undefined, 0.5, 0.95, 10), std::invalid_argument);
}

TEST_CASE("a summary has the values worked out by hand") {
  const Summary s = summarise_all({4, 8, 6, 5, 3});
  CHECK(s.mean == 5.2);
  CHECK(s.standard_deviation == Approx(std::sqrt(3.7)));
  const double half_width = 2.7764451052 * std::sqrt(3.7 / 5);
  CHECK(s.ci95_low == Approx(5.2 - half_width));
  CHECK(s.ci95_high == Approx(5.2 + half_width));
  CHECK(s.p05 == Approx(3.2));
  CHECK(s.p50 == 5);
  CHECK(s.p95 == Approx(7.6));
  CHECK(s.replications == 5);
}

TEST_CASE("undefined values are left out and not counted") {
  const Summary s = summarise_all({undefined, 10, undefined, 20});
  CHECK(s.mean == 15);
  CHECK(s.p50 == 15);
  CHECK(s.replications == 2);

  const Summary none = summarise_all({undefined, undefined});
  CHECK(none.replications == 0);
  CHECK(std::isnan(none.mean));
  CHECK(std::isnan(none.p50));
}

TEST_CASE("one value has a mean and quantiles but no spread") {
  const Summary s = summarise_all({7.25});
  CHECK(s.mean == 7.25);
  CHECK(s.p05 == 7.25);
  CHECK(s.p95 == 7.25);
  CHECK(s.replications == 1);
  CHECK(std::isnan(s.standard_deviation));
  CHECK(std::isnan(s.ci95_low));
  CHECK(std::isnan(s.ci95_high));
}

TEST_CASE("equal values have a zero spread") {
  const Summary s = summarise_all(std::vector<double>(300, 0.5));
  CHECK(s.mean == 0.5);
  CHECK(s.standard_deviation == 0);
  CHECK(s.ci95_low == 0.5);
  CHECK(s.ci95_high == 0.5);
}

TEST_CASE("sums of whole blocks join without changing a bit") {
  BlockSum whole;
  std::vector<double> block_totals;
  for (std::uint32_t block = 0; block < 5; ++block) {
    double total = 0;
    for (std::uint32_t i = 0; i < replications_in_block; ++i) {
      const std::uint32_t replication = block * replications_in_block + i;
      const double value = std::sin(replication) * std::pow(10, replication % 13);
      whole.add(replication, value);
      total += value;
    }
    block_totals.push_back(total);
  }
  CHECK(whole.total() == std::accumulate(block_totals.begin(), block_totals.end(), 0.0));
  CHECK(whole.count() == 5 * replications_in_block);
}

TEST_CASE("95 % intervals hold the mean in about 95 % of samples") {
  // Sums of twelve uniform numbers are nearly normal with mean 6.
  int held = 0;
  constexpr int samples = 2000;
  std::uint64_t state = 1;
  const auto uniform = [&state] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11) * 0x1p-53;
  };
  for (int sample = 0; sample < samples; ++sample) {
    std::vector<double> values(8);
    for (double& value : values) {
      value = 0;
      for (int i = 0; i < 12; ++i) {
        value += uniform();
      }
    }
    const Summary s = summarise_all(values);
    held += s.ci95_low <= 6 && 6 <= s.ci95_high ? 1 : 0;
  }
  CHECK(held > 0.93 * samples);
  CHECK(held < 0.97 * samples);
}
