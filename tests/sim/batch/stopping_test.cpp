#include "sim/batch/stopping.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <rapidcheck.h>
#include <vector>

#include "models/metrics/figure.hpp"
#include "sim/batch/statistics.hpp"
#include "sim/engine/inverse_transform.hpp"
#include "sim/engine/random_stream.hpp"

using namespace monazite;

namespace {

StopSpec absolute(double half_width, std::uint64_t most = 10'000) {
  StopSpec stop;
  stop.half_width = half_width;
  stop.max_replications = most;
  return stop;
}

StopSpec relative(double share) {
  StopSpec stop = absolute(share);
  stop.is_relative = true;
  return stop;
}

/// What a stop rule did with normal values of mean 10 and standard deviation 2.
struct Experiment {
  std::size_t runs = 0;
  Precision precision;
};

Experiment experiment_of(const StopSpec& stop, std::uint32_t number, bool in_pairs) {
  engine::RandomStream stream({77, 1, number, 0});
  engine::RandomStream mirrored({77, 1, number | engine::mirror_bit, 0});
  std::vector<double> values;
  std::uint64_t target = in_pairs ? 40 : 20;
  while (true) {
    while (values.size() < target) {
      values.push_back(engine::normal(stream.uniform(), 10, 2));
      if (in_pairs) {
        // Half mirrored, so that a pair spreads, too.
        const double other = engine::normal(mirrored.uniform(), 10, 2);
        values.push_back((other + engine::normal(stream.uniform(), 10, 2)) / 2);
        mirrored.uniform();
      }
    }
    const Precision precision = precision_of(values, stop, in_pairs);
    const std::uint64_t next = next_target(precision, target, stop, in_pairs);
    if (next == target) {
      return {values.size(), precision};
    }
    target = next;
  }
}

}  // namespace

TEST_CASE("a figure is judged by Student's interval of its values") {
  const std::vector<double> values = {1, 2, 3, 4, 5};
  const Precision precision = precision_of(values, absolute(2), false);
  CHECK(precision.mean == 3);
  CHECK(precision.goal == 2);
  CHECK(precision.half_width == Approx(2.776445 * std::sqrt(2.5 / 5)));
  CHECK(precision.is_reached);
  CHECK_FALSE(precision_of(values, absolute(1.9), false).is_reached);
}

TEST_CASE("a share is one of the mean, whatever its sign") {
  const std::vector<double> values = {-1, -2, -3, -4, -5};
  CHECK(precision_of(values, relative(0.5), false).goal == Approx(1.5));
}

TEST_CASE("what is needed is Stein's second stage, and at least what is done") {
  const std::vector<double> values = {1, 2, 3, 4, 5};
  const Precision precision = precision_of(values, absolute(0.1), false);
  REQUIRE(precision.needed);
  CHECK(*precision.needed ==
        static_cast<std::uint64_t>(std::ceil(std::pow(2.776445105 * std::sqrt(2.5) / 0.1, 2))));
  CHECK(*precision_of(values, absolute(100), false).needed == 5);
}

TEST_CASE("values that are not finite do not count") {
  const std::vector<double> values = {1, undefined, 2, 3, HUGE_VAL, 4, 5};
  CHECK(precision_of(values, absolute(2), false).mean == 3);
  const Precision none = precision_of(std::vector<double>{undefined, 1}, absolute(2), false);
  CHECK_FALSE(none.is_reached);
  CHECK_FALSE(none.needed);
}

TEST_CASE("what does not spread is known at once; what spreads about 0, never by a share of it") {
  CHECK(precision_of(std::vector<double>{0, 0, 0}, relative(0.05), false).is_reached);
  CHECK(precision_of(std::vector<double>{7, 7, 7}, relative(0.05), false).is_reached);
  const Precision spread = precision_of(std::vector<double>{-1, 1}, relative(0.05), false);
  CHECK_FALSE(spread.is_reached);
  CHECK_FALSE(spread.needed);
  CHECK(next_target(spread, 2, relative(0.05), false) == 10'000);
}

TEST_CASE("antithetic values are judged by the means of their pairs") {
  const std::vector<double> values = {1, 9, 4, 6, 3, 7};
  const Precision precision = precision_of(values, absolute(0.1), true);
  CHECK(precision.mean == 5);
  CHECK(precision.half_width == 0);
  CHECK(precision.is_reached);
  // A pair with a value that is undefined is left out, and so is half a pair.
  const std::vector<double> torn = {1, undefined, 4, 6, 3, 9, 5};
  CHECK(precision_of(torn, absolute(0.1), true).mean == 5.5);
  CHECK(*precision_of(torn, absolute(0.1), true).needed % 2 == 0);
}

TEST_CASE("an arm stops when its goal is reached or at the most replications") {
  Precision precision;
  precision.needed = 50;
  const StopSpec stop = absolute(1, 100);
  CHECK(next_target(precision, 20, stop, false) == 50);
  CHECK(next_target(precision, 49, stop, false) == 53);
  CHECK(next_target(precision, 98, stop, false) == 100);
  CHECK(next_target(precision, 100, stop, false) == 100);
  precision.needed = 51;
  CHECK(next_target(precision, 20, stop, true) == 52);
  precision.needed = 1000;
  CHECK(next_target(precision, 20, stop, false) == 100);
  precision.is_reached = true;
  CHECK(next_target(precision, 20, stop, false) == 20);
}

TEST_CASE("property: rounds grow until the goal is reached or the most are done") {
  CHECK(rc::check("next_target", [] {
    Precision precision;
    if (*rc::gen::arbitrary<bool>()) {
      precision.needed = *rc::gen::inRange<std::uint64_t>(1, 100'000);
    }
    const bool in_pairs = *rc::gen::arbitrary<bool>();
    const StopSpec stop = absolute(1, *rc::gen::inRange<std::uint64_t>(1, 1000) * 2);
    const auto done = *rc::gen::inRange<std::uint64_t>(1, 2000);
    const std::uint64_t next = next_target(precision, done, stop, in_pairs);
    RC_ASSERT(next >= done);
    RC_ASSERT(next > done || done >= stop.max_replications);
    RC_ASSERT(next <= std::max(done, stop.max_replications));
    RC_ASSERT(!in_pairs || next % 2 == 0 || next == done);
  }));
}

TEST_CASE("coverage: the interval at the stop holds a normal mean in 93.5 % of experiments") {
  constexpr std::uint32_t experiments = 2000;
  for (const bool in_pairs : {false, true}) {
    for (const StopSpec& stop : {absolute(0.4), relative(0.03), absolute(0.8)}) {
      double held = 0;
      double runs = 0;
      for (std::uint32_t e = 0; e < experiments; ++e) {
        const Experiment done = experiment_of(stop, e, in_pairs);
        REQUIRE(done.precision.is_reached);
        held += std::abs(done.precision.mean - 10) <= done.precision.half_width ? 1 : 0;
        runs += static_cast<double>(done.runs);
      }
      std::printf("stop rule, half width %.2f%s%s: %.2f %% after %.0f runs\n", stop.half_width,
                  stop.is_relative ? " of the mean" : "", in_pairs ? ", in pairs" : "",
                  100 * held / experiments, runs / experiments);
      CHECK(held / experiments >= 0.935);
    }
  }
}
