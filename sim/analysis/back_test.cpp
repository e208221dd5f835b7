#include "sim/analysis/back_test.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "models/metrics/figure.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/run_figure.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

/// A stop is another one than that of the run without the control when it comes so much earlier.
constexpr double days_apart = 1;

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double one_in_twenty = 0.05;

MetricKey series_figure(const BackTestTarget& target) {
  switch (target.quantity) {
    case BackTestQuantity::exports:
      return {"exports", target.region, "", "", target.material, "", "t"};
    case BackTestQuantity::price_quoted:
      return {"price_quoted", target.region, "", "", target.material, "", "USD/kg"};
    default:
      return {"price_traded", target.region, "", "", target.material, "", "USD/kg"};
  }
}

bool is_series(BackTestQuantity quantity) { return quantity <= BackTestQuantity::price_traded; }

/// Mean of the intervals that begin within a span; NaN when there is none.
double mean_within(const SeriesRecord& record, const std::vector<double>& values, Date from,
                   Date until) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    const auto begin = record.plan().intervals[t];
    if (from <= begin && begin <= until) {
      sum += values[t];
      ++count;
    }
  }
  return count > 0 ? sum / static_cast<double>(count) : undefined;
}

/// The last value of a span over the mean of its first month.
double multiple_over(const SeriesRecord& record, const std::vector<double>& values, Date from,
                     Date until) {
  const auto day = civil(from);
  const Date next_month =
      day.month == 12 ? date_of(day.year + 1, 1, 1) : date_of(day.year, day.month + 1, 1);
  const auto& intervals = record.plan().intervals;
  const auto after = std::upper_bound(intervals.begin(), intervals.end(), until);
  if (values.empty() || after == intervals.begin()) {
    return undefined;
  }
  const auto last = static_cast<std::size_t>(after - intervals.begin()) - 1;
  return values[last] / mean_within(record, values, from, next_month - 1);
}

/// A plant whose stops are judged.
struct Watched {
  MetricKey first_stop;
  double cover_days = 0;
  bool is_car = false;  ///< and not in China
  bool is_in_japan = false;
};

std::vector<Watched> watched_plants(const World& world) {
  std::vector<Watched> plants;
  for (const auto& plant : world.plants) {
    const auto& region = world.regions[plant.region.index()].id;
    const auto& sector = world.sectors[plant.sector.index()].id;
    const auto& facility = world.facilities[plant.facility.index()];
    Watched watched;
    watched.first_stop = {"first_stop_date", region, "", sector, "", facility.id, "d"};
    watched.cover_days = world.pools[facility.inputs.first].cover_days;
    watched.is_in_japan = region == "JP";
    watched.is_car = region != "CN" && std::find(std::begin(car_sectors), std::end(car_sectors),
                                                 sector) != std::end(car_sectors);
    plants.push_back(std::move(watched));
  }
  return plants;
}

/// Days to the first stop of each watched plant in a replication; `never` where there was none.
std::vector<double> first_stops(const ScenarioResults& results, const std::vector<Watched>& plants,
                                std::size_t run) {
  std::vector<double> days;
  for (const auto& plant : plants) {
    const double day = run_value(results, plant.first_stop, run).value_or(undefined);
    days.push_back(std::isfinite(day) ? day : never);
  }
  return days;
}

/// What the stops of one replication come to. `calm`: those of the run without the control.
double stop_figure(BackTestQuantity quantity, const std::vector<Watched>& plants,
                   const std::vector<double>& stops, const std::vector<double>& calm) {
  double first = never;
  double early = 0;
  std::vector<double> of_low_cover;
  for (std::size_t p = 0; p < plants.size(); ++p) {
    const auto& plant = plants[p];
    const bool is_caused = stops[p] + days_apart < calm[p];
    if (plant.is_car && (quantity != BackTestQuantity::caused_stop || is_caused)) {
      first = std::min(first, stops[p]);
    }
    if (plant.is_car && plant.cover_days <= low_cover_days) {
      of_low_cover.push_back(stops[p]);
    }
    early += plant.is_in_japan && plant.cover_days >= high_cover_days && stops[p] < early_days;
  }
  if (quantity == BackTestQuantity::stocked_stops) {
    return early;
  }
  if (quantity == BackTestQuantity::low_cover_stop) {
    std::sort(of_low_cover.begin(), of_low_cover.end());
    return quantile_of_sorted(of_low_cover, one_in_twenty);
  }
  return first;
}

/// Mean and half width of the 95 % interval into a row. Values that are not finite are left out.
void summarise_into(BackTestRow& row, const std::vector<double>& values) {
  std::vector<std::uint32_t> numbers(values.size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  const auto summary = summarise(values, numbers);
  row.model = summary.mean;
  row.half_width = (summary.ci95_high - summary.ci95_low) / 2;
}

BackTestRow row_of_series(const BackTestRuns& runs, const BackTestTarget& target) {
  const bool is_monthly = target.quantity == BackTestQuantity::exports;
  const auto& record = is_monthly ? *runs.months : *runs.weeks;
  std::vector<double> values;
  for (std::uint32_t run = 0; run < record.replications(); ++run) {
    const auto series = record.values(series_figure(target), run);
    values.push_back(is_monthly ? mean_within(record, series, *target.from, *target.until)
                                : multiple_over(record, series, *target.from, *target.until));
  }
  BackTestRow row{target, undefined, undefined, undefined};
  summarise_into(row, values);
  return row;
}

BackTestRow row_of_stops(const BackTestRuns& runs, const BackTestTarget& target,
                         const std::vector<Watched>& plants) {
  const std::vector<double> nothing_stops(plants.size(), never);
  std::vector<double> values;
  std::vector<double> calm_values;
  const auto count = std::min(runs.stops->completed.size(), runs.calm->completed.size());
  for (std::size_t run = 0; run < count; ++run) {
    const auto calm = first_stops(*runs.calm, plants, run);
    values.push_back(
        stop_figure(target.quantity, plants, first_stops(*runs.stops, plants, run), calm));
    calm_values.push_back(stop_figure(target.quantity, plants, calm, nothing_stops));
  }
  BackTestRow row{target, undefined, undefined, undefined};
  summarise_into(row, calm_values);
  row.calm = target.quantity == BackTestQuantity::caused_stop ? undefined : row.model;
  summarise_into(row, values);
  return row;
}

}  // namespace

Verdict BackTestRow::verdict() const {
  return judge_within(model, half_width, target.low, target.high);
}

std::vector<MetricKey> followed_figures(const std::vector<BackTestTarget>& targets) {
  std::vector<MetricKey> figures;
  for (const auto& target : targets) {
    if (is_series(target.quantity)) {
      figures.push_back(series_figure(target));
    }
  }
  std::sort(figures.begin(), figures.end());
  figures.erase(std::unique(figures.begin(), figures.end()), figures.end());
  return figures;
}

std::vector<BackTestRow> compare_back_test(const BackTestRuns& runs,
                                           const std::vector<BackTestTarget>& targets) {
  const auto plants = watched_plants(*runs.stops->scenario.world);
  std::vector<BackTestRow> rows;
  rows.reserve(targets.size());
  for (const auto& target : targets) {
    rows.push_back(is_series(target.quantity) ? row_of_series(runs, target)
                                              : row_of_stops(runs, target, plants));
  }
  return rows;
}

}  // namespace monazite
