#include "sim/analysis/erosion_arms.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "models/scenario/control_uses.hpp"
#include "sim/analysis/leverage_arms.hpp"

namespace monazite {

namespace {

/// Uses of a control, each so many days after the one before.
struct Uses {
  ControlUse first;
  int count = 0;
  int period_days = 0;
};

struct Shifted {
  int days;
  void operator()(BanSpec& ban) const {
    ban.grace_days = 0;  // the first day of the use is after it
    for (BanChange& change : ban.changes) {
      change.on = change.on + days;
    }
  }
  void operator()(TariffSpec& tariff) const {
    for (TariffStep& step : tariff.schedule) {
      step.from = step.from + days;
      if (step.until) {
        step.until = *step.until + days;
      }
    }
  }
  void operator()(FrictionSpec&) const {}
  template <class Kind>
  void operator()(Kind&) const {}
};

/// The control in one of its uses, counted from 0, as an instrument of its own.
InstrumentSpec one_use(const InstrumentSpec& control, const Uses& uses, int use) {
  InstrumentSpec result = control;
  const int shift = use * uses.period_days;
  if (use > 0) {
    result.id = fmt::format("{} (use {})", control.id, use + 1);
  }
  std::visit(Shifted{shift}, result.kind);
  result.pipeline.clear();
  result.announced.reset();
  result.from = uses.first.first + shift;
  result.until = uses.first.last + shift;
  if (uses.first.lead_days) {
    result.announced = *result.from - *uses.first.lead_days;
  }
  return result;
}

/// A licence of several uses. It stays one instrument: two may not cover the same lane, and what
/// was granted in one use is valid in the next.
InstrumentSpec all_uses(const InstrumentSpec& control, const LicenceSpec& licence,
                        const Uses& uses) {
  InstrumentSpec result = one_use(control, uses, 0);
  auto& changes = std::get<LicenceSpec>(result.kind).changes;
  changes.clear();
  for (int use = 0; use < uses.count; ++use) {
    const int shift = use * uses.period_days;
    const Date first = uses.first.first + shift;
    const Date last = uses.first.last + shift;
    if (use > 0) {
      LicenceChange again;
      again.on = first;
      again.in_force = true;
      again.starts_over = true;
      changes.push_back(std::move(again));
      // What resumes by its own course frightens nobody, what is announced does.
      const int lead = uses.first.lead_days.value_or(0);
      result.pipeline.push_back({first - lead, PipelineStage::announce, {}, {}});
      if (lead > 0) {
        result.pipeline.push_back({first, PipelineStage::announce, {}, {}});
      }
    }
    for (const LicenceChange& change : licence.changes) {
      LicenceChange later = change;
      later.on = std::max(change.on + shift, first);
      if (later.on <= last) {
        changes.push_back(std::move(later));
      }
    }
    if (use + 1 < uses.count) {
      LicenceChange off;
      off.on = last + 1;
      off.in_force = false;
      changes.push_back(std::move(off));
    }
    result.until = last;
  }
  return result;
}

std::vector<InstrumentSpec> instruments_of(const InstrumentSpec& control, const Uses& uses) {
  if (const auto* licence = std::get_if<LicenceSpec>(&control.kind)) {
    return {all_uses(control, *licence, uses)};
  }
  std::vector<InstrumentSpec> result;
  result.reserve(static_cast<std::size_t>(uses.count));
  for (int use = 0; use < uses.count; ++use) {
    result.push_back(one_use(control, uses, use));
  }
  return result;
}

/// Stockpiles that watch a control watch each of its uses.
void watch_all(Scenario& scenario, const std::string& control,
               const std::vector<InstrumentSpec>& uses) {
  for (StockpileSpec& stockpile : scenario.stockpiles) {
    auto& watched = stockpile.release.instruments;
    if (std::find(watched.begin(), watched.end(), control) != watched.end()) {
      std::transform(std::next(uses.begin()), uses.end(), std::back_inserter(watched),
                     [](const InstrumentSpec& use) { return use.id; });
    }
  }
}

std::vector<std::string> controls_but_of(const LeverageSpec& leverage,
                                         std::optional<std::size_t> side) {
  std::vector<std::string> controls;
  for (std::size_t s = 0; s < leverage.sides.size(); ++s) {
    if (s != side) {
      const auto& of_side = leverage.sides[s].controls;
      controls.insert(controls.end(), of_side.begin(), of_side.end());
    }
  }
  return controls;
}

Scenario without_controls_but_of(const Scenario& scenario, std::optional<std::size_t> side) {
  Scenario result = without_controls(scenario, controls_but_of(*scenario.leverage, side));
  const ErosionSpec& erosion = *scenario.leverage->erosion;
  auto& horizons = result.leverage->horizons_days;
  horizons.clear();
  for (int use = 1; use <= erosion.uses; ++use) {
    horizons.push_back(use * period_days(erosion));
  }
  return result;
}

}  // namespace

Scenario with_uses(const Scenario& scenario, std::size_t side, int uses) {
  const LeverageSpec& leverage = *scenario.leverage;
  const ErosionSpec& erosion = *leverage.erosion;
  const auto& own = leverage.sides[side].controls;
  const auto is_own = [&](const std::string& id) {
    return std::find(own.begin(), own.end(), id) != own.end();
  };
  Scenario result = without_controls_but_of(scenario, side);
  std::erase_if(result.instruments, [&](const auto& i) { return is_own(i.id); });
  for_each_list_of_actions(result, [&](std::vector<ActionSpec>& actions) {
    std::erase_if(actions, [&](const ActionSpec& action) { return is_own(action.instrument); });
  });
  for (const InstrumentSpec& control : scenario.instruments) {
    if (!is_own(control.id)) {
      continue;
    }
    if (const auto first = first_use_of(control, leverage.from, erosion.days)) {
      auto used = instruments_of(control, {*first, uses, period_days(erosion)});
      watch_all(result, control.id, used);
      result.instruments.insert(result.instruments.end(), std::make_move_iterator(used.begin()),
                                std::make_move_iterator(used.end()));
    }
  }
  result.name += fmt::format(", {} uses of the controls of {}", uses, leverage.sides[side].id);
  return result;
}

std::vector<ErosionArm> erosion_arms(const Scenario& scenario) {
  const LeverageSpec& leverage = *scenario.leverage;
  std::vector<ErosionArm> arms;
  arms.push_back({std::nullopt, 0, without_controls_but_of(scenario, std::nullopt)});
  arms.back().scenario.name += " without any control";
  for (std::size_t side = 0; side < leverage.sides.size(); ++side) {
    if (leverage.sides[side].controls.empty()) {
      continue;
    }
    for (int uses = 1; uses <= leverage.erosion->uses; ++uses) {
      arms.push_back({side, uses, with_uses(scenario, side, uses)});
    }
  }
  return arms;
}

}  // namespace monazite
