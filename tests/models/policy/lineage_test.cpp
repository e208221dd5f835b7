#include "models/policy/lineage.hpp"

#include <catch2/catch.hpp>

namespace monazite {
namespace {

TEST_CASE("what is mixed has the mean share, by mass") {
  CHECK(mixed_share(0.2, 30, 0.6, 10) == Approx(0.3));
  CHECK(mixed_share(0.2, 0, 0.6, 10) == 0.6);
  CHECK(mixed_share(0.2, 30, 0.6, 0) == 0.2);
  CHECK(mixed_share(0.2, 0, 0.6, 0) == 0.6);
}

TEST_CASE("equal shares stay as they are to the last bit") {
  for (const double share : {0.1, 1.0 / 3, 0.7, 1.0}) {
    CHECK(mixed_share(share, 12345, share, 678) == share);
  }
}

TEST_CASE("listed worth counts listed elements by their share and worth") {
  Lineage lineage;
  lineage.worth[index_of(Element::Dy)] = 0.3;
  lineage.worth[index_of(Element::Tb)] = 1;
  const std::uint8_t elements[] = {index_of(Element::Nd), index_of(Element::Tb),
                                   index_of(Element::Dy)};
  const std::int64_t grams[] = {1000, 10, 50};
  const double shares[] = {1, 0.5, 0.2};
  CHECK(listed_worth(lineage, elements, grams, shares) == Approx(10 * 0.5 + 0.3 * 50 * 0.2));
}

TEST_CASE("a threshold is reached at itself, and nothing is never enough") {
  Lineage lineage;
  lineage.at_least = 0.1;
  CHECK(is_enough(lineage, 10, 100));
  CHECK_FALSE(is_enough(lineage, 9.99, 100));
  lineage.at_least = 0;
  CHECK(is_enough(lineage, 1e-9, 100));
  CHECK_FALSE(is_enough(lineage, 0, 100));
}

}  // namespace
}  // namespace monazite
