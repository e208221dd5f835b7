#include "sim/analysis/drift.hpp"

#include <algorithm>
#include <array>
#include <boost/math/statistics/univariate_statistics.hpp>
#include <cmath>
#include <limits>
#include <utility>

#include "models/metrics/metric.hpp"
#include "models/quantity/unit.hpp"
#include "models/scenario/world.hpp"
#include "sim/analysis/run_figure.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

constexpr double most_drift_per_year = 0.001;

double half_width_of_mean(const std::vector<double>& values) {
  return values.size() < 2 ? undefined
                           : student_t_95(static_cast<std::uint32_t>(values.size())) *
                                 std::sqrt(boost::math::statistics::sample_variance(values) /
                                           static_cast<double>(values.size()));
}

/// Standard deviation over the intervals of the mean over the replications.
double spread_of(const ScenarioResults& results, std::size_t figure) {
  const auto figures = results.plan().series_figures.size();
  std::vector<double> means;
  for (std::size_t t = 0; t + 1 < results.plan().intervals.size(); ++t) {
    means.push_back(results.series[t * figures + figure].mean());
  }
  return means.empty() ? undefined : std::sqrt(boost::math::statistics::variance(means));
}

DriftRow drift_of(std::string label, const ScenarioResults& results, const Trends& trends,
                  std::size_t figure) {
  const auto slopes = trends.slopes(figure);
  const double mean = boost::math::statistics::mean(trends.means(figure));
  return {std::move(label), mean, boost::math::statistics::mean(slopes) / mean,
          half_width_of_mean(slopes) / std::abs(mean), spread_of(results, figure) / mean};
}

bool is_stock(const MetricKey& key) {
  constexpr std::array stocks = {Metric::inventory, Metric::in_transit, Metric::backlog};
  return std::any_of(stocks.begin(), stocks.end(),
                     [&](Metric metric) { return key.metric == name_of(metric); });
}

std::string label_of(const MetricKey& key) {
  std::string label = key.metric;
  for (const auto* part : {&key.region, &key.partner, &key.sector, &key.material, &key.facility}) {
    if (!part->empty()) {
      label += part == &key.partner ? " to " : " ";
      label += *part;
    }
  }
  return label;
}

}  // namespace

Trends::Trends(const ObservationPlan& plan, std::uint32_t replications)
    : plan_(&plan),
      intervals_(plan.intervals.empty() ? 0 : plan.intervals.size() - 1),
      days_per_interval_(intervals_ == 0 ? undefined
                                         : static_cast<double>(plan.intervals[intervals_] -
                                                               plan.intervals.front()) /
                                               static_cast<double>(intervals_)),
      mean_(replications * plan.series_figures.size(), undefined),
      slope_per_year_(mean_) {}

void Trends::add(std::uint32_t replication, std::span<const double> series_values) {
  const auto figures = plan_->series_figures.size();
  const double middle = (static_cast<double>(intervals_) - 1) / 2;
  for (std::size_t figure = 0; figure < figures; ++figure) {
    double sum = 0;
    double products = 0;
    double squares = 0;
    for (std::size_t t = 0; t < intervals_; ++t) {
      const double x = static_cast<double>(t) - middle;
      const double y = series_values[t * figures + figure];
      sum += y;
      products += x * y;
      squares += x * x;
    }
    const std::size_t cell = replication * figures + figure;
    mean_.at(cell) = sum / static_cast<double>(intervals_);
    slope_per_year_.at(cell) = products / squares * days_per_year / days_per_interval_;
  }
}

std::vector<double> Trends::column(const std::vector<double>& table, std::size_t figure) const {
  const auto figures = plan_->series_figures.size();
  std::vector<double> values;
  for (std::size_t cell = figure; cell < table.size(); cell += figures) {
    values.push_back(table[cell]);
  }
  return values;
}

MakeReplicate with_trends(MakeReplicate inner, std::vector<Trends>& trends) {
  return [inner = std::move(inner), &trends] {
    return
        [replicate = inner(), &trends](const BatchScenario& scenario, std::uint32_t replication) {
          Observations seen = replicate(scenario, replication);
          for (auto& followed : trends) {
            if (&followed.plan() == scenario.plan) {
              followed.add(replication, seen.series_values);
            }
          }
          return seen;
        };
  };
}

Verdict DriftRow::verdict() const { return judge(drift_per_year, half_width, most_drift_per_year); }

std::vector<DriftRow> measure_drift(const ScenarioResults& results, const Trends& trends) {
  const std::vector<std::pair<std::string, MetricKey>> flows = {
      {"mined, world", {"mined", "", "", "", "", "", "t"}},
      {"oxide produced, world", produced("", "oxide")},
      {"metal produced, world", produced("", "metal")},
      {"alloy produced, world", produced("", "alloy")},
      {"magnets produced, world", produced("", "magnet")},
      {"magnet exports of China", {"exports", "CN", "", "", "magnet", "", "t"}},
  };
  const World* world = results.scenario.world;
  const bool is_exact = world != nullptr && !world->switches.noise;
  std::vector<DriftRow> rows;
  for (const auto& [label, key] : flows) {
    const auto figure = place_of(results.plan().series_figures, key);
    rows.push_back(figure ? drift_of(label, results, trends, *figure)
                          : DriftRow{label, undefined, undefined, undefined, undefined});
    if (is_exact) {
      rows.back().half_width = 0;
    }
  }
  return rows;
}

std::vector<DriftRow> largest_drifts(const ScenarioResults& results, const Trends& trends,
                                     bool of_stocks, std::size_t count) {
  const auto& plan = results.plan();
  const auto intervals = plan.intervals.size();
  const double days = intervals < 2
                          ? undefined
                          : static_cast<double>(plan.intervals.back() - plan.intervals.front()) /
                                static_cast<double>(intervals - 1);
  const double least =
      of_stocks ? least_drifting_tonnes : least_drifting_tonnes * days / days_per_year;
  std::vector<DriftRow> rows;
  for (std::size_t figure = 0; figure < plan.series_figures.size(); ++figure) {
    const auto& key = plan.series_figures[figure];
    if (key.unit != "t" || is_stock(key) != of_stocks) {
      continue;
    }
    auto row = drift_of(label_of(key), results, trends, figure);
    if (row.mean >= least) {
      rows.push_back(std::move(row));
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const DriftRow& a, const DriftRow& b) {
    return std::abs(a.drift_per_year) > std::abs(b.drift_per_year);
  });
  rows.resize(std::min(rows.size(), count));
  return rows;
}

}  // namespace monazite
