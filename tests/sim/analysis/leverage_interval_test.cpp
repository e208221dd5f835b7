#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <utility>
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

/// `./dev test --full` makes a thousand.
std::uint32_t experiments_made() {
  return std::getenv("MONAZITE_COVERAGE") == nullptr ? 150 : 1000;
}

/// What shows of this chance in all but one of some thousand cases: three standard errors below.
double at_least(double chance) {
  return chance - 3 * std::sqrt(chance * (1 - chance) / experiments_made());
}

/// How often intervals hold what they are of, in experiments with a known answer.
struct Coverage {
  double of_leverage = 0;  ///< what is not told counts as held
  double of_imposed = 0;
  double told = 0;  ///< of leverage
  double mean_width = 0;
};

/// Draws what is suffered and imposed in a run.
using DrawPains = std::array<double, 2> (*)(engine::RandomStream& stream);

Coverage coverage(std::uint32_t runs, DrawPains draw, double imposed_mean, double suffered_mean) {
  const std::uint32_t experiments = experiments_made();
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
      const auto pains = draw(stream);
      suffered.push_back(pains[0]);
      imposed.push_back(pains[1]);
    }
    const auto estimate = estimate_leverage(imposed, suffered, weights, replications, scale, e);
    const bool is_told = !std::isnan(estimate.leverage);
    const bool holds = !is_told || (estimate.ci95_low <= truth && truth <= estimate.ci95_high);
    const bool holds_imposed =
        estimate.imposed.low <= imposed_mean && imposed_mean <= estimate.imposed.high;
    result.of_leverage += holds ? 1.0 / experiments : 0;
    result.of_imposed += holds_imposed ? 1.0 / experiments : 0;
    result.told += is_told ? 1.0 / experiments : 0;
    result.mean_width += is_told ? (estimate.ci95_high - estimate.ci95_low) / experiments : 0;
  }
  result.mean_width /= result.told;
  return result;
}

/// Lognormal with a mean of 1 and this standard deviation in logarithms.
double lognormal(double normal_draw, double spread) {
  return std::exp(spread * normal_draw - spread * spread / 2);
}

/// Skew pains of one sign, of means 1 and 3, that go together.
std::array<double, 2> skew(engine::RandomStream& stream) {
  const double common = normal(stream);
  const double own = normal(stream);
  return {lognormal(0.6 * common + 0.8 * own, 1), 3 * lognormal(common, 1)};
}

/// Pains about their means of 1 and 0.5 in either direction by Student's t with three degrees of
/// freedom, whose fourth moment is infinite.
std::array<double, 2> heavy(engine::RandomStream& stream) {
  const auto student = [&] {
    double squares = 0;
    for (int k = 0; k < 3; ++k) {
      const double part = normal(stream);
      squares += part * part;
    }
    return normal(stream) / std::sqrt(squares / 3);
  };
  return {1 + student(), 0.5 + student()};
}

/// Pains of which nothing is seen in four runs of five, as of a shortage that mostly does not
/// come, and a large one in the fifth: means of 1 and 2.
std::array<double, 2> rare(engine::RandomStream& stream) {
  const bool comes = stream.uniform() < 0.2;
  const double common = normal(stream);
  const double own = normal(stream);
  return {comes ? 5 * lognormal(own, 0.8) : 0, comes ? 10 * lognormal(common, 0.8) : 0};
}

/// Pains that are nothing but luck.
std::array<double, 2> luck(engine::RandomStream& stream) {
  return {normal(stream), normal(stream)};
}

TEST_CASE("the interval of leverage holds the truth 95 times in 100, with heavy tails", "[slow]") {
  for (const std::uint32_t runs : {20U, 200U}) {
    for (const auto& [name, of] : {std::pair("skew", coverage(runs, &skew, 3, 1)),
                                   std::pair("heavy", coverage(runs, &heavy, 0.5, 1)),
                                   std::pair("rare", coverage(runs, &rare, 2, 1))}) {
      CAPTURE(runs, name, of.of_leverage, of.of_imposed, of.told, of.mean_width);
      CHECK(of.of_leverage > at_least(0.95));
      // Of twenty skew pains the largest that may come is mostly not among them.
      CHECK(of.of_imposed > at_least(runs == 20 ? 0.92 : 0.95));
      CHECK(of.told > (runs == 20 ? 0.25 : 0.99));
      CHECK(of.mean_width < (runs == 20 ? 1.6 : 0.6));
    }
  }
}

TEST_CASE("where pains are luck, leverage is told no oftener than one of them seems to be any",
          "[slow]") {
  // Two intervals of 95 % that miss 0 one time in twenty each.
  CHECK(1 - coverage(20, &luck, 0, 0).told > at_least(0.95 * 0.95));
}

TEST_CASE("replications needed are those of a width of 0.1, or to tell a pain from nothing") {
  engine::RandomStream stream({7, 3, 3, 1});
  std::vector<double> imposed;
  std::vector<double> suffered;
  for (int r = 0; r < 400; ++r) {
    const auto pains = skew(stream);
    suffered.push_back(pains[0]);
    imposed.push_back(pains[1]);
  }
  const auto estimate_of = [&](std::size_t runs, double shift) {
    std::vector<std::uint32_t> replications(runs);
    std::iota(replications.begin(), replications.end(), 0U);
    std::vector<double> shifted_imposed(imposed.begin(), imposed.begin() + runs);
    std::vector<double> shifted_suffered(suffered.begin(), suffered.begin() + runs);
    for (auto& value : shifted_imposed) {
      value += shift;
    }
    for (auto& value : shifted_suffered) {
      value += shift / 3;
    }
    return estimate_leverage(shifted_imposed, shifted_suffered, std::vector<double>(runs, 1.0),
                             replications, {1, 1, 0}, 1);
  };
  const auto few = estimate_of(50, 0);
  const double half = std::max(few.ci95_high - few.leverage, few.leverage - few.ci95_low);
  CHECK(few.replications_needed == std::ceil(50 * half * half / 0.01));
  const auto enough = estimate_of(static_cast<std::size_t>(few.replications_needed), 0);
  CHECK(std::max(enough.ci95_high - enough.leverage, enough.leverage - enough.ci95_low) ==
        Approx(0.1).epsilon(0.5));
  const auto nothing = estimate_of(50, -3);
  CHECK(std::isnan(nothing.leverage));
  CHECK(std::isnan(nothing.ci95_low));
  CHECK(nothing.imposed.low < 0);
  CHECK(nothing.imposed.high > 0);
  CHECK(nothing.replications_needed > 50);
}

TEST_CASE("a pain that never varies leaves what is sure of the other") {
  const std::vector<double> none(30, 0.0);
  std::vector<double> some;
  std::vector<std::uint32_t> replications(30);
  std::iota(replications.begin(), replications.end(), 0U);
  for (int r = 0; r < 30; ++r) {
    some.push_back(10 + r % 3);
  }
  const std::vector<double> weights(30, 1.0);
  const auto alone = estimate_leverage(some, none, weights, replications, {1, 1, 0}, 1);
  CHECK(alone.leverage == 1);
  CHECK(alone.ci95_low == 1);
  CHECK(alone.ci95_high == 1);
  const auto neither = estimate_leverage(none, none, weights, replications, {1, 1, 0}, 1);
  CHECK(std::isnan(neither.leverage));
  CHECK(neither.imposed.high == 0);
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
