#include "sim/analysis/leverage.hpp"

#include <algorithm>
#include <optional>

#include "models/metrics/figure.hpp"
#include "models/scenario/leverage_sides.hpp"
#include "sim/analysis/leverage_pains.hpp"

namespace monazite {

namespace {

class LeverageTable {
 public:
  LeverageTable(const Scenario& scenario, std::span<const LeverageArm> arms,
                const ScenarioResults& as_written,
                const std::vector<const ScenarioResults*>& results, const Endurance& endurance)
      : scenario_(scenario),
        leverage_(*scenario.leverage),
        arms_(arms),
        endurance_(endurance),
        written_(losses_of(as_written, leverage_)) {
    for (const ScenarioResults* arm : results) {
      losses_.push_back(losses_of(*arm, leverage_));
    }
  }

  std::vector<LeverageRow> rows() const {
    std::vector<LeverageRow> all;
    for (std::size_t side = 0; side < leverage_.sides.size(); ++side) {
      for (std::size_t against = 0; against < leverage_.sides.size(); ++against) {
        if (side == against || leverage_.sides[side].controls.empty()) {
          continue;
        }
        for (const auto& rows : {own(side, against), both(side, against)}) {
          all.insert(all.end(), rows.begin(), rows.end());
        }
      }
    }
    return all;
  }

 private:
  [[nodiscard]] const SideLosses* without(std::vector<std::size_t> off) const {
    std::sort(off.begin(), off.end());
    for (std::size_t k = 0; k < arms_.size(); ++k) {
      if (!arms_[k].eased && arms_[k].off == off) {
        return &losses_[k];
      }
    }
    return nullptr;
  }

  [[nodiscard]] const SideLosses* eased(std::size_t side) const {
    for (std::size_t k = 0; k < arms_.size(); ++k) {
      if (arms_[k].eased == side) {
        return &losses_[k];
      }
    }
    return nullptr;
  }

  [[nodiscard]] LeverageScale scale(std::size_t side, std::size_t against) const {
    if (!(leverage_.relative > 0)) {
      return {1, 1, 0};
    }
    return {gdp_usd_per_year(scenario_, leverage_.sides[side]),
            gdp_usd_per_year(scenario_, leverage_.sides[against]), leverage_.relative};
  }

  [[nodiscard]] LeverageRow names(std::size_t side, std::size_t against,
                                  LeverageControls controls) const {
    LeverageRow row;
    row.side = leverage_.sides[side].id;
    row.against = leverage_.sides[against].id;
    row.controls = controls;
    row.marginal_usd = undefined;
    row.time_to_survive_days = undefined;
    row.endurance_margin_days = undefined;
    return row;
  }

  [[nodiscard]] Pains pains(const SideLosses& without_them, std::size_t side,
                            std::size_t against) const {
    return pains_of(written_, without_them, side, against,
                    leverage_.sides[side].export_value_added);
  }

  [[nodiscard]] std::vector<LeverageRow> own(std::size_t side, std::size_t against) const {
    LeverageRow row = names(side, against, LeverageControls::own);
    add_endurance(row, side, against);
    const LeverageScale in = scale(side, against);
    auto rows = leverage_rows(row, pains(*without({side}), side, against), leverage_, in);
    if (const SideLosses* weaker = eased(side)) {
      // What full controls impose beyond eased ones, for the whole of them.
      const auto last = leverage_rows(row, pains(*weaker, side, against), leverage_, in);
      for (std::size_t k = 0; k < rows.size(); ++k) {
        rows[k].marginal_usd = last[k].imposed_usd / *leverage_.ease;
      }
    }
    return rows;
  }

  [[nodiscard]] std::vector<LeverageRow> both(std::size_t side, std::size_t against) const {
    const SideLosses* without_both = without({side, against});
    if (without_both == nullptr) {
      return {};
    }
    return leverage_rows(names(side, against, LeverageControls::both),
                         pains(*without_both, side, against), leverage_, scale(side, against));
  }

  void add_endurance(LeverageRow& row, std::size_t side, std::size_t against) const {
    if (endurance_.of.empty() || !endurance_.of[side][against]) {
      return;
    }
    const TimeToSurvive other = *endurance_.of[side][against];
    row.time_to_survive_days = other.days;
    if (const auto& own_time = endurance_.of[against][side];
        own_time && !own_time->is_at_least && !other.is_at_least) {
      row.endurance_margin_days = other.days - own_time->days;
    }
  }

  const Scenario& scenario_;
  const LeverageSpec& leverage_;
  std::span<const LeverageArm> arms_;
  const Endurance& endurance_;
  SideLosses written_;
  std::vector<SideLosses> losses_;  ///< by arm
};

}  // namespace

std::vector<LeverageRow> leverage_of(const Scenario& scenario, std::span<const LeverageArm> arms,
                                     const ScenarioResults& as_written,
                                     std::span<const ScenarioResults> results,
                                     const Endurance& endurance) {
  std::vector<LeverageRow> all;
  for (const ScenarioResults* view : as_written.views()) {
    std::vector<const ScenarioResults*> of_arms;
    for (const ScenarioResults& arm : results) {
      for (const ScenarioResults* other : arm.views()) {
        if (other->scenario.branch == view->scenario.branch) {
          of_arms.push_back(other);
        }
      }
    }
    // A branch that was drawn here and in no run of an arm has nothing to be compared with.
    if (of_arms.size() != results.size()) {
      continue;
    }
    for (LeverageRow& row : LeverageTable(scenario, arms, *view, of_arms, endurance).rows()) {
      row.branch = view->scenario.branch;
      all.push_back(std::move(row));
    }
  }
  return all;
}

}  // namespace monazite
