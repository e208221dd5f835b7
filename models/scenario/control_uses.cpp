#include "models/scenario/control_uses.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>
#include <vector>

#include "models/scenario/leverage_sides.hpp"

namespace monazite {

namespace {

/// The first day on which a control is in force by its own dates, whatever its pipeline does to it.
std::optional<Date> own_first_day(const InstrumentSpec& control) {
  const auto* tariff = std::get_if<TariffSpec>(&control.kind);
  if (tariff != nullptr && !tariff->schedule.empty()) {
    const Date first = tariff->schedule.front().from;
    return std::max(control.from.value_or(first), first);
  }
  if (!control.from || control.pipeline.empty()) {
    return control.from;
  }
  std::vector<PipelineStep> pipeline;
  pipeline.reserve(control.pipeline.size());
  for (const PipelineStepSpec& step : control.pipeline) {
    pipeline.push_back({step.on, step.stage, step.from});
  }
  return first_day_in_force(*control.from, pipeline);
}

/// The last day up to `first` on which it is announced or revived.
std::optional<Date> announced_for(const InstrumentSpec& control, Date first) {
  auto last = control.announced;
  for (const PipelineStepSpec& step : control.pipeline) {
    if ((step.stage == PipelineStage::announce || step.stage == PipelineStage::revive) &&
        step.on <= first) {
      last = std::max(last.value_or(step.on), step.on);
    }
  }
  return last;
}

void check_control(const InstrumentSpec& control, const LeverageSideSpec& side,
                   const LeverageSpec& leverage, Diagnostics& problems) {
  const int days = leverage.erosion->days;
  if (!can_be_used_again(control)) {
    problems.add(side.place,
                 fmt::format("erosion by the control '{}', a {}, which is not put on and off",
                             control.id, instrument_type_names[control.kind.index()]),
                 "bans, tariffs, licences and frictions");
  } else if (!first_use_of(control, leverage.from, days)) {
    problems.add(side.place,
                 fmt::format("erosion by the control '{}', which is not in force from {} to {}, in "
                             "the first use",
                             control.id, to_iso(leverage.from), to_iso(leverage.from + (days - 1))),
                 "controls with dates in the first use");
  }
}

}  // namespace

bool can_be_used_again(const InstrumentSpec& control) {
  return std::holds_alternative<BanSpec>(control.kind) ||
         std::holds_alternative<TariffSpec>(control.kind) ||
         std::holds_alternative<LicenceSpec>(control.kind) ||
         std::holds_alternative<FrictionSpec>(control.kind);
}

std::optional<ControlUse> first_use_of(const InstrumentSpec& control, Date from, int days) {
  auto own = own_first_day(control);
  if (!own) {
    return std::nullopt;
  }
  const auto announced = announced_for(control, *own);
  if (const auto* ban = std::get_if<BanSpec>(&control.kind)) {
    *own = *own + ban->grace_days;
  }
  const Date end = from + (days - 1);
  ControlUse use{std::max(*own, from), std::min(control.until.value_or(end), end), {}};
  if (use.first > use.last) {
    return std::nullopt;
  }
  if (announced) {
    use.lead_days = std::max(0, *own - *announced);
  }
  return use;
}

int period_days(const ErosionSpec& erosion) { return erosion.days + erosion.apart_days; }

void check_erosion_in(const Scenario& scenario, Diagnostics& problems) {
  const LeverageSpec& leverage = *scenario.leverage;
  const ErosionSpec& erosion = *leverage.erosion;
  if (erosion.uses < 1 || erosion.days < 1 || erosion.apart_days < 1) {
    return;  // what is missing has been told
  }
  const int days = erosion.uses * period_days(erosion);
  const int held = scenario.calendar.end + 1 - leverage.from;
  const bool is_told = leverage.from < scenario.calendar.start || days > most_horizon_days;
  if (!is_told && days > held) {
    problems.add(erosion.place,
                 fmt::format("{} uses of {} d, {} d apart, from {} end after the calendar",
                             erosion.uses, erosion.days, erosion.apart_days, to_iso(leverage.from)),
                 fmt::format("at most {} d in all, or a calendar that ends on {} or later", held,
                             to_iso(leverage.from + (days - 1))));
  }
  for (const LeverageSideSpec& side : leverage.sides) {
    for (const std::string& id : side.controls) {
      const auto control =
          std::find_if(scenario.instruments.begin(), scenario.instruments.end(),
                       [&](const InstrumentSpec& instrument) { return instrument.id == id; });
      if (control != scenario.instruments.end()) {
        check_control(*control, side, leverage, problems);
      }
    }
  }
}

}  // namespace monazite
