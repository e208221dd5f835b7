#include "sim/engine/inverse_transform.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/engine/random_stream.hpp"

namespace monazite::engine {
namespace {

constexpr int sample_size = 100'000;

struct Moments {
  double mean = 0.0;
  double standard_deviation = 0.0;
};

template <class Transform>
Moments moments_of(Transform&& transform) {
  RandomStream stream({2025, 99, 0, 4});
  double sum = 0.0;
  double sum_of_squares = 0.0;
  for (int i = 0; i < sample_size; ++i) {
    const double variate = transform(stream.uniform());
    sum += variate;
    sum_of_squares += variate * variate;
  }
  const double mean = sum / sample_size;
  return {mean, std::sqrt(sum_of_squares / sample_size - mean * mean)};
}

// Four standard errors of the mean; 2 % for the standard deviation.
void check_moments(const Moments& measured, double mean, double standard_deviation) {
  CHECK(measured.mean ==
        Approx(mean).margin(4.0 * standard_deviation / std::sqrt(double{sample_size})));
  CHECK(measured.standard_deviation == Approx(standard_deviation).epsilon(0.02));
}

TEST_CASE("a gamma variate of next to no variation is drawn, and joins the others") {
  for (const double uniform : {1e-6, 0.1, 0.5, 0.9, 1 - 1e-6}) {
    CAPTURE(uniform);
    CHECK(monazite::engine::gamma(uniform, 5, 0) == 5);
    CHECK(monazite::engine::gamma(uniform, 5, 1e-7) == Approx(5).epsilon(1e-6));
    CHECK(monazite::engine::gamma(uniform, 5, 0.000999) ==
          Approx(monazite::engine::gamma(uniform, 5, 0.001)).epsilon(1e-5));
  }
}

TEST_CASE("a gamma variate has its mean and variation, and that of variation 1 is exponential") {
  constexpr int cells = 20000;
  double sum = 0;
  double squares = 0;
  for (int k = 0; k < cells; ++k) {
    const double value = monazite::engine::gamma((k + 0.5) / cells, 6, 0.8);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / cells;
  CHECK(mean == Approx(6).epsilon(1e-3));
  CHECK(std::sqrt(squares / cells - mean * mean) / mean == Approx(0.8).epsilon(5e-3));
  for (const double uniform : {0.01, 0.3, 0.9}) {
    CHECK(monazite::engine::gamma(uniform, 5, 1) ==
          Approx(monazite::engine::exponential(uniform, 5)));
  }
}

TEST_CASE("normal quantiles are exact in all three regions") {
  CHECK(normal_quantile(0.5) == 0.0);
  CHECK(normal_quantile(0.25) == Approx(-0.6744897501960817).epsilon(1e-15));
  CHECK(normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-15));
  CHECK(normal_quantile(0.001) == Approx(-3.090232306167814).epsilon(1e-15));
  CHECK(normal_quantile(1e-20) == Approx(-9.262340089798408).epsilon(1e-15));
}

TEST_CASE("normal quantiles invert the distribution function and are antisymmetric") {
  for (double p = 0x1p-52; p < 0.5; p *= 1.7) {
    const double quantile = normal_quantile(p);
    CHECK(0.5 * std::erfc(-quantile / std::sqrt(2.0)) == Approx(p).epsilon(1e-13));
  }
  for (const double p : {0.125, 0.0625, 0.4375})
    CHECK(normal_quantile(1.0 - p) == -normal_quantile(p));
}

TEST_CASE("normal moments") {
  check_moments(moments_of([](double u) { return normal(u, 10.0, 2.0); }), 10.0, 2.0);
}

TEST_CASE("exponential quantiles and moments") {
  CHECK(exponential(0.5, 3.0) == Approx(3.0 * std::log(2.0)).epsilon(1e-15));
  CHECK(exponential(1e-18, 1.0) == Approx(1e-18).epsilon(1e-15));
  check_moments(moments_of([](double u) { return exponential(u, 7.0); }), 7.0, 7.0);
}

TEST_CASE("lognormal by mean and coefficient of variation") {
  const Lognormal days = Lognormal::from_mean(21.0, 0.5);
  CHECK(days(0.5) == Approx(21.0 / std::sqrt(1.25)).epsilon(1e-14));
  CHECK(days(0.975) ==
        Approx(21.0 / std::sqrt(1.25) * std::exp(1.959963984540054 * std::sqrt(std::log(1.25))))
            .epsilon(1e-14));
  check_moments(moments_of(days), 21.0, 10.5);
  CHECK(Lognormal::from_mean(4.0, 0.0)(0.01) == Approx(4.0).epsilon(1e-15));
  CHECK_THROWS_AS(Lognormal::from_mean(0.0, 0.1), std::invalid_argument);
  CHECK_THROWS_AS(Lognormal::from_mean(1.0, -0.1), std::invalid_argument);
  CHECK_THROWS_AS(Lognormal::from_mean(std::numeric_limits<double>::quiet_NaN(), 0.1),
                  std::invalid_argument);
}

TEST_CASE("triangular quantiles and moments") {
  CHECK(triangular(0.25, 0.0, 1.0, 2.0) == Approx(std::sqrt(0.5)).epsilon(1e-15));
  CHECK(triangular(0.5, 0.0, 1.0, 2.0) == Approx(1.0).epsilon(1e-15));
  CHECK(triangular(0.75, 0.0, 1.0, 2.0) == Approx(2.0 - std::sqrt(0.5)).epsilon(1e-15));
  CHECK(triangular(0.36, 0.0, 0.0, 10.0) == Approx(2.0).epsilon(1e-14));
  CHECK(triangular(0.36, 0.0, 10.0, 10.0) == Approx(6.0).epsilon(1e-14));
  CHECK(triangular(0.3, 5.0, 5.0, 5.0) == 5.0);
  const double variance = (4.0 + 36.0 + 100.0 - 12.0 - 20.0 - 60.0) / 18.0;
  check_moments(moments_of([](double u) { return triangular(u, 2.0, 6.0, 10.0); }), 6.0,
                std::sqrt(variance));
}

TEST_CASE("uniform range quantiles and moments") {
  CHECK(uniform_range(0.25, -2.0, 6.0) == 0.0);
  check_moments(moments_of([](double u) { return uniform_range(u, 3.0, 5.0); }), 4.0,
                2.0 / std::sqrt(12.0));
}

TEST_CASE("a discrete choice follows its weights and never takes one of weight 0") {
  const std::array<double, 5> weights{0.0, 1.0, 0.0, 3.0, 0.0};
  const DiscreteChoice choice(weights);
  CHECK(choice(1e-300) == 1);
  CHECK(choice(0.2499) == 1);
  CHECK(choice(0.25) == 3);
  CHECK(choice(1.0 - 0x1p-53) == 3);
  check_moments(moments_of([&](double u) { return choice(u) == 1 ? 1.0 : 0.0; }), 0.25,
                std::sqrt(0.25 * 0.75));
}

TEST_CASE("impossible weights are refused") {
  CHECK_THROWS_AS(DiscreteChoice(std::vector<double>{}), std::invalid_argument);
  CHECK_THROWS_AS(DiscreteChoice(std::vector<double>{0.0, 0.0}), std::invalid_argument);
  CHECK_THROWS_AS(DiscreteChoice(std::vector<double>{1.0, -1.0}), std::invalid_argument);
  CHECK_THROWS_AS(DiscreteChoice(std::vector<double>{std::numeric_limits<double>::infinity()}),
                  std::invalid_argument);
}

TEST_CASE("empirical quantiles interpolate between order statistics") {
  const EmpiricalQuantile quantile({40.0, 10.0, 20.0});
  CHECK(quantile(0.0) == 10.0);
  CHECK(quantile(0.25) == 15.0);
  CHECK(quantile(0.5) == 20.0);
  CHECK(quantile(0.75) == 30.0);
  CHECK(quantile(1.0) == 40.0);
  CHECK(EmpiricalQuantile({7.0})(0.4) == 7.0);
  CHECK_THROWS_AS(EmpiricalQuantile({}), std::invalid_argument);
  CHECK_THROWS_AS(EmpiricalQuantile({1.0, std::numeric_limits<double>::quiet_NaN()}),
                  std::invalid_argument);
}

TEST_CASE("transforms do not fall as their uniform number grows") {
  const Lognormal lognormal = Lognormal::from_mean(3.0, 0.8);
  const EmpiricalQuantile empirical({3.0, 1.0, 9.0, 4.0});
  double previous[5] = {-1e9, -1e9, -1e9, -1e9, -1e9};
  for (int i = 1; i < 2'000; ++i) {
    const double u = i / 2'000.0;
    const double value[5] = {exponential(u, 2.0), normal_quantile(u), lognormal(u),
                             triangular(u, 0.0, 1.0, 4.0), empirical(u)};
    for (int k = 0; k < 5; ++k) {
      REQUIRE(value[k] >= previous[k]);
      previous[k] = value[k];
    }
  }
}

}  // namespace
}  // namespace monazite::engine
