#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr std::string_view verb_names[] = {"impose", "suspend", "resume", "lapse", "snap_back"};
static_assert(names_all<ActionVerb::snap_back>(verb_names));
constexpr std::string_view keep_names[] = {"as_it_is", "in_force", "suspended"};
static_assert(names_all<Kept::suspended>(keep_names));
constexpr std::string_view method_names[] = {"enumerate", "sample"};
static_assert(names_all<TalksMethod::sample>(method_names));
constexpr std::string_view truce_end_names[] = {"snap_back", "extend", "lapse"};
static_assert(names_all<TruceSpec::Then::lapse>(truce_end_names));

constexpr Range whole_days_range{0, 36525, false};
constexpr Range days_above_zero{1, 36525, false};

const Section& standing_section() {
  static const Section section = section_of<StandingSpec>(
      "standing",
      {in_percent(real_key<&StandingSpec::rate>("rate", "", {0, 100, false},
                                                "Of a tariff: the duty as a share of value.")),
       record_key<&StandingSpec::covers>("covers", covers_section(),
                                         "Of a ban: what it covers from then on."),
       records_key<&StandingSpec::exempt>("exempt", covers_section(),
                                          "Of a ban: what it spares from then on."),
       real_key<&StandingSpec::time_factor>("time_factor", "", {1, 1000, false},
                                            "Of a friction: how much longer goods take."),
       real_key<&StandingSpec::hold_probability>("hold_probability", "", zero_to_one,
                                                 "Of a friction: the share of shipments held."),
       real_key<&StandingSpec::extra_tonnes>(
           "extra", "t", {-1e9, 1e9, false},
           "Of a quota: what the year gets beside its plan, on the day; less than 0: what is taken "
           "of what is left. It stands: a later figure counts by the difference, and what is left "
           "of it goes when the action lets go within the year."),
       real_key<&StandingSpec::floor_usd_per_kg>("floor", "USD/kg", usd_per_kg_range,
                                                 "Of a price floor: the floor."),
       real_key<&StandingSpec::upside_share>("upside", "", zero_to_one,
                                             "Of a price floor: the share of what is above it."),
       record_key<&StandingSpec::review>("review", review_section(),
                                         "Of a licence: what of the review changes."),
       shares_key<&StandingSpec::approval>("approval", Reference::sector_or_group,
                                           "Of a licence: what of the approval changes."),
       shares_key<&StandingSpec::destinations>("approval_by_destination",
                                               Reference::region_or_group,
                                               "Of a licence: what of it changes."),
       real_key<&StandingSpec::granted_share>("granted_share", "", {0, 1, true},
                                              "Of a licence: the share granted."),
       real_key<&StandingSpec::end_use_check>(
           "end_use_check", "", zero_to_one,
           "Of a licence: the share of the diversion of goods that its review stops."),
       whole_key<&StandingSpec::validity_days>("validity", "d", days_above_zero,
                                               "Of a licence: the validity of licences."),
       records_key<&StandingSpec::general>("general", covers_section(),
                                           "Of a licence: what is under a general licence.")});
  return section;
}

int moves_of(const ActionSpec& action) {
  return static_cast<int>(action.verb.has_value()) + static_cast<int>(action.keep.has_value()) +
         static_cast<int>(action.ease.has_value()) + static_cast<int>(action.tighten.has_value()) +
         static_cast<int>(action.extend_days.has_value());
}

void check_action_on_truce(const ActionSpec& action, const FieldPlaces& places,
                           Diagnostics& problems) {
  for (const std::string_view key :
       {"keep", "ease", "tighten", "ramp", "implementation", "under"}) {
    if (places.has(key)) {
      problems.add(places.of(key), fmt::format("'{}' of a truce", key),
                   "do, extend or believed; the others are of instruments");
    }
  }
  if (action.verb && (*action.verb == ActionVerb::suspend || *action.verb == ActionVerb::resume)) {
    problems.add(places.of("do"), "a truce cannot be suspended or resumed",
                 "impose, snap_back or lapse");
  }
  if (moves_of(action) + static_cast<int>(action.believed.has_value()) == 0) {
    problems.add(action.place, "an action that does nothing", "one of do, extend, believed");
  }
}

void check_action(const ActionSpec& action, const FieldPlaces& places, Diagnostics& problems) {
  if (action.instrument.empty() == action.truce.empty()) {
    problems.add(action.place,
                 action.instrument.empty() ? "an action that names no instrument"
                                           : "an action on an instrument and on a truce",
                 "either 'instrument' or 'truce'");
    return;
  }
  if (!action.truce.empty()) {
    return check_action_on_truce(action, places, problems);
  }
  if (action.believed) {
    problems.add(places.of("believed"), "'believed' of an instrument", "it beside 'truce'");
  }
  if (moves_of(action) != 1) {
    problems.add(action.place,
                 moves_of(action) == 0 ? "an action that does nothing"
                                       : "an action that does more than one thing",
                 "one of do, keep, ease, tighten, extend");
  }
  for (const std::string_view key : {"ramp", "implementation"}) {
    if (places.has(key) && !action.ease && !action.tighten) {
      problems.add(places.of(key), fmt::format("'{}' without 'ease' or 'tighten'", key),
                   "it beside one of them");
    }
  }
  if (places.has("under") && (action.extend_days || action.verb == ActionVerb::snap_back)) {
    problems.add(places.of("under"), "'under' of what sets nothing",
                 "it beside do, keep, ease or tighten");
  }
}

/// Outcomes of a round: what they leave to the one without a probability is for the tree to say.
void check_talks(const TalksSpec& talks, const FieldPlaces& places, Diagnostics& problems) {
  if (talks.deadline && *talks.deadline < talks.date) {
    problems.add(places.of("date"),
                 fmt::format("the round ({}) is after its deadline ({})", to_iso(talks.date),
                             to_iso(*talks.deadline)),
                 fmt::format("a date up to {}", to_iso(*talks.deadline)));
  }
  if (talks.branches.empty()) {
    problems.add(places.of("branches"), "a round without branches", "at least one");
  }
  for (const auto& branch : talks.branches) {
    if (branch.id.rfind("breakdown", 0) == 0 && (!talks.breakdowns.empty() || talks.hazard)) {
      problems.add(branch.place, fmt::format("branch '{}' has the name of a breakdown", branch.id),
                   "another id beside 'breakdowns' or 'hazard'");
    }
  }
  const BreakdownSpec* before = nullptr;
  for (const auto& breakdown : talks.breakdowns) {
    if (breakdown.on >= talks.date) {
      problems.add(breakdown.place, "a breakdown on the day of the round or later",
                   fmt::format("a date before {}", to_iso(talks.date)));
    } else if (before != nullptr && breakdown.on <= before->on) {
      problems.add(breakdown.place, "the breakdowns are not in order",
                   fmt::format("a date after {}", to_iso(before->on)));
    }
    before = &breakdown;
  }
  if (talks.hazard && talks.hazard->from >= talks.date) {
    problems.add(talks.hazard->place, "the hazard begins when the round is over",
                 fmt::format("a date before {}", to_iso(talks.date)));
  }
}

void check_truce(const TruceSpec& truce, const FieldPlaces& places, Diagnostics& problems) {
  if (truce.deadline && truce.lasts_days) {
    problems.add(places.of("lasts"), "a truce with a 'deadline' and with 'lasts'", "one of them");
  }
  if (truce.from && truce.deadline && *truce.deadline < *truce.from) {
    problems.add(places.of("deadline"), "the deadline is before 'from'",
                 fmt::format("a date from {} on", to_iso(*truce.from)));
  }
  const bool ends = truce.deadline || truce.lasts_days;
  if (!ends && (places.has("then") || places.has("believed"))) {
    problems.add(places.of(places.has("then") ? "then" : "believed"),
                 "a truce without an end has nothing after it", "'deadline' or 'lasts'");
  }
  if (truce.believed && truce.then && *truce.then != TruceSpec::Then::snap_back) {
    problems.add(places.of("believed"), "'believed' where no duty comes back", "'then: snap_back'");
  }
  if ((truce.then == TruceSpec::Then::extend) != truce.extension_days.has_value()) {
    problems.add(truce.extension_days ? places.of("extension") : places.of("then"),
                 truce.extension_days ? "'extension' without 'then: extend'"
                                      : "'then: extend' without 'extension'",
                 "both or neither");
  }
  if (truce.actions.empty()) {
    problems.add(truce.place, "a truce that moves no instrument", "at least one of 'actions'");
  }
}

void check_promise(const PromiseSpec& promise, const FieldPlaces& places, Diagnostics& problems) {
  if (promise.tonnes.has_value() == promise.share_of_usual.has_value()) {
    problems.add(promise.place, "a promise of how much?", "either 'at_least' or 'of_usual'");
  }
  if (promise.last_check && *promise.last_check < promise.first_check) {
    problems.add(places.of("until"), "'until' is before 'from'",
                 fmt::format("a date from {} on", to_iso(promise.first_check)));
  }
}

const Section& sway_section() {
  static const Section section = section_of<SwaySpec>(
      "sway", {required(references_key<&SwaySpec::regions>("regions", Reference::region_or_group,
                                                           "Whose plants.")),
               or_all(references_key<&SwaySpec::sectors>("sectors", Reference::sector_or_group,
                                                         "Of which sectors.")),
               required(real_key<&SwaySpec::weight>(
                   "weight", "", {-50, 50, false},
                   "Added to the log odds of the branch when all of their use stands still."))});
  return section;
}

Key actions_of_branch() {
  return records_key<&BranchSpec::actions>("actions", action_section(),
                                           "What it does; none: all goes on as without it.");
}

const Section& branch_section() {
  static const Section section = section_of<BranchSpec>(
      "branch",
      {identifier_key<&BranchSpec::id>("The id of the branch."),
       real_key<&BranchSpec::probability>(
           "probability", "", zero_to_one,
           "Its chance; one branch of a round may leave it out and gets what is left."),
       actions_of_branch(),
       reference_key<&BranchSpec::next>("next", Reference::talks,
                                        "A round that takes place only after this branch."),
       record_key<&BranchSpec::sway>(
           "sway", sway_section(),
           "Lines that stand still make the branch likelier or less likely. Only where talks are "
           "sampled.")},
      {"id"});
  return section;
}

const Section& breakdown_section() {
  static const Section section = section_of<BreakdownSpec>(
      "breakdown",
      {required(date_key<&BreakdownSpec::on>("on", "The day.")),
       required(real_key<&BreakdownSpec::probability>(
           "probability", "", zero_to_one,
           "The chance that talks break down that day, if they have "
           "not before; the round does not take place then.")),
       records_key<&BreakdownSpec::actions>("actions", action_section(), "What that does.")},
      {"on"});
  return section;
}

const Section& hazard_section() {
  static const Section section = section_of<HazardSpec>(
      "hazard",
      {required(date_key<&HazardSpec::from>("from", "The first day.")),
       required(real_key<&HazardSpec::per_day>(
           "per_day", "", {0, 1, true},
           "Hazard of a breakdown at any moment until the round. Only where talks are sampled.")),
       records_key<&HazardSpec::actions>("actions", action_section(), "What that does.")});
  return section;
}

const Section& answer_section() {
  static const Section section = section_of<AnswerSpec>(
      "answer",
      {whole_key<&AnswerSpec::after_days>("after", "d", whole_days_range,
                                          "Days from the check to the answer."),
       real_key<&AnswerSpec::probability>(
           "probability", "", zero_to_one,
           "The chance that a breach is answered; else it is forgiven."),
       real_key<&AnswerSpec::proportion>(
           "proportion", "", {0, 100, false},
           "Share of 'ease' and 'tighten' that is done per share of the promise that is missing, "
           "at most all; 0: always all."),
       boolean_key<&AnswerSpec::relents>(
           "relents", "Whether it is taken back when the promise is kept again."),
       required(records_key<&AnswerSpec::actions>("actions", action_section(), "What is done."))});
  return section;
}

}  // namespace

const Section& action_section() {
  static const Section section = [] {
    auto result = section_of<ActionSpec>(
        "action",
        {reference_key<&ActionSpec::instrument>("instrument", Reference::instrument,
                                                "A ban, tariff, licence or friction."),
         reference_key<&ActionSpec::truce>("truce", Reference::truce, "Or a truce."),
         whole_key<&ActionSpec::after_days>("after", "d", whole_days_range,
                                            "Days until it is done."),
         choice_key<&ActionSpec::verb>("do", verb_names,
                                       "impose, suspend, resume or lapse it, or let its own dates "
                                       "hold again (snap_back); of a "
                                       "truce: begin it, or end it with everything back "
                                       "(snap_back) or out of force (lapse)."),
         choice_key<&ActionSpec::keep>(
             "keep", keep_names,
             "It stays so, whatever its own dates say: as it is, in force, or suspended."),
         record_key<&ActionSpec::ease>("ease", standing_section(), "What becomes milder."),
         record_key<&ActionSpec::tighten>("tighten", standing_section(), "What becomes stricter."),
         whole_key<&ActionSpec::extend_days>(
             "extend", "d", days_above_zero,
             "The next dates of its course, or the deadline of a truce, come so much later."),
         real_key<&ActionSpec::believed>(
             "believed", "", zero_to_one,
             "The chance that buyers give from then on to the return of duties when a truce ends."),
         whole_key<&ActionSpec::ramp_days>(
             "ramp", "d", whole_days_range,
             "Days over which the figures of 'ease' or 'tighten' change, in weekly steps."),
         real_key<&ActionSpec::implementation>(
             "implementation", "", zero_to_one,
             "The share of the change of figures that is carried out (implementation gap)."),
         reference_key<&ActionSpec::under>("under", Reference::truce,
                                           "A truce that takes it back at its end.")});
    set_check<ActionSpec, &check_action>(result);
    return result;
  }();
  return section;
}

const Section& talks_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&TalksSpec::id>("The id of the round, as rows carry it in 'branch'."),
        text_key<&TalksSpec::venue>("place", "Where it is held."),
        required(date_key<&TalksSpec::date>("date", "The day on which its outcome is known.")),
        date_key<&TalksSpec::deadline>("deadline", "The day up to which it must be held."),
        required(by_id(records_key<&TalksSpec::branches>("branches", branch_section(),
                                                         "What may come out of it, one of them."))),
        records_key<&TalksSpec::breakdowns>("breakdowns", breakdown_section(),
                                            "Days before it on which talks may break down."),
        record_key<&TalksSpec::hazard>("hazard", hazard_section(),
                                       "A breakdown at any time before it."),
        choice_key<&TalksSpec::evaluate>(
            "evaluate", method_names,
            "enumerate: every way through the tree is run with all replications, and weighed; "
            "sample: each replication draws its way. The same for all rounds; by default "
            "enumerate."),
    };
    add_provenance<&TalksSpec::provenance>(keys);
    auto result = section_of<TalksSpec>("round", std::move(keys), {"id"});
    set_check<TalksSpec, &check_talks>(result,
                                       {"date", "deadline", "branches", "breakdowns", "hazard"});
    return result;
  }();
  return section;
}

const Section& truce_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&TruceSpec::id>("The id of the truce."),
        date_key<&TruceSpec::from>("from", "Its first day; without it only an action begins it."),
        date_key<&TruceSpec::deadline>("deadline", "Its last day."),
        whole_key<&TruceSpec::lasts_days>("lasts", "d", days_above_zero,
                                          "Or so many days from its first."),
        choice_key<&TruceSpec::then>("then", truce_end_names,
                                     "After the last day: instruments return to what their own "
                                     "dates say, the truce goes on, "
                                     "or what it moved is no longer in force."),
        whole_key<&TruceSpec::extension_days>("extension", "d", days_above_zero,
                                              "With 'then: extend': by so much, each time."),
        real_key<&TruceSpec::believed>(
            "believed", "", zero_to_one,
            "The chance that buyers give to the return of duties at its end; they order ahead of "
            "it. By default nobody does."),
        required(records_key<&TruceSpec::actions>("actions", action_section(),
                                                  "What it does on its first day.")),
    };
    add_provenance<&TruceSpec::provenance>(keys);
    auto result = section_of<TruceSpec>("truce", std::move(keys), {"id"});
    set_check<TruceSpec, &check_truce>(
        result, {"from", "deadline", "lasts", "then", "believed", "extension", "actions"});
    return result;
  }();
  return section;
}

const Section& promise_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&PromiseSpec::id>("The id of the promise."),
        required(reference_key<&PromiseSpec::by>("by", Reference::region_or_group,
                                                 "Who has promised; its exports count.")),
        reference_key<&PromiseSpec::within>("within", Reference::truce,
                                            "It is checked only while this truce is on."),
        required(record_key<&PromiseSpec::covers>("covers", covers_section(),
                                                  "The shipments that count when they leave.")),
        real_key<&PromiseSpec::tonnes>("at_least", "t", tonnes_range, "What is promised a window."),
        in_percent(real_key<&PromiseSpec::share_of_usual>(
            "of_usual", "", {0, 100, false},
            "Or this share of what went that way in the base year.")),
        real_key<&PromiseSpec::tolerance>("tolerance", "", zero_to_one,
                                          "The share of it that may be missing."),
        whole_key<&PromiseSpec::window_days>("window", "d", days_above_zero,
                                             "Days before a check that are looked at."),
        required(date_key<&PromiseSpec::first_check>("from", "The first check.")),
        date_key<&PromiseSpec::last_check>("until", "The last day with a check."),
        whole_key<&PromiseSpec::every_days>("every", "d", days_above_zero,
                                            "Days from check to check."),
        required(record_key<&PromiseSpec::answer>("answer", answer_section(),
                                                  "What the other side does at a breach.")),
    };
    add_provenance<&PromiseSpec::provenance>(keys);
    auto result = section_of<PromiseSpec>("promise", std::move(keys), {"id"});
    set_check<PromiseSpec, &check_promise>(result, {"at_least", "of_usual", "from", "until"});
    return result;
  }();
  return section;
}

}  // namespace monazite
