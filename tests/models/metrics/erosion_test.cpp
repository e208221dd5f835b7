#include "models/metrics/erosion.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace monazite {
namespace {

double fitted_factor(const std::vector<double>& pains) { return factor_of(fitted_share(pains)); }

TEST_CASE("a course that falls by one factor is found, and its half-life") {
  CHECK(fitted_factor({8, 4, 2}) == Approx(0.5));
  CHECK(half_life_uses(fitted_factor({8, 4, 2})) == Approx(1));
  CHECK(half_life_uses(fitted_factor({30, 10})) == Approx(std::log(2.0) / std::log(3.0)));
  CHECK(half_life_uses(std::pow(0.5, 0.25)) == Approx(4));
}

TEST_CASE("what lasts or grows has no half-life, and its factor tells so") {
  CHECK(fitted_factor({5, 5, 5}) == Approx(1));
  CHECK(std::isnan(half_life_uses(fitted_factor({5, 5, 5}))));
  CHECK(fitted_factor({1, 2, 4, 8}) == Approx(2));
  CHECK(std::isnan(half_life_uses(2)));
  // Nothing at first: it grows beyond any factor.
  CHECK(std::isinf(fitted_factor({0, 3})));
}

TEST_CASE("what is gone with the second use has a half-life of no use") {
  CHECK(fitted_factor({7, 0, 0}) == 0);
  CHECK(fitted_factor({7, -1}) == 0);
  CHECK(half_life_uses(0) == 0);
}

TEST_CASE("pains of nothing or below it have no course") {
  CHECK(std::isnan(fitted_share(std::vector<double>{0, 0, 0})));
  CHECK(std::isnan(fitted_share(std::vector<double>{-3, -2, -1})));
  CHECK(std::isnan(fitted_share(std::vector<double>{4})));
  CHECK(std::isnan(half_life_uses(undefined)));
}

TEST_CASE("the course is the nearest by squares, which no other factor betters") {
  const std::vector<double> pains = {10, 3, 4, -1};
  const auto misses = [&](double factor) {
    double product = 0;
    double square = 0;
    for (std::size_t k = 0; k < pains.size(); ++k) {
      product += pains[k] * std::pow(factor, static_cast<double>(k));
      square += std::pow(factor, 2.0 * static_cast<double>(k));
    }
    double sum = 0;
    for (std::size_t k = 0; k < pains.size(); ++k) {
      const double miss = pains[k] - product / square * std::pow(factor, static_cast<double>(k));
      sum += miss * miss;
    }
    return sum;
  };
  const double best = fitted_factor(pains);
  for (double factor = 0.005; factor < 3; factor += 0.01) {
    CHECK(misses(best) <= misses(factor) + 1e-9);
  }
}

}  // namespace
}  // namespace monazite
