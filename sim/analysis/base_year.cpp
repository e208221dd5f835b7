#include "sim/analysis/base_year.hpp"

#include <algorithm>
#include <cmath>

#include "models/scenario/world.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

constexpr double finished_per_blank = 0.72;

constexpr std::string_view usgs = "USGS MCS 2026, mine production 2024";
constexpr std::string_view balance = "world_2024_balance.csv";

using Key = MetricKey;

double value(const ScenarioResults& results, const Key& wanted, std::size_t replication) {
  const auto& figures = results.plan().run_figures;
  const auto found = std::lower_bound(figures.begin(), figures.end(), wanted);
  if (found == figures.end() || *found != wanted) {
    return 0;
  }
  const auto figure = static_cast<std::size_t>(found - figures.begin());
  return results.run_values[replication * figures.size() + figure];
}

Key produced(std::string region, std::string material, std::string facility) {
  return {"produced", std::move(region), "", "", std::move(material), std::move(facility), "t"};
}

bool in(std::string_view wanted, const std::string& region) {
  return wanted == "REST" ? region != "CN" : region == wanted;
}

/// Oxides put out by separation plants (not by recyclers) of a region.
double separated(const World& world, const ScenarioResults& results, std::string_view region,
                 std::size_t replication) {
  double tonnes = 0;
  for (const auto& facility : world.facilities) {
    const auto& id = world.regions[facility.region.index()].id;
    if (facility.stage == Stage::separation && in(region, id)) {
      tonnes += value(results, produced(id, "oxide", facility.id), replication);
    }
  }
  return tonnes;
}

double over_regions(const World& world, const ScenarioResults& results, std::string_view region,
                    const std::string& material, std::size_t replication) {
  double tonnes = 0;
  for (const auto& r : world.regions) {
    if (in(region, r.id)) {
      tonnes += value(results, produced(r.id, material, ""), replication);
    }
  }
  return tonnes;
}

double model_value(const World& world, const ScenarioResults& results, const BaseYearTarget& target,
                   std::size_t replication) {
  const std::string region(target.region);
  const std::string material(target.material);
  if (target.quantity == "mined") {
    return value(results, {"mined", region, "", "", "", "", "t"}, replication);
  }
  if (target.quantity == "exports") {
    return value(results, {"exports", region, "", "", material, "", "t"}, replication);
  }
  if (target.quantity == "separated") {
    return separated(world, results, target.region, replication);
  }
  if (target.quantity == "blanks") {
    double tonnes = 0;
    for (const char* grade : {"magnet_ndfeb_light", "magnet_ndfeb_heavy", "magnet_bonded"}) {
      tonnes += over_regions(world, results, target.region, grade, replication);
    }
    return tonnes / finished_per_blank;
  }
  return over_regions(world, results, target.region, material, replication);
}

}  // namespace

const std::vector<BaseYearTarget>& base_year_targets() {
  static const std::vector<BaseYearTarget> targets = {
      {"mined", "CN", "", 270000, 0.03, usgs},
      {"mined", "US", "", 45500, 0.03, usgs},
      {"mined", "AU", "", 29000, 0.03, usgs},
      {"mined", "MM", "", 27000, 0.03, usgs},
      {"mined", "IN", "", 2900, 0.03, usgs},
      {"mined", "RU", "", 2600, 0.03, usgs},
      {"mined", "TH", "", 2100, 0.03, usgs},
      {"mined", "NG", "", 1500, 0.03, usgs},
      {"mined", "MG", "", 1400, 0.03, usgs},
      {"mined", "LA", "", 1000, 0.03, "USGS MCS 2026, line Other booked on Laos"},
      {"mined", "BR", "", 560, 0.03, usgs},
      {"mined", "VN", "", 300, 0.03, usgs},
      {"mined", "MY", "", 140, 0.03, usgs},
      {"separated", "CN", "oxide", 315207, 0.05, balance},
      {"separated", "REST", "oxide", 18268, 0.05, balance},
      {"blanks", "CN", "NdFeB", 240000, 0.05, "magnet_makers.csv; world_2024_balance.csv"},
      {"blanks", "REST", "NdFeB", 19000, 0.05, "magnet_makers.csv; world_2024_balance.csv"},
      {"exports", "CN", "magnet", 58152, 0.05, "China customs 2024, HS 85051110"},
  };
  return targets;
}

bool BaseYearRow::holds() const { return std::abs(error()) <= target.tolerance; }

std::vector<BaseYearRow> compare_base_year(const World& world, const ScenarioResults& results) {
  std::vector<BaseYearRow> rows;
  for (const auto& target : base_year_targets()) {
    std::vector<double> values;
    for (std::size_t r = 0; r < results.completed.size(); ++r) {
      values.push_back(model_value(world, results, target, r));
    }
    const auto summary = summarise(values, results.completed);
    rows.push_back({target, summary.mean, (summary.ci95_high - summary.ci95_low) / 2});
  }
  return rows;
}

std::vector<DriftRow> measure_drift(const ScenarioResults& results) {
  const std::vector<std::pair<std::string, Key>> flows = {
      {"mined, world", {"mined", "", "", "", "", "", "t"}},
      {"oxide produced, world", produced("", "oxide", "")},
      {"metal produced, world", produced("", "metal", "")},
      {"alloy produced, world", produced("", "alloy", "")},
      {"magnets produced, world", produced("", "magnet", "")},
      {"magnet exports of China", {"exports", "CN", "", "", "magnet", "", "t"}},
  };
  const auto& figures = results.plan().series_figures;
  std::vector<DriftRow> rows;
  for (const auto& [label, key] : flows) {
    const auto found = std::lower_bound(figures.begin(), figures.end(), key);
    if (found == figures.end() || *found != key) {
      continue;
    }
    const auto figure = static_cast<std::size_t>(found - figures.begin());
    // The last week of the calendar may be cut short.
    const auto weeks = results.plan().intervals.size() - 1;
    double mean = 0;
    for (std::size_t w = 0; w < weeks; ++w) {
      mean += results.series[w * figures.size() + figure].mean() / static_cast<double>(weeks);
    }
    double slope = 0;
    double squares = 0;
    double variance = 0;
    for (std::size_t w = 0; w < weeks; ++w) {
      const double x = static_cast<double>(w) - static_cast<double>(weeks - 1) / 2;
      const double y = results.series[w * figures.size() + figure].mean() - mean;
      slope += x * y;
      squares += x * x;
      variance += y * y / static_cast<double>(weeks);
    }
    const double per_year = slope / squares * 365.25 / 7;
    rows.push_back({label, mean, per_year / mean, std::sqrt(variance) / mean});
  }
  return rows;
}

std::vector<StageRow> compare_stages(const std::vector<const ScenarioResults*>& arms) {
  const std::vector<std::pair<std::string, Key>> stages = {
      {"mined, China", {"mined", "CN", "", "", "", "", "t"}},
      {"mined, rest", {"mined", "", "", "", "", "", "t"}},
      {"oxide", produced("", "oxide", "")},
      {"NdPr oxide", produced("", "oxide_NdPr", "")},
      {"metal", produced("", "metal", "")},
      {"alloy", produced("", "alloy", "")},
      {"magnets", produced("", "magnet", "")},
      {"magnet exports of China", {"exports", "CN", "", "", "magnet", "", "t"}},
      {"fill rate of magnet users", {"fill_rate", "", "", "", "", "", "share"}},
  };
  std::vector<StageRow> rows;
  for (const auto& [label, key] : stages) {
    StageRow row{label, {}};
    for (const auto* arm : arms) {
      double total = 0;
      for (std::size_t r = 0; r < arm->completed.size(); ++r) {
        total += value(*arm, key, r);
        if (label == "mined, rest") {
          total -= value(*arm, stages.front().second, r);
        }
      }
      row.tonnes.push_back(total /
                           static_cast<double>(std::max<std::size_t>(1, arm->completed.size())));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace monazite
