#include "sim/analysis/leverage_arms.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <variant>

namespace monazite {

namespace {

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// What only reports need. The interval stays: use is booked at its ends.
void keep_little(OutputsSpec& outputs) {
  outputs.series = {"mined"};
  outputs.flows = false;
  outputs.applications = false;
}

void shorten(std::optional<Distribution>& time, double by) {
  if (!time) {
    return;
  }
  const double left = 1 - by;
  struct Scaled {
    double factor;
    Distribution operator()(Constant d) const { return Constant{d.value * factor}; }
    Distribution operator()(Lognormal d) const { return Lognormal{d.mean * factor, d.cv}; }
    Distribution operator()(Gamma d) const { return Gamma{d.mean * factor, d.cv}; }
    Distribution operator()(Triangular d) const {
      return Triangular{d.low * factor, d.mode * factor, d.high * factor};
    }
    Distribution operator()(Uniform d) const { return Uniform{d.low * factor, d.high * factor}; }
    Distribution operator()(Choice d) const {
      for (double& value : d.values) {
        value *= factor;
      }
      return d;
    }
  };
  time = std::visit(Scaled{left}, *time);
}

void ease_shares(std::vector<NamedShare>& approved, double by) {
  for (NamedShare& share : approved) {
    share.share = 1 - (1 - share.share) * (1 - by);
  }
}

template <class Regime>
void ease_desks(Regime& regime, double by) {
  shorten(regime.review.service, by);
  shorten(regime.review.provincial_service, by);
  shorten(regime.review.answer, by);
  ease_shares(regime.approval, by);
  ease_shares(regime.destinations, by);
}

std::vector<std::string> controls_of(const LeverageSpec& leverage,
                                     const std::vector<std::size_t>& sides) {
  std::vector<std::string> controls;
  for (const std::size_t side : sides) {
    const auto& own = leverage.sides[side].controls;
    controls.insert(controls.end(), own.begin(), own.end());
  }
  return controls;
}

LeverageArm arm_without(const Scenario& scenario, std::vector<std::size_t> off) {
  const LeverageSpec& leverage = *scenario.leverage;
  LeverageArm arm{off, std::nullopt, without_controls(scenario, controls_of(leverage, off))};
  std::string sides = leverage.sides[off.front()].id;
  if (off.size() > 1) {
    sides += fmt::format(" and {}", leverage.sides[off.back()].id);
  }
  arm.scenario.name += fmt::format(" without the controls of {}", sides);
  return arm;
}

}  // namespace

Scenario without_controls(const Scenario& scenario, const std::vector<std::string>& controls) {
  Scenario result = scenario;
  std::erase_if(result.instruments, [&](const auto& i) { return holds(controls, i.id); });
  for_each_list_of_actions(result, [&](std::vector<ActionSpec>& actions) {
    std::erase_if(actions, [&](const ActionSpec& a) { return holds(controls, a.instrument); });
  });
  for (StockpileSpec& stockpile : result.stockpiles) {
    std::erase_if(stockpile.release.instruments,
                  [&](const std::string& id) { return holds(controls, id); });
  }
  keep_little(result.outputs);
  return result;
}

std::optional<InstrumentSpec> eased(const InstrumentSpec& control, double share) {
  InstrumentSpec result = control;
  if (auto* const tariff = std::get_if<TariffSpec>(&result.kind)) {
    for (TariffStep& step : tariff->schedule) {
      step.rate *= 1 - share;
    }
  } else if (auto* const friction = std::get_if<FrictionSpec>(&result.kind)) {
    friction->time_factor = 1 + (friction->time_factor - 1) * (1 - share);
    friction->hold_probability *= 1 - share;
  } else if (auto* const licence = std::get_if<LicenceSpec>(&result.kind)) {
    ease_desks(*licence, share);
    for (LicenceChange& change : licence->changes) {
      ease_desks(change, share);
    }
  } else {
    return std::nullopt;
  }
  return result;
}

std::optional<Scenario> with_eased_controls(const Scenario& scenario, std::size_t side,
                                            double share) {
  Scenario result = scenario;
  const LeverageSideSpec& own = scenario.leverage->sides[side];
  for (InstrumentSpec& instrument : result.instruments) {
    if (!holds(own.controls, instrument.id)) {
      continue;
    }
    auto weaker = eased(instrument, share);
    if (!weaker) {
      return std::nullopt;
    }
    instrument = *std::move(weaker);
  }
  keep_little(result.outputs);
  result.name += fmt::format(" with the controls of {} eased", own.id);
  return result;
}

std::vector<LeverageArm> leverage_arms(const Scenario& scenario) {
  const LeverageSpec& leverage = *scenario.leverage;
  std::vector<LeverageArm> arms;
  for (std::size_t a = 0; a < leverage.sides.size(); ++a) {
    if (leverage.sides[a].controls.empty()) {
      continue;
    }
    arms.push_back(arm_without(scenario, {a}));
    for (std::size_t b = 0; b < a; ++b) {
      if (!leverage.sides[b].controls.empty()) {
        arms.push_back(arm_without(scenario, {b, a}));
      }
    }
    if (leverage.ease) {
      if (auto weaker = with_eased_controls(scenario, a, *leverage.ease)) {
        arms.push_back({{}, a, *std::move(weaker)});
      }
    }
  }
  return arms;
}

}  // namespace monazite
