#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/analysis/leverage_pains.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {
namespace {

/// A standard normal draw (Box and Muller, 1958).
double normal(engine::RandomStream& stream) {
  const double radius = std::sqrt(-2 * std::log(stream.uniform()));
  return radius * std::cos(6.283185307179586 * stream.uniform());
}

struct Coverage {
  double of_truth = 0;
  double mean_width = 0;
};

/// How often the interval holds the true leverage when pains are lognormal with these means and a
/// standard deviation of 0.8 in logarithms, the two correlated.
Coverage coverage(std::uint32_t runs, double imposed_mean, double suffered_mean) {
  constexpr std::uint32_t experiments = 400;
  constexpr double spread = 0.8;
  const std::vector<double> weights(runs, 1.0);
  std::vector<std::uint32_t> replications(runs);
  std::iota(replications.begin(), replications.end(), 0U);
  const LeverageScale scale{1, 1, 0};
  const double truth = leverage(imposed_mean, suffered_mean, scale);
  Coverage result;
  for (std::uint32_t e = 0; e < experiments; ++e) {
    engine::RandomStream stream({7, runs, e, 1});
    std::vector<double> imposed;
    std::vector<double> suffered;
    for (std::uint32_t r = 0; r < runs; ++r) {
      const double common = normal(stream);
      const double own = normal(stream);
      const double down = spread * spread / 2;
      imposed.push_back(imposed_mean * std::exp(spread * common - down));
      suffered.push_back(suffered_mean * std::exp(spread * (0.6 * common + 0.8 * own) - down));
    }
    const auto estimate = estimate_leverage(imposed, suffered, weights, replications, scale, e);
    result.of_truth += estimate.ci95_low <= truth && truth <= estimate.ci95_high ? 1 : 0;
    result.mean_width += (estimate.ci95_high - estimate.ci95_low) / experiments;
  }
  result.of_truth /= experiments;
  return result;
}

TEST_CASE("the interval of leverage holds the truth about 95 times in 100", "[slow]") {
  // Of 400 experiments three standard errors are 0.033.
  const Coverage few = coverage(10, 3, 1);
  const Coverage usual = coverage(20, 3, 1);
  const Coverage many = coverage(80, 1, 4);
  CAPTURE(few.of_truth, usual.of_truth, many.of_truth);
  CHECK(few.of_truth > 0.89);
  CHECK(usual.of_truth > 0.90);
  CHECK(many.of_truth > 0.91);
  CHECK(usual.of_truth < 0.99);
  CHECK(many.mean_width < usual.mean_width);
}

TEST_CASE("weights of runs are those of copies") {
  const std::vector<double> imposed = {4, 9, 1};
  const std::vector<double> suffered = {2, 1, 3};
  const LeverageScale scale{2, 3, 1};
  const auto weighted = estimate_leverage(imposed, suffered, std::vector<double>{2, 1, 1},
                                          std::vector<std::uint32_t>{0, 1, 2}, scale, 5);
  const auto copied = estimate_leverage(
      std::vector<double>{4, 4, 9, 1}, std::vector<double>{2, 2, 1, 3},
      std::vector<double>{1, 1, 1, 1}, std::vector<std::uint32_t>{0, 0, 1, 2}, scale, 5);
  CHECK(weighted.leverage == copied.leverage);
  CHECK(weighted.ci95_low == copied.ci95_low);
  CHECK(weighted.ci95_high == copied.ci95_high);
}

TEST_CASE("runs of one replication are no chance apart, so that one replication has no interval") {
  const std::vector<double> pains = {1, 2, 3};
  const auto estimate = estimate_leverage(pains, pains, std::vector<double>{1, 1, 1},
                                          std::vector<std::uint32_t>{4, 4, 4}, {1, 1, 0}, 1);
  CHECK(estimate.leverage == 0);
  CHECK(std::isnan(estimate.ci95_low));
}

}  // namespace
}  // namespace monazite
