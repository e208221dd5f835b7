#include "sim/batch/antithetic.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/engine/random_stream.hpp"

using namespace monazite;

namespace {

std::vector<std::uint32_t> numbers_to(std::size_t count) {
  std::vector<std::uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0U);
  return numbers;
}

/// Antithetic replications of a function of a stream.
template <class Function>
std::vector<double> replications_of(std::uint32_t experiment, std::uint32_t pairs,
                                    const Function& function) {
  std::vector<double> values;
  for (std::uint32_t r = 0; r < 2 * pairs; ++r) {
    const std::uint32_t number = r / 2 | (r % 2 != 0 ? engine::mirror_bit : 0);
    engine::RandomStream stream({3, experiment, number, 0});
    values.push_back(function(stream));
  }
  return values;
}

}  // namespace

TEST_CASE("the interval is that of the means of pairs, the rest that of the values") {
  const std::vector<double> values = {1, 3, 2, 6, 0, 6};
  const auto numbers = numbers_to(values.size());
  const Summary summary = summarise_pairs(values, numbers);
  const Summary plain = summarise(values, numbers);
  CHECK(summary.mean == plain.mean);
  CHECK(summary.standard_deviation == plain.standard_deviation);
  CHECK(summary.p95 == plain.p95);
  CHECK(summary.replications == 6);
  const std::vector<double> means = {2, 4, 3};
  const Summary of_means = summarise(means, numbers_to(3));
  CHECK(summary.ci95_low == of_means.ci95_low);
  CHECK(summary.ci95_high == of_means.ci95_high);
}

TEST_CASE("a pair of which one failed or is undefined is left out of the interval") {
  const std::vector<double> values = {1, 3, 2, 0, 6, 5, undefined};
  const std::vector<std::uint32_t> numbers = {0, 1, 2, 4, 5, 6, 7};
  const Summary summary = summarise_pairs(values, numbers);
  const std::vector<double> means = {2, 3};
  const Summary of_means = summarise(means, std::vector<std::uint32_t>{0, 2});
  CHECK(summary.ci95_low == of_means.ci95_low);
  CHECK(summary.ci95_high == of_means.ci95_high);
  CHECK(summary.replications == 6);
}

TEST_CASE("the means of pairs of a sum of uniform draws have no spread") {
  const auto values = replications_of(1, 50, [](engine::RandomStream& stream) {
    double sum = 0;
    for (int k = 0; k < 12; ++k) {
      sum += stream.uniform();
    }
    return sum;
  });
  const Summary summary = summarise_pairs(values, numbers_to(values.size()));
  CHECK(summary.mean == Approx(6).epsilon(1e-13));
  CHECK(summary.ci95_low == Approx(6).epsilon(1e-13));
  CHECK(summary.ci95_high == Approx(6).epsilon(1e-13));
  CHECK(summary.standard_deviation > 0.5);
}

TEST_CASE("coverage: intervals of pairs hold the mean, and are narrower") {
  constexpr std::uint32_t experiments = 2000;
  constexpr std::uint32_t pairs = 30;
  double held = 0;
  double width_ratio = 0;
  for (std::uint32_t e = 0; e < experiments; ++e) {
    const auto values = replications_of(e, pairs, [](engine::RandomStream& stream) {
      const double first = stream.uniform();
      return first * first + 2 * stream.uniform();
    });
    const auto numbers = numbers_to(values.size());
    const Summary summary = summarise_pairs(values, numbers);
    const Summary plain = summarise(values, numbers);
    const double mean = 1.0 / 3 + 1;
    held += summary.ci95_low <= mean && mean <= summary.ci95_high ? 1 : 0;
    width_ratio += (summary.ci95_high - summary.ci95_low) / (plain.ci95_high - plain.ci95_low);
  }
  CHECK(held / experiments >= 0.935);
  CHECK(width_ratio / experiments < 0.5);
}
