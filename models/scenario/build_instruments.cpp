#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

/// Drops what the schedule of a tariff says before its first day; the rate of that day begins on
/// it.
void begin_on(Date from, std::vector<TariffLevel>& levels) {
  const auto later = std::find_if(levels.begin(), levels.end(),
                                  [&](const TariffLevel& level) { return level.on > from; });
  if (later == levels.begin() || levels.front().on == from) {
    return;
  }
  const auto first = std::prev(later);
  *first = {from, "impose", first->rate, first->believed};
  levels.erase(levels.begin(), first->rate > 0 ? first : later);
}

}  // namespace

std::optional<InstrumentSpec> WorldBuilder::as_it_comes(const InstrumentSpec& spec) {
  std::vector<PipelineStep> pipeline;
  for (const auto& step : spec.pipeline) {
    pipeline.push_back({step.on, step.stage, step.from});
  }
  if (!spec.from || pipeline.empty()) {
    return spec;
  }
  const auto first = first_day_in_force(*spec.from, pipeline);
  if (!first) {
    return std::nullopt;
  }
  auto result = spec;
  result.from = first;
  return result;
}

InstrumentKind WorldBuilder::as_announced(const InstrumentSpec& spec) {
  // Buyers do not know that it will be shelved: they hear of what it would have borne on.
  if (const auto* ban = std::get_if<BanSpec>(&spec.kind)) {
    return make_ban(spec, *ban);
  }
  if (const auto* tariff = std::get_if<TariffSpec>(&spec.kind)) {
    return make_tariff(spec, *tariff);
  }
  Ban heard_of;
  const auto hear = [&](const CoversSpec& covered, const std::vector<CoversSpec>& exempt) {
    heard_of.levels.push_back(
        {*spec.from, "impose", lanes_covered(as_issued(covered, spec), exempt)});
  };
  if (const auto* licence = std::get_if<LicenceSpec>(&spec.kind)) {
    hear(licence->covers, licence->exempt);
  } else if (const auto* friction = std::get_if<FrictionSpec>(&spec.kind)) {
    hear(friction->covers, friction->exempt);
  } else if (const auto* quota = std::get_if<ExportQuotaSpec>(&spec.kind)) {
    hear(quota->covers, quota->exempt);
  }
  return heard_of;
}

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const BanSpec& ban) {
  auto made = make_ban(spec, ban);
  made.lineage = add_lineage(spec);
  warn_without_lanes(spec, "ban",
                     made.levels.empty() ||
                         std::any_of(made.levels.begin(), made.levels.end(),
                                     [](const BanLevel& level) { return !level.lanes.empty(); }));
  return made;
}

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const TariffSpec& tariff) {
  auto made = make_tariff(spec, tariff);
  warn_without_lanes(spec, "tariff", !made.lanes.empty());
  const bool taxes = std::any_of(tariff.schedule.begin(), tariff.schedule.end(),
                                 [](const TariffStep& step) { return step.rate > 0; });
  if (taxes && std::none_of(made.levels.begin(), made.levels.end(),
                            [](const TariffLevel& level) { return level.rate > 0; })) {
    warnings_.add(spec.place, fmt::format("tariff '{}' has no rate left when it begins", spec.id));
  }
  return made;
}

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const ProductionQuotaSpec& quota) {
  share_quota(spec, quota);
  return make_quota(spec, quota);
}

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const LicenceSpec& licence) {
  auto made = make_licence(spec, licence);
  warn_without_lanes(spec, "licence", !made.lanes.empty());
  return made;
}

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const FrictionSpec& friction) {
  auto made = make_friction(spec, friction);
  warn_without_lanes(spec, "friction", !made.lanes.empty());
  return made;
}

InstrumentKind WorldBuilder::make(const InstrumentSpec& spec, const ExportQuotaSpec& quota) {
  auto made = make_export_quota(spec, quota);
  warn_without_lanes(spec, "quota", !made.lanes.empty());
  return made;
}

void WorldBuilder::warn_without_lanes(const InstrumentSpec& spec, std::string_view type,
                                      bool has_lanes) {
  if (!has_lanes) {
    warnings_.add(spec.place, fmt::format("{} '{}' covers no lane across a border", type, spec.id));
  }
}

Ban WorldBuilder::make_ban(const InstrumentSpec& spec, const BanSpec& ban) {
  Ban result;
  result.in_transit = static_cast<InTransitRule>(ban.in_transit);
  if (!spec.from) {
    return result;
  }
  const Date first = *spec.from + ban.grace_days;
  if (spec.until && first > *spec.until) {
    warnings_.add(spec.place,
                  fmt::format("ban '{}' ends within its grace and is never in force", spec.id));
    return result;
  }
  auto covered = as_issued(ban.covers, spec);
  auto exempt = ban.exempt;
  bool in_force = true;
  const auto add_level = [&](Date on, std::string action) {
    auto lanes = in_force ? lanes_covered(covered, exempt) : std::vector<std::uint32_t>{};
    if (action.empty()) {
      const auto before = result.levels.empty() ? 0 : result.levels.back().lanes.size();
      action = lanes.size() < before ? "ease" : lanes.size() > before ? "tighten" : "keep";
    }
    if (on == first) {
      // What changes within the grace is what the ban begins with.
      result.levels.clear();
      action = in_force ? "impose" : "suspend";
    }
    result.levels.push_back({on, std::move(action), std::move(lanes)});
  };
  add_level(first, {});
  for (const auto& change : ban.changes) {
    if (spec.until && change.on > *spec.until) {
      warnings_.add(change.place, fmt::format("a change of ban '{}' comes after its end ({}) and "
                                              "does nothing",
                                              spec.id, to_iso(*spec.until)));
      continue;
    }
    std::string action;
    if (change.in_force && *change.in_force != in_force) {
      in_force = *change.in_force;
      action = in_force ? "resume" : "suspend";
    }
    if (change.covers) {
      covered = as_issued(*change.covers, spec);
    }
    if (change.exempt) {
      exempt = *change.exempt;
    }
    add_level(std::max(change.on, first), action);
  }
  if (spec.until) {
    in_force = false;
    add_level(*spec.until + 1, "lapse");
  }
  return result;
}

Tariff WorldBuilder::make_tariff(const InstrumentSpec& spec, const TariffSpec& tariff) const {
  Tariff result;
  auto covered = tariff.covers;
  if (covered.destinations.empty()) {
    covered.destinations = {spec.issuer};
  }
  result.lanes = lanes_covered(covered, {});
  double rate = 0;
  double before_step = 0;
  for (std::size_t k = 0; k < tariff.schedule.size(); ++k) {
    const auto& step = tariff.schedule[k];
    before_step = rate;
    const char* action = result.levels.empty() ? "impose" : step.rate < rate ? "ease" : "tighten";
    rate = step.rate;
    result.levels.push_back({step.from, action, rate, step.believed});
    const bool next_comes_first = k + 1 < tariff.schedule.size() && step.until &&
                                  tariff.schedule[k + 1].from <= *step.until + 1;
    if (step.until && !next_comes_first) {
      if (step.then == TariffStep::Then::snap_back) {
        rate = before_step;
        result.levels.push_back({*step.until + 1, "snap_back", rate, step.then_believed});
      } else if (step.then == TariffStep::Then::lapse) {
        rate = 0;
        result.levels.push_back({*step.until + 1, "lapse", rate, 0});
      }
    }
  }
  if (spec.from) {
    begin_on(*spec.from, result.levels);
  }
  if (spec.until) {
    std::erase_if(result.levels, [&](const TariffLevel& level) { return level.on > *spec.until; });
    result.levels.push_back({*spec.until + 1, "lapse", 0, 0});
  }
  return result;
}

Friction WorldBuilder::make_friction(const InstrumentSpec& spec, const FrictionSpec& friction) {
  Friction result;
  result.lanes = lanes_covered(as_issued(friction.covers, spec), friction.exempt);
  if (friction.hold) {
    result.hold = duration_of(*friction.hold);
  }
  if (spec.from) {
    result.levels.push_back(
        {*spec.from, "impose", true, friction.time_factor, friction.hold_probability});
    if (spec.until) {
      result.levels.push_back(
          {*spec.until + 1, "lapse", false, friction.time_factor, friction.hold_probability});
    }
  }
  return result;
}

void WorldBuilder::warn_outside_calendar(Place place, const std::string& id, Date from,
                                         std::optional<Date> until) {
  if (from > world_.end || (until && *until < world_.origin)) {
    warnings_.add(place, fmt::format("'{}' is never in force between {} and {}", id,
                                     to_iso(world_.origin), to_iso(world_.end)));
  }
}

void WorldBuilder::add_instrument(const InstrumentSpec& spec) {
  Instrument instrument{spec.id, {}, spec.issuer, {}, true, Ban{}};
  instrument.type = instrument_type_names[spec.kind.index()];
  for (const auto& step : spec.pipeline) {
    instrument.pipeline.push_back({step.on, step.stage, step.from});
  }
  if (spec.announced) {
    instrument.pipeline.push_back({*spec.announced, PipelineStage::announce, {}});
    std::stable_sort(instrument.pipeline.begin(), instrument.pipeline.end(),
                     [](const auto& a, const auto& b) { return a.on < b.on; });
  }
  if (const auto comes = as_it_comes(spec)) {
    instrument.kind = std::visit([&](const auto& kind) { return make(*comes, kind); }, comes->kind);
    const auto* tariff = std::get_if<TariffSpec>(&spec.kind);
    const auto from = tariff != nullptr && !tariff->schedule.empty()
                          ? std::max(comes->from.value_or(tariff->schedule.front().from),
                                     tariff->schedule.front().from)
                          : comes->from.value_or(world_.origin);
    warn_outside_calendar(spec.place, spec.id, from, spec.until);
  } else {
    instrument.comes = false;
    instrument.kind = as_announced(spec);
  }
  world_.instruments.push_back(std::move(instrument));
}

void WorldBuilder::add_instruments() {
  instrument_specs_ = by_id(scenario_.instruments);
  for (const auto* spec : instrument_specs_) {
    add_instrument(*spec);
  }
  for (const auto* shock : by_id(scenario_.shocks)) {
    add_outage(*shock);
    warn_outside_calendar(shock->place, shock->id, shock->from.value_or(world_.origin), {});
  }
}

}  // namespace monazite
