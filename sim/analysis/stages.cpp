#include "sim/analysis/stages.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include "sim/analysis/run_figure.hpp"

namespace monazite {

namespace {

constexpr double allowed_after_recovery = 0.05;

/// A stage's figure; where `less` is given, the rest without that.
struct StageFigure {
  std::string label;
  MetricKey figure;
  std::optional<MetricKey> less;
};

const std::vector<StageFigure>& stages() {
  static const MetricKey mined_in_china = {"mined", "CN", "", "", "", "", "t"};
  static const std::vector<StageFigure> all = {
      {"mined, China", mined_in_china, std::nullopt},
      {"mined, rest", {"mined", "", "", "", "", "", "t"}, mined_in_china},
      {"oxide", produced("", "oxide"), std::nullopt},
      {"NdPr oxide", produced("", "oxide_NdPr"), std::nullopt},
      {"metal", produced("", "metal"), std::nullopt},
      {"alloy", produced("", "alloy"), std::nullopt},
      {"magnets", produced("", "magnet"), std::nullopt},
      {"magnet exports of China", {"exports", "CN", "", "", "magnet", "", "t"}, std::nullopt},
      {"fill rate of magnet users", {"fill_rate", "", "", "", "", "", "share"}, std::nullopt},
  };
  return all;
}

double mean_over_runs(const ScenarioResults& results, const StageFigure& stage) {
  double total = 0;
  for (std::size_t run = 0; run < results.completed.size(); ++run) {
    total += run_value(results, stage.figure, run).value_or(undefined);
    if (stage.less) {
      total -= run_value(results, *stage.less, run).value_or(undefined);
    }
  }
  return total / static_cast<double>(results.completed.size());
}

}  // namespace

Verdict StageRow::verdict() const {
  return judge(years.empty() ? undefined : years.back().change(), 0, allowed_after_recovery);
}

StageTable compare_stages(const std::vector<ArmYear>& years) {
  StageTable table;
  for (const auto& year : years) {
    table.years.push_back(year.label);
  }
  for (const auto& stage : stages()) {
    StageRow row{stage.label, stage.figure.unit == "share", {}};
    for (const auto& year : years) {
      row.years.push_back(
          {mean_over_runs(*year.reference, stage), mean_over_runs(*year.arm, stage)});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace monazite
