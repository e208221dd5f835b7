#include "models/quantity/distribution.hpp"

#include <catch2/catch.hpp>

using namespace monazite;

TEST_CASE("the mean of a distribution") {
  CHECK(mean_of(Constant{35}) == 35);
  CHECK(mean_of(Lognormal{35, 0.3}) == 35);
  CHECK(mean_of(Triangular{10, 20, 60}) == 30);
  CHECK(mean_of(Uniform{10, 20}) == 15);
  CHECK(mean_of(Choice{{10, 20}, {3, 1}}) == 12.5);
}

TEST_CASE("a distribution without its spread is a constant at the mean") {
  for (const Distribution& distribution :
       {Distribution(Lognormal{35, 0.3}), Distribution(Triangular{10, 20, 60}),
        Distribution(Uniform{10, 20}), Distribution(Choice{{10, 20}, {3, 1}})}) {
    CHECK_FALSE(is_constant(distribution));
    CHECK(without_spread(distribution) == Distribution(Constant{mean_of(distribution)}));
    CHECK(is_constant(without_spread(distribution)));
  }
  CHECK(is_constant(Lognormal{35, 0}));
}
