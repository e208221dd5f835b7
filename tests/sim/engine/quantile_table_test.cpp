#include "sim/engine/quantile_table.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/engine/inverse_transform.hpp"

namespace monazite::engine {
namespace {

TEST_CASE("a tabulated lognormal is off by less than 1e-4 of its value") {
  for (const double cv : {0.05, 0.15, 0.3}) {
    const auto exact = Lognormal::from_mean(43.5, cv);
    const QuantileTable table(exact);
    double worst = 0;
    for (int k = 1; k < 100'000; ++k) {
      const double uniform = (k + 0.37) / 100'001;
      worst = std::max(worst, std::abs(table(uniform, exact) / exact(uniform) - 1));
    }
    CHECK(worst < 1e-4);
    // Interpolated it is, and not worked out anew.
    CHECK(worst > 0);
  }
}

TEST_CASE("the tails of a table are exact") {
  const auto exact = Lognormal::from_mean(43.5, 0.3);
  const QuantileTable table(exact);
  for (const double uniform : {1e-12, 0.001, 0.06, 0.94, 0.999, 1 - 1e-12}) {
    CHECK(table(uniform, exact) == exact(uniform));
  }
}

TEST_CASE("a table never falls") {
  const auto exact = Lognormal::from_mean(10, 0.25);
  const QuantileTable table(exact);
  double before = 0;
  for (int k = 1; k < 20'000; ++k) {
    const double value = table(k / 20'000.0, exact);
    REQUIRE(value >= before * (1 - 1e-6));
    before = value;
  }
}

}  // namespace
}  // namespace monazite::engine
