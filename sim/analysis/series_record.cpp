#include "sim/analysis/series_record.hpp"

#include <algorithm>
#include <utility>

#include "models/metrics/figure.hpp"
#include "sim/analysis/run_figure.hpp"

namespace monazite {

SeriesRecord::SeriesRecord(const ObservationPlan& plan, std::uint32_t replications,
                           const std::vector<MetricKey>& figures)
    : plan_(&plan), replications_(replications) {
  for (const auto& figure : figures) {
    if (const auto place = place_of(plan.series_figures, figure)) {
      places_.push_back(*place);
    }
  }
  kept_.assign(replications * plan.intervals.size() * places_.size(), undefined);
}

void SeriesRecord::add(std::uint32_t replication, std::span<const double> series_values) {
  const auto intervals = plan_->intervals.size();
  const auto figures = plan_->series_figures.size();
  std::size_t cell = replication * intervals * places_.size();
  for (std::size_t t = 0; t < intervals; ++t) {
    for (const auto place : places_) {
      kept_.at(cell++) = series_values[t * figures + place];
    }
  }
}

std::vector<double> SeriesRecord::values(const MetricKey& figure, std::uint32_t replication) const {
  const auto place = place_of(plan_->series_figures, figure);
  const auto kept = place ? std::find(places_.begin(), places_.end(), *place) : places_.end();
  std::vector<double> values;
  if (kept == places_.end()) {
    return values;
  }
  const auto intervals = plan_->intervals.size();
  const auto column = static_cast<std::size_t>(kept - places_.begin());
  for (std::size_t t = 0; t < intervals; ++t) {
    values.push_back(kept_[(replication * intervals + t) * places_.size() + column]);
  }
  return values;
}

MakeReplicate with_records(MakeReplicate inner, std::vector<SeriesRecord>& records) {
  return [inner = std::move(inner), &records] {
    return
        [replicate = inner(), &records](const BatchScenario& scenario, std::uint32_t replication) {
          Observations seen = replicate(scenario, replication);
          for (auto& record : records) {
            if (&record.plan() == scenario.plan) {
              record.add(replication, seen.series_values);
            }
          }
          return seen;
        };
  };
}

}  // namespace monazite
