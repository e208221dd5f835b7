#include "sim/batch/log_sketch.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <rapidcheck/catch.h>
#include <vector>

#include "sim/batch/statistics.hpp"

using namespace monazite;

namespace {

constexpr double relative_error = 1.0 / 128;

LogSketch sketch_of(const std::vector<double>& values) {
  LogSketch sketch;
  for (const double value : values) {
    sketch.add(value);
  }
  return sketch;
}

/// Values of every sign and of sizes from 1e-12 to 1e12, zeros among them.
std::vector<double> wide_values() {
  const auto magnitudes = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-1200, 1201));
  std::vector<double> values;
  for (const int m : magnitudes) {
    const int kind = *rc::gen::inRange(0, 5);
    values.push_back(kind == 0 ? 0 : (kind == 1 ? -1 : 1) * std::pow(10, m / 100.0));
  }
  return values;
}

}  // namespace

TEST_CASE("an empty sketch has no quantile") {
  CHECK(LogSketch().count() == 0);
  CHECK(std::isnan(LogSketch().quantile(0.5)));
}

TEST_CASE("a sketch is exact where all values are equal") {
  for (const double value : {0.0, 3.7, -1e-9, 5089.123}) {
    const LogSketch sketch = sketch_of({value, value, value});
    for (const double p : {0.0, 0.05, 0.5, 0.95, 1.0}) {
      CHECK(sketch.quantile(p) == value);
    }
  }
}

TEST_CASE("a sketch leaves undefined values out") {
  LogSketch sketch;
  sketch.add(std::numeric_limits<double>::quiet_NaN());
  sketch.add(std::numeric_limits<double>::infinity());
  CHECK(sketch.count() == 0);
  sketch.add(2);
  CHECK(sketch.count() == 1);
  CHECK(sketch.quantile(0.5) == 2);
}

TEST_CASE("a sketch takes the largest and the least doubles") {
  const double largest = std::numeric_limits<double>::max();
  const double least = std::numeric_limits<double>::denorm_min();
  const LogSketch sketch = sketch_of({-largest, -largest, least, largest, largest});
  CHECK(sketch.quantile(0) == -largest);
  CHECK(sketch.quantile(0.25) == Approx(-largest).epsilon(relative_error));
  CHECK(sketch.quantile(0.5) == 0);
  CHECK(sketch.quantile(0.75) == Approx(largest).epsilon(relative_error));
}

TEST_CASE("a sketch finds order statistics within its relative error") {
  rc::prop("quantiles at order statistics", [] {
    std::vector<double> values = wide_values();
    RC_PRE(!values.empty());
    const LogSketch sketch = sketch_of(values);
    std::sort(values.begin(), values.end());
    const std::size_t last = values.size() - 1;
    for (std::size_t rank = 0; rank <= last; ++rank) {
      const double p = last == 0 ? 0 : static_cast<double>(rank) / static_cast<double>(last);
      // The rank that p means may be off by rounding, so the neighbours bound the answer too.
      const double low = values[rank > 0 ? rank - 1 : 0];
      const double high = values[std::min(rank + 1, last)];
      const double found = sketch.quantile(p);
      const double exact = quantile_of_sorted(values, p);
      RC_ASSERT(found >= low - std::fabs(low) * relative_error);
      RC_ASSERT(found <= high + std::fabs(high) * relative_error);
      if (p * static_cast<double>(last) == static_cast<double>(rank)) {
        RC_ASSERT(std::fabs(found - exact) <= std::fabs(exact) * relative_error);
      }
    }
  });
}

TEST_CASE("quantiles of positive values are within 1 %") {
  rc::prop("interpolated quantiles", [] {
    std::vector<double> values = wide_values();
    for (double& value : values) {
      value = std::fabs(value);
    }
    RC_PRE(!values.empty());
    const LogSketch sketch = sketch_of(values);
    std::sort(values.begin(), values.end());
    for (const double p : {0.05, 0.5, 0.95}) {
      const double exact = quantile_of_sorted(values, p);
      RC_ASSERT(std::fabs(sketch.quantile(p) - exact) <= 0.01 * exact);
    }
  });
}

TEST_CASE("sketches merge in any order and grouping to the same sketch") {
  rc::prop("merge is order-free", [] {
    const std::vector<double> values = wide_values();
    const auto parts = *rc::gen::inRange<std::size_t>(1, 6);
    std::vector<LogSketch> sketches(parts);
    for (std::size_t i = 0; i < values.size(); ++i) {
      sketches[i % parts].add(values[i]);
    }
    LogSketch forwards;
    LogSketch backwards;
    for (std::size_t i = 0; i < parts; ++i) {
      forwards.merge(sketches[i]);
      backwards.merge(sketches[parts - 1 - i]);
    }
    RC_ASSERT(forwards == backwards);
    RC_ASSERT(forwards == sketch_of(values));
    RC_ASSERT(forwards.count() == values.size());
  });
}
