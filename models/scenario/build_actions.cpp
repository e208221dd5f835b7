#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <type_traits>

#include "models/policy/gradual.hpp"
#include "models/scenario/world_builder.hpp"

namespace monazite {

namespace {

constexpr int days_of_step = 7;

constexpr std::string_view verb_texts[] = {"impose", "suspend", "resume", "lapse", "snap_back"};

/// The planned date of the last level that an instrument's own course has reached on a day; nothing
/// before the first. What is put off is what had not come on the day of the action.
template <class Level, class Course>
std::optional<Date> reached(const std::vector<Level>& levels, const Course& course, Date at) {
  InstrumentState state;
  for (const auto& [on, days] : course.delays) {
    state = level_on(levels, state, std::min(on, at));
    state.delay_days += on <= at ? days : 0;
  }
  state = level_on(levels, state, at);
  return state.level < 0 ? std::nullopt
                         : std::optional(levels[static_cast<std::size_t>(state.level)].on);
}

/// Whether an instrument's own dates have it in force on a day.
bool is_planned(const InstrumentSpec& spec, Date at) {
  return spec.from && *spec.from <= at && (!spec.until || at <= *spec.until);
}

/// Makes the first `count` edits of a course: what they say of being in force, and by `patch` what
/// they set.
template <class Level, class Course, class Patch>
void make_edits(Level& level, const Course& course, std::size_t count, const Patch& patch) {
  for (std::size_t k = 0; k < count; ++k) {
    const auto& edit = course.edits[k];
    level.in_force = edit.in_force.value_or(level.in_force);
    if (edit.patch != nullptr) {
      patch(*edit.patch);
    }
  }
}

/// @name A level of which a share of the change is carried out, as of a licence.
/// @{
BanLevel carried_out(const BanLevel&, const BanLevel&, const BanLevel& planned, double) {
  return planned;
}

TariffLevel carried_out(const TariffLevel& now, const TariffLevel& before,
                        const TariffLevel& planned, double share) {
  auto level = planned;
  level.rate = monazite::carried_out(now.rate, before.rate, planned.rate, share);
  return level;
}

FrictionLevel carried_out(const FrictionLevel& now, const FrictionLevel& before,
                          const FrictionLevel& planned, double share) {
  auto level = planned;
  level.time_factor =
      monazite::carried_out(now.time_factor, before.time_factor, planned.time_factor, share);
  level.hold_probability = monazite::carried_out(now.hold_probability, before.hold_probability,
                                                 planned.hold_probability, share);
  return level;
}

FloorLevel carried_out(const FloorLevel& now, const FloorLevel& before, const FloorLevel& planned,
                       double share) {
  auto level = planned;
  level.usd_per_kg =
      monazite::carried_out(now.usd_per_kg, before.usd_per_kg, planned.usd_per_kg, share);
  level.upside_share =
      monazite::carried_out(now.upside_share, before.upside_share, planned.upside_share, share);
  return level;
}

QuotaLevel carried_out(const QuotaLevel& now, const QuotaLevel& before, const QuotaLevel& planned,
                       double share) {
  auto level = planned;
  level.extra.grams = std::llround(
      monazite::carried_out(now.extra.grams, before.extra.grams, planned.extra.grams, share));
  return level;
}

/// @}

std::optional<bool> force_of(const ActionSpec& action) {
  if (action.verb) {
    return *action.verb == ActionVerb::impose || *action.verb == ActionVerb::resume;
  }
  if (action.keep && *action.keep != Kept::as_it_is) {
    return *action.keep == Kept::in_force;
  }
  return std::nullopt;
}

std::string name_of(const ActionSpec& action) {
  if (action.verb) {
    return std::string(verb_texts[static_cast<std::size_t>(*action.verb)]);
  }
  return action.ease ? "ease" : action.tighten ? "tighten" : action.keep ? "keep" : "extend";
}

bool is_quota(const InstrumentSpec& spec) {
  return std::holds_alternative<ProductionQuotaSpec>(spec.kind) ||
         std::holds_alternative<ExportQuotaSpec>(spec.kind);
}

/// @name What a specification of a kind makes
/// @{
template <class Spec>
struct Made;
template <>
struct Made<BanSpec> {
  using Kind = Ban;
};
template <>
struct Made<TariffSpec> {
  using Kind = Tariff;
};
template <>
struct Made<LicenceSpec> {
  using Kind = LicenceRegime;
};
template <>
struct Made<FrictionSpec> {
  using Kind = Friction;
};
template <>
struct Made<ProductionQuotaSpec> {
  using Kind = ProductionQuota;
};
template <>
struct Made<ExportQuotaSpec> {
  using Kind = ExportQuota;
};
template <>
struct Made<PriceFloorSpec> {
  using Kind = PriceFloor;
};
/// @}

}  // namespace

std::uint32_t WorldBuilder::truce_index(const std::string& id) const {
  const auto found = std::find_if(truce_specs_.begin(), truce_specs_.end(),
                                  [&](const TruceSpec* truce) { return truce->id == id; });
  return static_cast<std::uint32_t>(found - truce_specs_.begin());
}

BanLevel WorldBuilder::planned(const InstrumentSpec& spec, const BanSpec& ban, const Ban& made,
                               const Course& course, std::size_t edits, Date at) {
  const auto own = reached(made.levels, course, at);
  auto covered = ban.covers;
  auto exempt = ban.exempt;
  bool in_force = own && is_planned(spec, *own - ban.grace_days);
  for (const auto& change : ban.changes) {
    if (own && change.on <= *own) {
      in_force = change.in_force.value_or(in_force);
      covered = change.covers.value_or(covered);
      exempt = change.exempt.value_or(exempt);
    }
  }
  for (std::size_t k = 0; k < edits; ++k) {
    const auto& edit = course.edits[k];
    in_force = edit.in_force.value_or(in_force);
    if (edit.patch != nullptr) {
      covered = edit.patch->covers.value_or(covered);
      exempt = edit.patch->exempt.value_or(exempt);
    }
  }
  BanLevel level;
  level.lanes =
      in_force ? lanes_covered(as_issued(covered, spec), exempt) : std::vector<std::uint32_t>{};
  return level;
}

TariffLevel WorldBuilder::planned(const InstrumentSpec&, const TariffSpec&, const Tariff& made,
                                  const Course& course, std::size_t edits, Date at) {
  const auto come = reached(made.levels, course, at);
  const double own = come ? rate_at(made, level_on(made.levels, InstrumentState{}, *come)) : 0;
  TariffLevel level;
  level.rate = own;
  for (std::size_t k = 0; k < edits; ++k) {
    const auto& edit = course.edits[k];
    if (edit.in_force) {
      level.rate = *edit.in_force ? own : 0;
    }
    if (edit.patch != nullptr) {
      level.rate = edit.patch->rate.value_or(level.rate);
    }
  }
  return level;
}

LicenceLevel WorldBuilder::planned(const InstrumentSpec& spec, const LicenceSpec& licence,
                                   const LicenceRegime& made, const Course& course,
                                   std::size_t edits, Date at) {
  const auto come = reached(made.levels, course, at);
  const Date own = come.value_or(at);
  auto instrument = spec;
  instrument.from = std::min(spec.from.value_or(own), own);
  instrument.until.reset();
  auto told = licence;
  std::erase_if(told.changes,
                [&](const LicenceChange& change) { return !come || change.on > own; });
  if (!come || !is_planned(spec, own)) {
    LicenceChange change;
    change.on = own;
    change.in_force = false;
    told.changes.push_back(std::move(change));
  }
  for (std::size_t k = 0; k < edits; ++k) {
    LicenceChange change;
    change.on = own;
    change.in_force = course.edits[k].in_force;
    if (const auto* patch = course.edits[k].patch) {
      change.review = patch->review;
      change.approval = patch->approval;
      change.destinations = patch->destinations;
      change.granted_share = patch->granted_share;
      change.end_use_check = patch->end_use_check;
      change.validity_days = patch->validity_days;
      change.general = patch->general;
    }
    told.changes.push_back(std::move(change));
  }
  LicenceRegime scratch;
  scratch.lanes = made.lanes;
  add_licence_levels(instrument, told, scratch);
  return std::move(scratch.levels.back());
}

FrictionLevel WorldBuilder::planned(const InstrumentSpec& spec, const FrictionSpec& friction,
                                    const Friction& made, const Course& course, std::size_t edits,
                                    Date at) {
  const auto own = reached(made.levels, course, at);
  FrictionLevel level;
  level.in_force = own && is_planned(spec, *own);
  level.time_factor = friction.time_factor;
  level.hold_probability = friction.hold_probability;
  make_edits(level, course, edits, [&](const StandingSpec& patch) {
    level.time_factor = patch.time_factor.value_or(level.time_factor);
    level.hold_probability = patch.hold_probability.value_or(level.hold_probability);
  });
  return level;
}

FloorLevel WorldBuilder::planned(const InstrumentSpec& spec, const PriceFloorSpec& floor,
                                 const PriceFloor& made, const Course& course, std::size_t edits,
                                 Date at) {
  const auto own = reached(made.levels, course, at);
  FloorLevel level;
  level.in_force = own && is_planned(spec, *own);
  level.usd_per_kg = floor.usd_per_kg;
  level.upside_share = floor.upside_share;
  make_edits(level, course, edits, [&](const StandingSpec& patch) {
    level.usd_per_kg = patch.floor_usd_per_kg.value_or(level.usd_per_kg);
    level.upside_share = patch.upside_share.value_or(level.upside_share);
  });
  return level;
}

QuotaLevel WorldBuilder::planned_quota(const Course& course, std::size_t edits) {
  QuotaLevel level;
  level.follows_plan = true;
  for (std::size_t k = 0; k < edits; ++k) {
    const auto& edit = course.edits[k];
    if (edit.in_force) {
      level.in_force = *edit.in_force;
      level.follows_plan = *edit.in_force;
    }
    if (edit.patch != nullptr && edit.patch->extra_tonnes) {
      level.extra = mass_from_tonnes(*edit.patch->extra_tonnes);
    }
  }
  return level;
}

void WorldBuilder::check_action_on_quota(const ActionSpec& action, const InstrumentSpec& spec,
                                         Date on) {
  if (action.extend_days) {
    errors_.add(action.place, fmt::format("'extend' of quota '{}'", spec.id),
                "another action: its dates are those of its years");
  } else if ((force_of(action).value_or(false) || action.ease || action.tighten) &&
             (on < spec.from.value_or(world_.origin) || (spec.until && on > *spec.until))) {
    errors_.add(
        action.place,
        fmt::format("an action moves quota '{}' on {}, outside its dates, when it issues nothing",
                    spec.id, to_iso(on)),
        "a day from its 'from' to its 'until'");
  }
}

template <class Kind, class Spec>
void WorldBuilder::append_level(std::uint32_t instrument, Kind& kind, const Spec& spec,
                                const Course& course, const std::string& action) {
  const auto& whole = *instrument_specs_[instrument];
  const auto as_comes = as_it_comes(whole).value_or(whole);
  auto level = planned(as_comes, spec, kind, course, 0, course.edits.front().on);
  for (std::size_t k = 0; k < course.edits.size(); ++k) {
    const auto& edit = course.edits[k];
    level = carried_out(level, planned(as_comes, spec, kind, course, k, edit.on),
                        planned(as_comes, spec, kind, course, k + 1, edit.on), edit.share);
  }
  level.on = on_call;
  level.action = action;
  kind.levels.push_back(std::move(level));
}

std::int32_t WorldBuilder::level_for(std::uint32_t instrument, const Course& course,
                                     const std::string& action) {
  std::string origin = fmt::format("{} {}", instrument, action);
  for (const auto& [on, days] : course.delays) {
    origin += fmt::format("|{} {}", on.days_since_epoch, days);
  }
  for (const auto& edit : course.edits) {
    origin += fmt::format("|{} {} {} {}", static_cast<const void*>(edit.patch),
                          edit.in_force ? static_cast<int>(*edit.in_force) : -1,
                          edit.on.days_since_epoch, edit.share);
  }
  const auto [known, is_new] = levels_on_call_.try_emplace(origin, 0);
  auto& number = known->second;
  if (is_new) {
    std::visit(
        [&](const auto& spec) {
          using Kind = typename Made<std::decay_t<decltype(spec)>>::Kind;
          auto& kind = std::get<Kind>(world_.instruments[instrument].kind);
          append_level(instrument, kind, spec, course, action);
          number = static_cast<std::int32_t>(kind.levels.size()) - 1;
        },
        instrument_specs_[instrument]->kind);
  }
  return number;
}

void WorldBuilder::check_patch(const StandingSpec& patch, const InstrumentSpec& spec,
                               bool is_gradual) {
  const bool of_tariff = patch.rate.has_value();
  const bool of_ban = patch.covers || patch.exempt;
  const bool of_friction = patch.time_factor || patch.hold_probability;
  const bool of_quota = patch.extra_tonnes.has_value();
  const bool of_floor = patch.floor_usd_per_kg || patch.upside_share;
  const auto& review = patch.review;
  const bool of_review = review.statutory_workdays || review.officers || review.service ||
                         review.provinces || review.provincial_officers ||
                         review.provincial_service || review.incomplete ||
                         review.request_for_information || review.answer;
  const bool of_licence = of_review || !patch.approval.empty() || !patch.destinations.empty() ||
                          patch.granted_share || patch.end_use_check || patch.validity_days ||
                          patch.general;
  if (!of_tariff && !of_ban && !of_friction && !of_licence && !of_quota && !of_floor) {
    errors_.add(patch.place, "a change that changes nothing", "at least one figure");
    return;
  }
  const auto expect = [&](bool is_own, std::string_view keys) {
    const int kinds = static_cast<int>(of_tariff) + static_cast<int>(of_ban) +
                      static_cast<int>(of_friction) + static_cast<int>(of_licence) +
                      static_cast<int>(of_quota) + static_cast<int>(of_floor);
    if (!is_own || kinds > 1) {
      errors_.add(patch.place,
                  fmt::format("'{}' is a {}, which has no such figures", spec.id,
                              instrument_type_names[spec.kind.index()]),
                  std::string(keys));
    }
  };
  if (std::holds_alternative<TariffSpec>(spec.kind)) {
    expect(of_tariff, "rate");
  } else if (std::holds_alternative<BanSpec>(spec.kind)) {
    expect(of_ban, "covers, exempt");
    if (is_gradual) {
      errors_.add(patch.place, fmt::format("ban '{}' cannot change by and by", spec.id),
                  "no 'ramp', and 'implementation' of 1");
    }
  } else if (std::holds_alternative<FrictionSpec>(spec.kind)) {
    expect(of_friction, "time_factor, hold_probability");
  } else if (is_quota(spec)) {
    expect(of_quota, "extra");
  } else if (std::holds_alternative<PriceFloorSpec>(spec.kind)) {
    expect(of_floor, "floor, upside");
  } else {
    expect(of_licence,
           "review, approval, approval_by_destination, granted_share, end_use_check, validity, "
           "general");
  }
}

void WorldBuilder::add_step(PolicyCommand command) {
  command.is_first = world_.commands.empty() || world_.commands.back().action != command.action;
  world_.commands.push_back(std::move(command));
}

void WorldBuilder::add_move_of_truce(const ActionSpec& action, const Occasion& occasion) {
  PolicyCommand command;
  command.target = truce_index(action.truce);
  command.after_days = action.after_days + occasion.delay_days;
  command.action = static_cast<std::uint32_t>(world_.commands.size());
  if (occasion.truce == command.target) {
    errors_.add(action.place, fmt::format("truce '{}' acts on itself", action.truce),
                "an action on an instrument");
  }
  if (action.extend_days) {
    command.move = Move::extend_truce;
    command.days = *action.extend_days;
    command.name = "extend";
    add_step(command);
  }
  if (action.verb) {
    command.move = *action.verb == ActionVerb::impose  ? Move::begin_truce
                   : *action.verb == ActionVerb::lapse ? Move::lapse_truce
                                                       : Move::end_truce;
    command.name = name_of(action);
    add_step(command);
  }
  if (action.believed) {
    command.move = Move::believe;
    command.believed = *action.believed;
    command.name = "believe";
    add_step(command);
  }
}

void WorldBuilder::cut_short(Edit& edit, Date on) {
  const int days = on - edit.on;
  if (days < edit.ramp_days) {
    const int done_days = days / days_of_step * days_of_step;
    edit.share *= static_cast<double>(done_days) / edit.ramp_days;
    edit.ramp_days = 0;
  }
}

void WorldBuilder::add_move(const ActionSpec& action, std::uint32_t instrument,
                            const Occasion& occasion, Courses& courses) {
  auto& course = courses[instrument];
  PolicyCommand command;
  command.target = instrument;
  command.after_days = action.after_days + occasion.delay_days;
  command.action = static_cast<std::uint32_t>(world_.commands.size());
  command.truce = action.under.empty() ? occasion.truce : truce_index(action.under);
  command.name = name_of(action);
  if (is_quota(*instrument_specs_[instrument])) {
    check_action_on_quota(action, *instrument_specs_[instrument], occasion.on + command.after_days);
  }
  if (action.extend_days) {
    command.move = Move::put_off;
    command.days = *action.extend_days;
    course.delays.emplace_back(occasion.on + command.after_days, command.days);
    return add_step(command);
  }
  if (action.verb == ActionVerb::snap_back) {
    command.move = Move::let_go;
    course.edits.clear();
    return add_step(command);
  }
  command.move = Move::set;
  Edit edit;
  edit.patch = action.ease ? &*action.ease : action.tighten ? &*action.tighten : nullptr;
  edit.in_force = force_of(action);
  edit.on = occasion.on + command.after_days;
  const int ramp_days = action.ramp_days.value_or(0);
  // What has no figures is done or not.
  const double share =
      edit.patch == nullptr ? 1 : action.implementation.value_or(1) * occasion.share;
  if (edit.patch != nullptr) {
    check_patch(*edit.patch, *instrument_specs_[instrument], ramp_days > 0 || share != 1);
  }
  if (!course.edits.empty()) {
    if (edit.on < course.edits.back().on) {
      errors_.add(action.place,
                  fmt::format("the action on '{}' comes on {}, before one that stands before it",
                              action.instrument, to_iso(edit.on)),
                  fmt::format("actions on an instrument in order of date: {} or later",
                              to_iso(course.edits.back().on)));
    }
    cut_short(course.edits.back(), edit.on);
  }
  edit.ramp_days = ramp_days;
  course.edits.push_back(edit);
  for (int day = std::min(days_of_step, ramp_days);;
       day = std::min(day + days_of_step, ramp_days)) {
    course.edits.back().share = ramp_days > 0 ? share * day / ramp_days : share;
    command.after_days = action.after_days + occasion.delay_days + day;
    command.level = level_for(instrument, course, command.name);
    add_step(command);
    if (day >= ramp_days || edit.on + day > world_.end) {
      course.edits.back().share = share;
      return;
    }
  }
}

CommandRange WorldBuilder::add_commands(const std::vector<ActionSpec>& actions,
                                        const Occasion& occasion, Courses& courses) {
  CommandRange range;
  range.first = static_cast<std::uint32_t>(world_.commands.size());
  for (const auto& action : actions) {
    if (!action.truce.empty()) {
      add_move_of_truce(action, occasion);
      continue;
    }
    const auto found =
        std::find_if(instrument_specs_.begin(), instrument_specs_.end(),
                     [&](const InstrumentSpec* spec) { return spec->id == action.instrument; });
    const auto instrument = static_cast<std::uint32_t>(found - instrument_specs_.begin());
    const auto& spec = **found;
    if (!world_.instruments[instrument].comes) {
      errors_.add(action.place, fmt::format("an action on '{}', which lies shelved", spec.id),
                  "an instrument that its pipeline revives");
    } else {
      add_move(action, instrument, occasion, courses);
    }
  }
  range.count = static_cast<std::uint32_t>(world_.commands.size()) - range.first;
  return range;
}

}  // namespace monazite
