#include "sim/report/arm_figures.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "models/metrics/figure.hpp"

namespace monazite {

namespace {

/// Values of figures that are held at once.
constexpr std::size_t values_at_once = 128 * 1024;

}  // namespace

ArmFigures::ArmFigures(const SweepReport& sweep, std::uint32_t arm)
    : sweep_(sweep), arm_(arm), places_(sweep.plan->members()) {
  std::map<MetricKey, std::size_t> all;
  std::vector<std::optional<StoredWorld>> worlds;
  for (std::uint32_t member = 0; member < places_.size(); ++member) {
    worlds.push_back(sweep.store->world(arm, member));
    for (std::size_t k = 0; worlds.back() && k < worlds.back()->figures.size(); ++k) {
      all.emplace(worlds.back()->figures[k], 0);
    }
  }
  for (auto& [key, index] : all) {
    index = keys_.size();
    keys_.push_back(key);
  }
  for (std::size_t member = 0; member < places_.size(); ++member) {
    for (std::size_t k = 0; worlds[member] && k < worlds[member]->figures.size(); ++k) {
      places_[member].push_back(all.at(worlds[member]->figures[k]));
    }
  }
  sweep.store->for_each_run(arm, [&](const StoredRun& run) {
    if (!run.failure) {
      replications_.push_back(run.replication);
    }
  });
}

std::vector<double> ArmFigures::values(std::size_t figure) {
  if (figure < first_ || figure >= first_ + width_) {
    read_from(figure);
  }
  std::vector<double> column(replications_.size());
  for (std::size_t run = 0; run < column.size(); ++run) {
    column[run] = held_[run * width_ + figure - first_];
  }
  return column;
}

void ArmFigures::read_from(std::size_t figure) {
  const std::size_t runs = std::max<std::size_t>(1, replications_.size());
  first_ = figure;
  width_ = std::clamp<std::size_t>(values_at_once / runs, 1, keys_.size() - figure);
  held_.assign(runs * width_, undefined);
  std::size_t row = 0;
  sweep_.store->for_each_run(arm_, [&](const StoredRun& run) {
    if (run.failure) {
      return;
    }
    const auto& places = places_[sweep_.plan->member_of(run.replication)];
    const auto begin = std::lower_bound(places.begin(), places.end(), first_);
    for (auto place = begin; place != places.end() && *place < first_ + width_; ++place) {
      held_[row * width_ + *place - first_] =
          run.values[static_cast<std::size_t>(place - places.begin())];
    }
    ++row;
  });
}

}  // namespace monazite
