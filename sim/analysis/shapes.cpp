#include "sim/analysis/shapes.hpp"

#include <algorithm>
#include <boost/math/statistics/univariate_statistics.hpp>
#include <functional>
#include <numeric>
#include <utility>

#include "models/metrics/figure.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

constexpr std::size_t months_per_year = 12;

/// Nothing has happened yet in the worlds of orders before April of their first year.
constexpr unsigned eventful_month = 4;

const MetricKey price = {"price_traded", "WORLD", "", "", "oxide_Nd", "", "USD/kg"};
const MetricKey orders = {"orders", "US", "", "", "oxide", "", "t"};

std::vector<double> by_year(const std::vector<double>& months) {
  std::vector<double> years;
  for (std::size_t t = 0; t + months_per_year <= months.size(); t += months_per_year) {
    const auto first = months.begin() + static_cast<std::ptrdiff_t>(t);
    years.push_back(std::accumulate(first, first + months_per_year, 0.0) / months_per_year);
  }
  return years;
}

/// Of first order; NaN of less than three values.
double autocorrelation(const std::vector<double>& values) {
  if (values.size() < 3) {
    return undefined;
  }
  const double mean = boost::math::statistics::mean(values);
  double products = 0;
  double squares = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    squares += (values[t] - mean) * (values[t] - mean);
    products += t > 0 ? (values[t] - mean) * (values[t - 1] - mean) : 0;
  }
  return products / squares;
}

double skewness_of(const std::vector<double>& values) {
  return values.size() < 3 ? undefined : boost::math::statistics::skewness(values);
}

double peak_over_median(std::vector<double> values) {
  if (values.empty()) {
    return undefined;
  }
  std::sort(values.begin(), values.end());
  return values.back() / quantile_of_sorted(values, 0.5);
}

/// The orders of a run by week, over their mean in the quiet months. The last week is left out, as
/// the calendar may cut it short.
struct Weeks {
  Weeks(const SeriesRecord& record, std::uint32_t run) {
    const auto& intervals = record.plan().intervals;
    over_normal = record.values(orders, run);
    double normal = 0;
    while (quiet < over_normal.size() && civil(intervals[quiet]).month < eventful_month) {
      normal += over_normal[quiet];
      ++quiet;
    }
    for (auto& week : over_normal) {
      week *= static_cast<double>(quiet) / normal;
    }
    over_normal.resize(over_normal.empty() ? 0 : over_normal.size() - 1);
  }

  [[nodiscard]] double most() const {
    return over_normal.empty() ? undefined
                               : *std::max_element(over_normal.begin(), over_normal.end());
  }
  /// Of the weeks after the highest one.
  [[nodiscard]] double least_after() const {
    const auto highest = std::max_element(over_normal.begin(), over_normal.end());
    const auto least = std::min_element(highest, over_normal.end());
    return least == over_normal.end() ? undefined : *least;
  }

  std::vector<double> over_normal;
  std::size_t quiet = 0;
};

/// A row whose figure is measured in each replication.
ShapeRow measured(ShapeRow row, const SeriesRecord& record,
                  const std::function<double(std::uint32_t run)>& figure) {
  std::vector<double> values;
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t run = 0; run < record.replications(); ++run) {
    values.push_back(figure(run));
    numbers.push_back(run);
  }
  const auto summary = summarise(values, numbers);
  row.model = summary.mean;
  row.half_width = (summary.ci95_high - summary.ci95_low) / 2;
  return row;
}

void add_prices(std::vector<ShapeRow>& rows, const SeriesRecord& record) {
  const auto months = [&](std::uint32_t run) { return record.values(price, run); };
  const auto add = [&](ShapeRow row, const std::function<double(std::uint32_t)>& figure) {
    rows.push_back(measured(std::move(row), record, figure));
  };
  add({"storage: skewness of yearly prices",
       "positive: what is scarce has no upper bound (Deaton and Laroque, 1992)", 0, 0, Side::above,
       0},
      [&](std::uint32_t run) { return skewness_of(by_year(months(run))); });
  add({"storage: autocorrelation of monthly prices",
       "high: a stock carries a price from one date to the next (Deaton and Laroque, 1992)", 0, 0,
       Side::above, 0.5},
      [&](std::uint32_t run) { return autocorrelation(months(run)); });
  add({"storage: autocorrelation of yearly prices",
       "0.6 to 0.9 of thirteen commodities, 1900 to 1987; their own model with independent "
       "harvests falls short (Deaton and Laroque, 1992)",
       0, 0, Side::above, 0.5},
      [&](std::uint32_t run) { return autocorrelation(by_year(months(run))); });
  add({"storage: highest month over the median",
       "rare but violent spikes (Deaton and Laroque, 1992)", 0, 0, Side::above, 2},
      [&](std::uint32_t run) { return peak_over_median(months(run)); });
}

void add_orders(std::vector<ShapeRow>& rows, ShapeRow row, const SeriesRecord& record,
                double (Weeks::*figure)() const) {
  rows.push_back(measured(std::move(row), record,
                          [&](std::uint32_t run) { return (Weeks(record, run).*figure)(); }));
}

}  // namespace

Verdict ShapeRow::verdict() const {
  return side == Side::above ? judge_above(model, half_width, bound)
                             : judge_below(model, half_width, bound);
}

std::vector<MetricKey> shape_figures() { return {orders, price}; }

std::vector<ShapeRow> measure_shapes(const ShapeRuns& runs) {
  // A tenth above what is used is taken for more than rounding and waves of lots.
  constexpr double noticeable = 1.1;
  std::vector<ShapeRow> rows;
  add_prices(rows, *runs.storage);
  add_orders(rows,
             {"bubble: highest week of orders over use, with hoarding",
              "constant demand, and orders far above it (Sterman and Dogan, 2015)", 0, 0,
              Side::above, noticeable},
             *runs.bubble, &Weeks::most);
  add_orders(
      rows,
      {"bubble: the same without hoarding and phantom orders",
       "hoarding alone is the cause (Sterman and Dogan, 2015)", 0, 0, Side::below, noticeable},
      *runs.bubble_calm, &Weeks::most);
  add_orders(rows,
             {"bubble: lowest week after it, with hoarding",
              "a slump below demand follows (Sterman and Dogan, 2015)", 0, 0, Side::below, 1},
             *runs.bubble, &Weeks::least_after);
  add_orders(rows,
             {"rationing: highest week of orders over use, pro rata",
              "buyers order more than they need (Cachon and Lariviere, 1999)", 0, 0, Side::above,
              noticeable},
             *runs.pro_rata, &Weeks::most);
  add_orders(
      rows,
      {"rationing: the same under `uniform`",
       "buyers order what they need (Cachon and Lariviere, 1999)", 0, 0, Side::below, noticeable},
      *runs.uniform, &Weeks::most);
  return rows;
}

}  // namespace monazite
