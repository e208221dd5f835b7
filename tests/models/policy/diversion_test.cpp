#include "models/policy/diversion.hpp"

#include <catch2/catch.hpp>

namespace monazite {
namespace {

TEST_CASE("a review stops its share of the diversion") {
  CHECK(diverted_units(1000, 0.05, 0) == Approx(50));
  CHECK(diverted_units(1000, 0.05, 0.6) == Approx(20));
  CHECK(diverted_units(1000, 0.05, 1) == 0);
  CHECK(diverted_units(1000, 0, 0) == 0);
}

TEST_CASE("the strategic cost counts what is delivered to the military and what is diverted") {
  CHECK(strategic_cost_usd(30, 20, 12000) == Approx(600000));
  CHECK(strategic_cost_usd(30, 20, 0) == 0);
}

}  // namespace
}  // namespace monazite
