#include "sim/analysis/erosion_pains.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

namespace monazite {
namespace {

LeverageSpec two_uses(int uses = 2) {
  LeverageSpec leverage;
  leverage.from = date_of(2025, 4, 4);
  leverage.horizons_days = {30, 60};
  leverage.step_days = 30;
  leverage.discount_per_year = 0;
  leverage.sides.resize(2);
  leverage.sides[0].export_value_added = 0.5;
  leverage.erosion = ErosionSpec{uses, 20, 10, {}};
  return leverage;
}

/// Losses of two sides in two runs, looked at on days 0, 30 and 60.
SideLosses losses_of_two(std::vector<double> output, std::vector<double> exports) {
  SideLosses losses;
  losses.sides = 2;
  losses.looks = 3;
  losses.replications = {0, 1};
  losses.branches = {0, 0};
  losses.weights = {1, 1};
  losses.output = std::move(output);
  losses.exports = std::move(exports);
  return losses;
}

TEST_CASE("the pain of a use is what it adds in its own span") {
  const std::vector<double> none(12, 0.0);
  // By run, side and look.
  const auto without = losses_of_two({0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0}, none);
  const auto once = losses_of_two({0, 2, 2, 0, 9, 12, 0, 0, 0, 0, 5, 5}, none);
  const auto twice =
      losses_of_two({0, 2, 3, 0, 9, 16, 0, 0, 0, 0, 5, 7}, {0, 0, -4, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  const std::vector<SideLosses> losses = {without, once, twice};
  const auto pains = pains_of_uses(losses, 0, 1, two_uses());
  REQUIRE(pains.size() == 2);
  CHECK(pains[0].imposed == std::vector<double>{8, 5});
  CHECK(pains[0].suffered_output == std::vector<double>{2, 0});
  // What the first use does to the second span (12 - 9) is none of the second's.
  CHECK(pains[1].imposed == std::vector<double>{4, 2});
  CHECK(pains[1].suffered_output == std::vector<double>{1, 0});
  CHECK(pains[1].suffered_exports == std::vector<double>{2, 0});
}

TEST_CASE("rows tell dates, means, ratios and the half-life") {
  const std::vector<UsePains> pains = {{{6, 10}, {0, 0}, {1, 3}}, {{3, 5}, {2, 4}, {0, 0}}};
  const std::vector<double> weights = {1, 1};
  const auto rows = erosion_rows({}, pains, weights, std::vector<std::uint32_t>{0, 1}, two_uses());
  REQUIRE(rows.size() == 2);
  CHECK(to_iso(rows[1].from) == "2025-05-04");
  CHECK(to_iso(rows[1].until) == "2025-05-23");
  CHECK(rows[0].imposed_usd.value == 8);
  CHECK(rows[0].suffered_exports_usd == 2);
  CHECK(rows[1].suffered_output_usd == 3);
  CHECK(rows[1].ratio.value == 0.5);
  // In either run the second is half of the first.
  CHECK(rows[1].ratio.ci95_low == 0.5);
  CHECK(rows[1].factor.ci95_high == Approx(0.5));
  CHECK(rows[0].half_life.value == Approx(1));
  CHECK(rows[0].half_life.ci95_low == Approx(1));
  // Weights are copies.
  const auto weighed = erosion_rows({}, pains, std::vector<double>{3, 1},
                                    std::vector<std::uint32_t>{0, 1}, two_uses());
  CHECK(weighed[0].imposed_usd.value == 7);
}

TEST_CASE("where a resample has no pain there is no interval, and no half-life of what grows") {
  const std::vector<double> weights = {1, 1, 1};
  const std::vector<std::uint32_t> replications = {0, 1, 2};
  const std::vector<UsePains> sometimes = {{{9, 0, 0}, {0, 0, 0}, {0, 0, 0}},
                                           {{3, 0, 0}, {0, 0, 0}, {0, 0, 0}}};
  auto rows = erosion_rows({}, sometimes, weights, replications, two_uses());
  CHECK(rows[1].ratio.value == Approx(1.0 / 3));
  CHECK(std::isnan(rows[1].ratio.ci95_low));
  CHECK(std::isnan(rows[1].factor.ci95_low));
  CHECK_FALSE(std::isnan(rows[1].imposed_usd.ci95_low));
  const std::vector<UsePains> growing = {{{4, 5, 6}, {0, 0, 0}, {0, 0, 0}},
                                         {{8, 8, 8}, {0, 0, 0}, {0, 0, 0}}};
  rows = erosion_rows({}, growing, weights, replications, two_uses());
  CHECK(rows[0].factor.value == Approx(1.6));
  CHECK(rows[0].factor.ci95_low > 1);
  CHECK(std::isnan(rows[0].half_life.value));
  CHECK(std::isnan(rows[0].half_life.ci95_low));
  // One replication, in parts.
  rows = erosion_rows({}, growing, weights, std::vector<std::uint32_t>{4, 4, 4}, two_uses());
  CHECK(std::isnan(rows[0].factor.ci95_low));
}

TEST_CASE("the interval of the factor holds the truth about 95 times in 100") {
  constexpr std::uint32_t experiments = 150;
  constexpr std::uint32_t runs = 20;
  constexpr double truth = 0.6;
  const std::vector<double> weights(runs, 1.0);
  std::vector<std::uint32_t> replications(runs);
  std::iota(replications.begin(), replications.end(), 0U);
  int held = 0;
  for (std::uint32_t e = 0; e < experiments; ++e) {
    engine::RandomStream stream({11, runs, e, 1});
    std::vector<UsePains> pains(3);
    for (std::uint32_t run = 0; run < runs; ++run) {
      double mean = 10;
      for (auto& use : pains) {
        use.imposed.push_back(mean + 4 * engine::normal_quantile(stream.uniform()));
        mean *= truth;
      }
    }
    for (auto& use : pains) {
      use.suffered_output.assign(runs, 0.0);
      use.suffered_exports.assign(runs, 0.0);
    }
    ErosionRow row;
    row.side = std::to_string(e);
    const auto factor = erosion_rows(row, pains, weights, replications, two_uses(3))[0].factor;
    held += factor.ci95_low <= truth && truth <= factor.ci95_high ? 1 : 0;
  }
  // Three standard errors of 150 experiments are 0.053.
  CHECK(held > 0.89 * experiments);
  CHECK(held < static_cast<int>(experiments));
}

}  // namespace
}  // namespace monazite
