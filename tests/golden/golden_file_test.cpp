#include "tests/golden/golden_file.hpp"

#include <catch2/catch.hpp>

using namespace monazite::test;

namespace {

const std::string header = "metric,region,mean\n";

std::string departure(const std::string& expected, const std::string& actual) {
  return first_departure(header + expected, header + actual);
}

}  // namespace

TEST_CASE("equal tables do not depart") {
  CHECK(departure("", "") == "");
  CHECK(departure("mined,CN,1.5\n", "mined,CN,1.5\n") == "");
}

TEST_CASE("reals may differ by 1e-9 of their size and no more") {
  CHECK(departure("mined,CN,1000000.5\n", "mined,CN,1000000.5009\n") == "");
  CHECK(departure("mined,CN,1000000.5\n", "mined,CN,1000000.503\n") != "");
  CHECK(departure("mined,CN,-3e-05\n", "mined,CN,-3.00000000001e-05\n") == "");
  CHECK(departure("mined,CN,60\n", "mined,CN,59.99999999999\n") == "");
  CHECK(departure("mined,CN,0\n", "mined,CN,1e-12\n") != "");
}

TEST_CASE("integers and texts have to be equal") {
  CHECK(departure("mined,CN,10000000000\n", "mined,CN,10000000001\n") != "");
  CHECK(departure("mined,CN,1\n", "mined,US,1\n") != "");
  CHECK(departure("mined,CN,1.5\n", "mined,CN,\n") != "");
  CHECK(departure("mined,CN,\n", "mined,CN,0\n") != "");
  CHECK(departure("mined,2025-08-12,1\n", "mined,2025-08-13,1\n") != "");
}

TEST_CASE("the first line that departs is named, with its column and both readings") {
  CHECK(departure("mined,CN,1.5\nmined,US,2.5\nmined,VN,1\n",
                  "mined,CN,1.5\nmined,US,2.25\nmined,VN,2\n") ==
        "line 3, mean\nexpected: mined,US,2.5\nfound:    mined,US,2.25\n");
  CHECK(departure("mined,CN,1\n", "") == "line 2 is missing: mined,CN,1\n");
  CHECK(departure("", "mined,CN,1\n") == "line 2 is not expected: mined,CN,1\n");
  CHECK(departure("mined,CN,1\n", "mined,CN,1,2\n") ==
        "line 2, number 4\nexpected: mined,CN,1\nfound:    mined,CN,1,2\n");
}
