#include "sim/batch/tail_risk.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

namespace monazite {
namespace {

double worst(std::vector<double> losses, double share) { return mean_of_worst(losses, share); }

std::vector<double> one_to(int last) {
  std::vector<double> values(static_cast<std::size_t>(last));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

TEST_CASE("the worst twentieth is the mean of the largest losses, the last in part") {
  CHECK(worst(one_to(100), 0.05) == Approx(98));
  CHECK(worst(one_to(20), 0.05) == 20);
  // One and a half of thirty: 30 and half of 29.
  CHECK(worst(one_to(30), 0.05) == Approx((30 + 0.5 * 29) / 1.5));
  CHECK(worst(one_to(4), 1) == Approx(2.5));
}

TEST_CASE("of a few runs the largest loss alone is the worst, of none there is none") {
  CHECK(worst({3, 7, 5}, 0.05) == 7);
  CHECK(std::isnan(worst({}, 0.05)));
}

TEST_CASE("the interval holds the estimate, repeats, and shrinks with more runs") {
  std::vector<double> few;
  std::vector<double> many;
  for (int k = 0; k < 2000; ++k) {
    const double loss = -std::log((k + 0.5) / 2000);
    many.push_back(loss);
    if (k % 20 == 10) {
      few.push_back(loss);
    }
  }
  const auto of_few = tail_risk(few, 0.05, 1);
  const auto of_many = tail_risk(many, 0.05, 1);
  // The tail of an exponential: 1 - ln 0.05.
  CHECK(of_many.mean == Approx(1 - std::log(0.05)).epsilon(0.02));
  for (const auto& risk : {of_few, of_many}) {
    CHECK(risk.ci95_low < risk.mean);
    CHECK(risk.mean < risk.ci95_high);
  }
  CHECK(of_many.ci95_high - of_many.ci95_low < 0.5 * (of_few.ci95_high - of_few.ci95_low));
  const auto again = tail_risk(few, 0.05, 1);
  CHECK(again.ci95_low == of_few.ci95_low);
  CHECK(again.ci95_high == of_few.ci95_high);
  CHECK(std::isnan(tail_risk(std::vector<double>{4}, 0.05, 1).ci95_low));
}

TEST_CASE("of less than five runs among the worst the interval has no upper end") {
  const auto of_99 = tail_risk(one_to(99), 0.05, 1);
  CHECK(of_99.ci95_low < of_99.mean);
  CHECK(std::isnan(of_99.ci95_high));
  CHECK(tail_risk(one_to(100), 0.05, 1).ci95_high > 100);
}

TEST_CASE("losses that are all alike have an interval of one point") {
  const auto alike = tail_risk(std::vector<double>(200, 3.0), 0.05, 1);
  CHECK(alike.mean == 3);
  CHECK(alike.ci95_low == 3);
  CHECK(alike.ci95_high == 3);
}

}  // namespace
}  // namespace monazite
