#include "models/behaviour/newsvendor.hpp"

#include <catch2/catch.hpp>
#include <cmath>

namespace monazite {

// Snyder and Shen 2019, Example 4.3: holding 0.18, shortage 0.70, demand N(50,
// 8): 56.60395592743389.
TEST_CASE("the newsvendor stock is that of the published instance", "[exact-check-2]") {
  CHECK(50 + 8 * newsvendor_safety_factor(0.18, 0.70) == Approx(56.60395592743389).epsilon(1e-12));
}

TEST_CASE("dearer shortage means more stock, and equal costs none") {
  CHECK(newsvendor_safety_factor(1, 1) == Approx(0).margin(1e-15));
  CHECK(newsvendor_safety_factor(1, 10) < newsvendor_safety_factor(1, 20));
  CHECK(newsvendor_safety_factor(2, 1) < 0);
  CHECK(newsvendor_safety_factor(2, 1) == Approx(-newsvendor_safety_factor(1, 2)));
  CHECK(std::isfinite(newsvendor_safety_factor(1e-20, 1000)));
  CHECK(std::isfinite(newsvendor_safety_factor(1000, 5e-324)));
}

}  // namespace monazite
