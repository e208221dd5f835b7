#include "sim/analysis/base_year.hpp"

#include <cmath>
#include <limits>

#include "models/scenario/world.hpp"
#include "sim/analysis/run_figure.hpp"
#include "sim/batch/statistics.hpp"

namespace monazite {

namespace {

/// Adds up figures of one replication. The sum of none is missing, not zero.
class FigureSum {
 public:
  FigureSum(const ScenarioResults& results, std::size_t run) : results_(results), run_(run) {}

  void add(const MetricKey& key) {
    if (const auto value = run_value(results_, key, run_)) {
      tonnes_ += *value;
      is_observed_ = true;
    }
  }

  [[nodiscard]] double tonnes() const { return is_observed_ ? tonnes_ : undefined; }

 private:
  const ScenarioResults& results_;
  std::size_t run_;
  double tonnes_ = 0;
  bool is_observed_ = false;
};

bool is_in(const std::string& wanted, const std::string& region) {
  return wanted == "WORLD" || (wanted == "REST" ? region != "CN" : region == wanted);
}

void add_separated(FigureSum& sum, const World& world, const BaseYearTarget& target) {
  for (const auto& facility : world.facilities) {
    const auto& region = world.regions[facility.region.index()].id;
    if (facility.stage == Stage::separation && is_in(target.region, region)) {
      sum.add(produced(region, target.material, facility.id));
    }
  }
}

void add_blanks(FigureSum& sum, const std::string& region) {
  for (const char* grade : {"magnet_ndfeb_light", "magnet_ndfeb_heavy", "magnet_bonded"}) {
    sum.add(produced(region, grade));
  }
}

void add_region(FigureSum& sum, const std::string& region, const BaseYearTarget& target) {
  switch (target.quantity) {
    case TargetQuantity::mined:
      sum.add({"mined", region, "", "", "", "", "t"});
      break;
    case TargetQuantity::exports:
      sum.add({"exports", region, "", "", target.material, "", "t"});
      break;
    case TargetQuantity::blanks:
      add_blanks(sum, region);
      break;
    case TargetQuantity::oxide:
      sum.add(produced(region, target.material));
      break;
    case TargetQuantity::surplus:
      sum.add({"surplus", region, "", "", target.material, "", "t"});
      break;
    case TargetQuantity::separated:
      break;
  }
}

double model_value(const World& world, const ScenarioResults& results, const BaseYearTarget& target,
                   std::size_t run) {
  FigureSum sum(results, run);
  if (target.quantity == TargetQuantity::separated) {
    add_separated(sum, world, target);
  } else {
    for (const auto& region : world.regions) {
      if (is_in(target.region, region.id)) {
        add_region(sum, region.id, target);
      }
    }
  }
  return sum.tonnes() / target.yield;
}

}  // namespace

Verdict BaseYearRow::verdict() const {
  return judge(error(), half_width / target.tonnes, allowed_error(target.quantity));
}

std::vector<BaseYearRow> compare_base_year(const World& world, const ScenarioResults& results,
                                           const std::vector<BaseYearTarget>& targets) {
  std::vector<BaseYearRow> rows;
  for (const auto& target : targets) {
    std::vector<double> values;
    for (std::size_t run = 0; run < results.completed.size(); ++run) {
      values.push_back(model_value(world, results, target, run));
    }
    const auto summary = summarise(values, results.completed);
    rows.push_back({target, summary.mean, (summary.ci95_high - summary.ci95_low) / 2});
  }
  return rows;
}

}  // namespace monazite
