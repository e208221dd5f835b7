#include <algorithm>
#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr std::string_view then_names[] = {"keep", "snap_back", "lapse"};
static_assert(names_all<TariffStep::Then::lapse>(then_names));

template <class Kind>
Variant variant_of(std::string_view name, const Section& section) {
  return {name, &section,
          [](void* record) -> void* {
            return &static_cast<InstrumentSpec*>(record)->kind.emplace<Kind>();
          },
          [](const void* record) -> const void* {
            return std::get_if<Kind>(&static_cast<const InstrumentSpec*>(record)->kind);
          }};
}

void check_ban_change(const BanChange& change, const FieldPlaces&, Diagnostics& problems) {
  if (!change.in_force && !change.covers && !change.exempt) {
    problems.add(change.place, "a change that changes nothing", "in_force, covers or exempt");
  }
}

const Section& ban_change_section() {
  static const Section section = [] {
    auto result = section_of<BanChange>(
        "change",
        {required(date_key<&BanChange::on>("on", "The day of the change.")),
         boolean_key<&BanChange::in_force>("in_force", "Whether the ban holds from then on."),
         record_key<&BanChange::covers>("covers", covers_section(), "What it covers from then on."),
         records_key<&BanChange::exempt>("exempt", covers_section(),
                                         "What it spares from then on.")},
        {"on"});
    set_check<BanChange, &check_ban_change>(result, {"in_force", "covers", "exempt"});
    return result;
  }();
  return section;
}

void check_ban(const BanSpec& ban, const FieldPlaces&, Diagnostics& problems) {
  for (std::size_t i = 1; i < ban.changes.size(); ++i) {
    if (ban.changes[i].on <= ban.changes[i - 1].on) {
      problems.add(ban.changes[i].place, "the changes of a ban are not in order",
                   fmt::format("a date after {}", to_iso(ban.changes[i - 1].on)));
    }
  }
}

const Section& ban_section() {
  static const Section section = [] {
    auto result = section_of<BanSpec>(
        "ban",
        {required(record_key<&BanSpec::covers>(
             "covers", covers_section(),
             "The shipments that it stops; `{}`: all that cross a border.")),
         records_key<&BanSpec::exempt>("exempt", covers_section(), "The shipments that it spares."),
         record_key<&BanSpec::lineage>("lineage", lineage_section(),
                                       "It reaches only goods made abroad that hold enough listed "
                                       "content, or are made with listed technology. `covers` is "
                                       "then by default all trade between others than the issuer."),
         whole_key<&BanSpec::grace_days>(
             "grace", "d", {0, 3660, false},
             "Days after 'from' until goods stop leaving; until then they leave as before."),
         choice_key<&BanSpec::in_transit>("in_transit", in_transit_names,
                                          "What becomes of goods under way."),
         records_key<&BanSpec::changes>("changes", ban_change_section(), "Dated changes.")});
    set_check<BanSpec, &check_ban>(result, {"changes"});
    return result;
  }();
  return section;
}

void check_step(const TariffStep& step, const FieldPlaces& places, Diagnostics& problems) {
  if (step.until && *step.until < step.from) {
    problems.add(places.of("until"),
                 fmt::format("'until' ({}) is before 'from'", to_iso(*step.until)),
                 fmt::format("a date from {} on", to_iso(step.from)));
  }
  if (step.then_believed > 0 && step.then != TariffStep::Then::snap_back) {
    problems.add(places.of("then_believed"), "'then_believed' where no rate comes back",
                 "'then: snap_back'");
  }
}

const Section& tariff_step_section() {
  static const Section section = [] {
    auto result = section_of<TariffStep>(
        "step",
        {required(date_key<&TariffStep::from>("from", "The first day.")),
         required(in_percent(real_key<&TariffStep::rate>("rate", "", {0, 100, false},
                                                         "Duty as a share of value."))),
         real_key<&TariffStep::believed>(
             "believed", "", zero_to_one,
             "The chance that buyers give to the step before it comes, from the "
             "announcement or from the step before it on: they order ahead of a rise, and "
             "wait for a fall. By default nobody does."),
         date_key<&TariffStep::until>("until", "The last day."),
         beside("until", choice_key<&TariffStep::then>(
                             "then", then_names,
                             "After 'until', unless the next step begins then: the rate "
                             "stays, the one before comes back, or none.")),
         beside("until", real_key<&TariffStep::then_believed>(
                             "then_believed", "", zero_to_one,
                             "The chance that buyers give to the rate that comes back, "
                             "while the step lasts."))},
        {"from"});
    set_check<TariffStep, &check_step>(result, {"from", "until", "then", "then_believed"});
    return result;
  }();
  return section;
}

/// Tells of steps that are believed in and change nothing.
void check_beliefs(const TariffSpec& tariff, Diagnostics& problems) {
  double before = 0;
  double rate = 0;
  const TariffStep* last = nullptr;
  for (const TariffStep& step : tariff.schedule) {
    if (last != nullptr && last->until && step.from > *last->until + 1) {
      rate = last->then == TariffStep::Then::keep        ? rate
             : last->then == TariffStep::Then::snap_back ? before
                                                         : 0;
    }
    if (step.believed > 0 && step.rate == rate) {
      problems.add(step.place, "'believed' of a step that does not change the rate",
                   "'believed' of rises and falls");
    }
    before = rate;
    rate = step.rate;
    last = &step;
  }
}

void check_tariff(const TariffSpec& tariff, const FieldPlaces& places, Diagnostics& problems) {
  if (tariff.schedule.empty()) {
    problems.add(places.of("schedule"), "the schedule is empty", "at least one step");
  }
  for (std::size_t i = 1; i < tariff.schedule.size(); ++i) {
    if (tariff.schedule[i].from <= tariff.schedule[i - 1].from) {
      problems.add(tariff.schedule[i].place, "the steps of the schedule are not in order",
                   fmt::format("a date after {}", to_iso(tariff.schedule[i - 1].from)));
    } else if (const auto until = tariff.schedule[i - 1].until;
               until && *until >= tariff.schedule[i].from) {
      problems.add(tariff.schedule[i - 1].place,
                   fmt::format("the step lasts until {}, when the next has begun", to_iso(*until)),
                   fmt::format("an 'until' before {}", to_iso(tariff.schedule[i].from)));
    } else if (until && tariff.schedule[i - 1].then_believed > 0 &&
               tariff.schedule[i].from == *until + 1) {
      problems.add(tariff.schedule[i - 1].place,
                   "'then_believed' where the next step begins at once", "'believed' of that step");
    }
  }
  check_beliefs(tariff, problems);
}

const Section& tariff_section() {
  static const Section section = [] {
    auto result = section_of<TariffSpec>(
        "tariff", {required(record_key<&TariffSpec::covers>(
                       "covers", covers_section(),
                       "The shipments that pay it; `{}`: all that cross a border.")),
                   required(records_key<&TariffSpec::schedule>("schedule", tariff_step_section(),
                                                               "Its rates by date, in order."))});
    set_check<TariffSpec, &check_tariff>(result, {"schedule"});
    return result;
  }();
  return section;
}

/// The first day of a tariff may cut its schedule short; it cannot come before it.
void check_dates_of_schedule(const InstrumentSpec& instrument, const TariffSpec& tariff,
                             const FieldPlaces& places, Diagnostics& problems) {
  if (tariff.schedule.empty()) {
    return;
  }
  const Date first = tariff.schedule.front().from;
  for (const auto& [key, date] :
       {std::pair("from", &instrument.from), std::pair("until", &instrument.until)}) {
    if (*date && **date < first) {
      problems.add(
          places.of(key),
          fmt::format("'{}' ({}) is before the first step of the schedule", key, to_iso(**date)),
          fmt::format("a date from {} on", to_iso(first)));
    }
  }
}

template <class Change>
void check_dates_of_changes(const InstrumentSpec& instrument, const std::vector<Change>& changes,
                            Diagnostics& problems) {
  for (const auto& change : changes) {
    if (instrument.from && change.on < *instrument.from) {
      problems.add(change.place, fmt::format("the change ({}) is before 'from'", to_iso(change.on)),
                   fmt::format("a date from {} on", to_iso(*instrument.from)));
    }
  }
}

void check_step_of_pipeline(const PipelineStepSpec& step, const FieldPlaces& places,
                            Diagnostics& problems) {
  if (!step.from) {
    return;
  }
  if (step.stage != PipelineStage::revive) {
    problems.add(places.of("from"), "'from' of a step that is no revival",
                 "it beside 'stage: revive' only");
  } else if (*step.from < step.on) {
    problems.add(places.of("from"),
                 fmt::format("'from' ({}) is before the revival", to_iso(*step.from)),
                 fmt::format("a date from {} on", to_iso(step.on)));
  }
}

const Section& pipeline_section() {
  static const Section section = [] {
    auto result = section_of<PipelineStepSpec>(
        "pipeline",
        {required(date_key<&PipelineStepSpec::on>("on", "The day.")),
         required(choice_key<&PipelineStepSpec::stage>(
             "stage", pipeline_stage_names,
             "What happens: the instrument is drafted, announced, shelved before it is in force, "
             "or "
             "revived after that. Each is a row of policy.csv.")),
         date_key<&PipelineStepSpec::from>(
             "from",
             "Of a revival: the first day in force from then on; by default the one planned "
             "before, or `on` when that has passed.")},
        {"on"});
    set_check<PipelineStepSpec, &check_step_of_pipeline>(result, {"on", "stage", "from"});
    return result;
  }();
  return section;
}

/// A pipeline goes forward in time, revives only what lies shelved, and ends when the instrument
/// is in force.
void check_pipeline(const InstrumentSpec& instrument, Diagnostics& problems) {
  std::optional<Date> planned = instrument.from;
  bool is_shelved = false;
  bool was_announced = false;
  const PipelineStepSpec* before = nullptr;
  for (const auto& step : instrument.pipeline) {
    const auto name = pipeline_stage_names[static_cast<std::size_t>(step.stage)];
    if (before != nullptr && step.on <= before->on) {
      problems.add(step.place, "the steps of the pipeline are not in order",
                   fmt::format("a date after {}", to_iso(before->on)));
    } else if (step.stage == PipelineStage::draft && before != nullptr) {
      problems.add(step.place, "'draft' is not the first step", "it as the first step");
    } else if (step.stage == PipelineStage::announce && instrument.announced) {
      problems.add(step.place, "the announcement stands in the pipeline and under 'announced'",
                   "one of them");
    } else if (step.stage == PipelineStage::announce && (is_shelved || was_announced)) {
      problems.add(step.place,
                   is_shelved ? "'announce' of what lies shelved" : "'announce' a second time",
                   is_shelved ? "'revive' before it" : "one announcement");
    } else if (step.stage == PipelineStage::shelve && instrument.announced &&
               step.on < *instrument.announced) {
      problems.add(
          step.place,
          fmt::format("shelved before it is 'announced' ({})", to_iso(*instrument.announced)),
          fmt::format("a date from {} on", to_iso(*instrument.announced)));
    } else if (!is_shelved && planned && *planned < step.on) {
      problems.add(step.place,
                   fmt::format("'{}' on {}, when the instrument is in force since {}", name,
                               to_iso(step.on), to_iso(*planned)),
                   fmt::format("a date up to {}; what is in force is suspended by a change",
                               to_iso(*planned)));
      return;
    } else if ((step.stage == PipelineStage::revive) != is_shelved &&
               step.stage != PipelineStage::draft && step.stage != PipelineStage::announce) {
      problems.add(step.place,
                   is_shelved ? "'shelve' of what lies shelved" : "'revive' of what is not shelved",
                   is_shelved ? "'revive' before it" : "'shelve' before it");
    }
    was_announced = was_announced || step.stage == PipelineStage::announce;
    if (step.stage == PipelineStage::shelve) {
      is_shelved = true;
    } else if (step.stage == PipelineStage::revive) {
      is_shelved = false;
      planned = step.from ? step.from : planned ? std::max(*planned, step.on) : planned;
    }
    before = &step;
  }
  if (!is_shelved && before != nullptr && planned && instrument.until &&
      *instrument.until < *planned && *instrument.from <= *instrument.until) {
    problems.add(before->place,
                 fmt::format("revived, the instrument begins on {}, after its 'until' ({})",
                             to_iso(*planned), to_iso(*instrument.until)),
                 "an earlier revival or a later 'until'");
  }
}

bool is_announced(const InstrumentSpec& instrument) {
  return std::any_of(
      instrument.pipeline.begin(), instrument.pipeline.end(),
      [](const PipelineStepSpec& step) { return step.stage == PipelineStage::announce; });
}

void check_first_days(const InstrumentSpec& instrument, const FieldPlaces& places,
                      Diagnostics& problems) {
  if (instrument.from && instrument.until && *instrument.until < *instrument.from) {
    problems.add(places.of("until"),
                 fmt::format("'until' ({}) is before 'from'", to_iso(*instrument.until)),
                 fmt::format("a date from {} on", to_iso(*instrument.from)));
  }
  if (instrument.from && instrument.announced && *instrument.announced > *instrument.from) {
    problems.add(places.of("announced"), "'announced' is after 'from'",
                 fmt::format("a date up to {}", to_iso(*instrument.from)));
  }
}

void check_instrument(const InstrumentSpec& instrument, const FieldPlaces& places,
                      Diagnostics& problems) {
  check_pipeline(instrument, problems);
  if (const auto* ban = std::get_if<BanSpec>(&instrument.kind)) {
    check_dates_of_changes(instrument, ban->changes, problems);
  }
  if (const auto* licence = std::get_if<LicenceSpec>(&instrument.kind)) {
    check_dates_of_changes(instrument, licence->changes, problems);
  }
  if (const auto* tariff = std::get_if<TariffSpec>(&instrument.kind)) {
    check_dates_of_schedule(instrument, *tariff, places, problems);
    if (!tariff->schedule.empty() && tariff->schedule.front().believed > 0 &&
        !instrument.announced && !is_announced(instrument)) {
      problems.add(tariff->schedule.front().place,
                   "'believed' of a first step that nobody has heard of",
                   "the day of its announcement in 'announced' or 'pipeline'");
    }
  }
}

void check_covers(const CoversSpec& covers, const FieldPlaces& places, Diagnostics& problems) {
  if (covers.affiliates_from && covers.buyers.empty() && covers.sellers.empty()) {
    problems.add(places.of("affiliates_from"), "'affiliates_from' of no firm",
                 "'buyers' or 'sellers' beside it");
  }
}

Key instrument_type_key() {
  Key key;
  key.name = "type";
  key.kind = ValueKind::choice;
  key.documentation = "What kind of instrument it is; decides its other keys.";
  key.names = instrument_type_names;
  key.is_required = true;
  return key;
}

}  // namespace

const Section& covers_section() {
  static const Section section = [] {
    auto result = section_of<CoversSpec>(
        "covers",
        {or_all(choices_key<&CoversSpec::elements>("elements", rare_earth_symbols,
                                                   "Materials that hold any of these elements.")),
         or_all(choices_key<&CoversSpec::forms>("forms", form_names, "Forms of materials.")),
         or_all(references_key<&CoversSpec::materials>("materials", Reference::material,
                                                       "Materials.")),
         omitted_empty(references_key<&CoversSpec::goods>(
             "goods", Reference::good,
             "Goods, beside what `elements`, `forms` and `materials` name; without these three the "
             "goods alone. `elements` never name a good.")),
         or_all(references_key<&CoversSpec::origins>("origins", Reference::region_or_group,
                                                     "Where shipments come from.")),
         or_all(references_key<&CoversSpec::destinations>(
             "destinations", Reference::region_or_group, "Where shipments go.")),
         or_all(references_key<&CoversSpec::end_uses>("end_uses", Reference::sector_or_group,
                                                      "Sectors of the receiving plants.")),
         or_all(references_key<&CoversSpec::facilities>("facilities", Reference::facility,
                                                        "Sending or receiving facilities.")),
         or_all(omitted_empty(references_key<&CoversSpec::buyers>(
             "buyers", Reference::firm_or_list, "Firms, or lists of them, that receive."))),
         or_all(omitted_empty(references_key<&CoversSpec::sellers>(
             "sellers", Reference::firm_or_list, "Firms, or lists of them, that send."))),
         real_key<&CoversSpec::affiliates_from>(
             "affiliates_from", "", {0, 1, true},
             "Also firms of which these, and other affiliates, own so much together.")});
    set_check<CoversSpec, &check_covers>(result, {"affiliates_from", "buyers", "sellers"});
    return result;
  }();
  return section;
}

const Section& instrument_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&InstrumentSpec::id>("The id of the instrument."),
        instrument_type_key(),
        required(reference_key<&InstrumentSpec::issuer>("issuer", Reference::region_or_group,
                                                        "Who issues it.")),
        date_key<&InstrumentSpec::announced>(
            "announced",
            "The day from which it is known: a row of policy.csv. Buyers take fright then, if "
            "their "
            "behaviour has 'hoarding', and load ahead of duties that are 'believed'."),
        beside("from", records_key<&InstrumentSpec::pipeline>(
                           "pipeline", pipeline_section(),
                           "What becomes of it before it is in force. Shelved on 'from' or before, "
                           "it does nothing until it is revived.")),
        date_key<&InstrumentSpec::from>(
            "from", "The first day in force; by default that of the schedule, or the whole run."),
        date_key<&InstrumentSpec::until>("until",
                                         "The last day in force; by default the last of the run."),
    };
    add_provenance<&InstrumentSpec::provenance>(keys);
    auto result = section_of<InstrumentSpec>("instrument", std::move(keys), {"id"});
    set_check<InstrumentSpec, &check_first_days>(result, {"from", "until", "announced"});
    set_check<InstrumentSpec, &check_instrument>(result);
    result.variant_key = "type";
    result.variants = {
        variant_of<BanSpec>("ban", ban_section()),
        variant_of<TariffSpec>("tariff", tariff_section()),
        variant_of<ProductionQuotaSpec>("production_quota", production_quota_section()),
        variant_of<LicenceSpec>("licence", licence_section()),
        variant_of<FrictionSpec>("friction", friction_section()),
        variant_of<ExportQuotaSpec>("quota", export_quota_section()),
        variant_of<PriceFloorSpec>("price_floor", price_floor_section())};
    return result;
  }();
  return section;
}

}  // namespace monazite
