#include "sim/analysis/shapes.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/analysis/figures.hpp"

namespace monazite {
namespace {

/// A record of two replications with these values of both figures, by month or week.
SeriesRecord record_of(const ObservationPlan& plan, const std::vector<double>& values) {
  SeriesRecord record(plan, 2, shape_figures());
  std::vector<double> series;
  for (const double value : values) {
    series.insert(series.end(), {value, value});
  }
  record.add(0, series);
  record.add(1, series);
  return record;
}

/// The rows when all prices are `prices` and all orders `orders`; the calm worlds order `calm`.
std::vector<ShapeRow> rows_of(const std::vector<double>& prices, const std::vector<double>& orders,
                              const std::vector<double>& calm) {
  const auto months = chosen::plan_of_weeks(shape_figures(), static_cast<int>(prices.size()) - 1);
  const auto weeks = chosen::plan_of_weeks(shape_figures(), static_cast<int>(orders.size()) - 1);
  const auto storage = record_of(months, prices);
  const auto loud = record_of(weeks, orders);
  const auto quiet = record_of(weeks, calm);
  return measure_shapes({&storage, &loud, &quiet, &loud, &quiet});
}

/// Three years at 1 but for one month of the second; 13 weeks of 2024 are before April.
const std::vector<double> one_spike = [] {
  std::vector<double> months(36, 1.0);
  months[18] = 13;
  return months;
}();
const std::vector<double> as_used(30, 5.0);
const std::vector<double> a_wave = [] {
  auto weeks = as_used;
  weeks[16] = 15;
  weeks[20] = 4;
  weeks.back() = 0;
  return weeks;
}();

TEST_CASE("prices are told by skewness, autocorrelation and peak") {
  const auto rows = rows_of(one_spike, a_wave, as_used);
  REQUIRE(rows.size() == 9);
  // Years of 1, 2 and 1: skewness 1 / sqrt(2); deviations -1/3, 2/3, -1/3.
  CHECK(rows[0].model == Approx(1 / std::sqrt(2)));
  CHECK(rows[0].verdict() == Verdict::holds);
  CHECK(rows[2].model == Approx(-2.0 / 3));
  CHECK(rows[2].verdict() == Verdict::missed);
  CHECK(rows[3].model == 13);
}

TEST_CASE("orders are told by the most over normal and the least after it") {
  const auto rows = rows_of(one_spike, a_wave, as_used);
  CHECK(rows[4].model == Approx(3));
  CHECK(rows[5].model == Approx(1));
  // The last week, which the calendar may cut short, does not count.
  CHECK(rows[6].model == Approx(0.8));
  for (std::size_t k = 4; k < rows.size(); ++k) {
    CHECK(rows[k].verdict() == Verdict::holds);
  }
  const auto flat = rows_of(one_spike, as_used, a_wave);
  for (std::size_t k = 4; k < flat.size(); ++k) {
    CHECK(flat[k].verdict() == Verdict::missed);
  }
}

}  // namespace
}  // namespace monazite
