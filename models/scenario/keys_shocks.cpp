#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

/// Refuses dates and durations that do not say when it begins and ends.
void check_times(const OutageSpec& outage, const FieldPlaces& places, Diagnostics& problems) {
  if (outage.from && outage.until && *outage.until < *outage.from) {
    problems.add(places.of("until"),
                 fmt::format("'until' ({}) is before 'from'", to_iso(*outage.until)),
                 fmt::format("a date from {} on", to_iso(*outage.from)));
  }
  if (outage.announced && outage.from && *outage.announced > *outage.from) {
    problems.add(places.of("announced"), "'announced' is after 'from'",
                 fmt::format("a date up to {}", to_iso(*outage.from)));
  }
  if (outage.every) {
    if (!outage.lasts) {
      problems.add(places.of("every"), "outages at random that last for no time",
                   "a duration 'lasts' such as '30 d' or 'exponential(30 d)'");
    }
    if (outage.announced) {
      problems.add(places.of("announced"), "'announced' beside 'every': nobody knows the day",
                   "an outage that comes once");
    }
    return;
  }
  if (!outage.from) {
    problems.add(places.of("id"), fmt::format("the outage '{}' never begins", outage.id),
                 "the first day 'from', or how often it comes: 'every'");
  }
  if (!outage.lasts && !outage.until) {
    problems.add(places.of("id"), fmt::format("the outage '{}' never ends", outage.id),
                 "the last day 'until', or how long it 'lasts'");
  }
}

void check_outage(const OutageSpec& outage, const FieldPlaces& places, Diagnostics& problems) {
  if (outage.facilities.empty() && outage.regions.empty() && !outage.stage) {
    problems.add(places.of("id"), fmt::format("the outage '{}' strikes nothing", outage.id),
                 "facilities, regions or a stage");
  }
  if (outage.capacity_left >= 1) {
    problems.add(places.of("capacity_left"), "an outage that leaves all capacity", "less than 1");
  }
  if (outage.in_process != InProcess::go_on && outage.capacity_left > 0) {
    problems.add(places.of("in_process"),
                 "'in_process' of lines that go on with what capacity is left",
                 "'capacity_left: 0 %', or 'go_on'");
  }
  if (outage.recovery != Recovery::step && !(outage.recovery_days > 0)) {
    problems.add(places.of("recovery"), "a recovery that takes time needs 'recovery_time'",
                 "a duration such as '30 d'");
  }
}

Key shock_type_key() {
  static constexpr std::string_view types[] = {"outage"};
  Key key;
  key.name = "type";
  key.kind = ValueKind::choice;
  key.documentation = "What kind of shock it is.";
  key.names = types;
  key.is_required = true;
  return key;
}

}  // namespace

const Section& shock_section() {
  static constexpr std::string_view in_process_names[] = {"go_on", "freeze", "lose"};
  static_assert(names_all<InProcess::lose>(in_process_names));
  static constexpr Range up_range{86400, seconds_range.high, false};
  static constexpr std::string_view recoveries[] = {"step", "linear", "exponential"};
  static_assert(names_all<Recovery::exponential>(recoveries));
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&OutageSpec::id>("The id of the shock."),
        shock_type_key(),
        references_key<&OutageSpec::facilities>(
            "facilities", Reference::facility, "The facilities whose production lines it strikes."),
        references_key<&OutageSpec::regions>("regions", Reference::region_or_group,
                                             "The regions whose production lines it strikes; with "
                                             "`facilities` or `stage`: of those, the ones in these "
                                             "regions. End use goes on."),
        choice_key<&OutageSpec::stage>("stage", facility_stage_names,
                                       "The stage that it strikes; by default any."),
        real_key<&OutageSpec::capacity_left>("capacity_left", "", zero_to_one,
                                             "Share of capacity that remains."),
        date_key<&OutageSpec::announced>("announced",
                                         "The day from which it is known: a row of policy.csv, "
                                         "nobody acts on it."),
        date_key<&OutageSpec::from>("from",
                                    "The first day; with `every` none begins before, by default "
                                    "they are under way from the warm-up on."),
        date_key<&OutageSpec::until>("until",
                                     "The last day before capacity comes back, or where it "
                                     "`lasts` or comes `every` so often at the latest."),
        distribution_key<&OutageSpec::lasts>(
            "lasts", "s", above_low(seconds_range),
            "How long it takes from its beginning, a duration or its distribution: `from` alone "
            "moves it."),
        distribution_key<&OutageSpec::every>(
            "every", "s", up_range,
            "Outages at random: how long a facility is up between two. Each facility breaks down "
            "by itself, with draws of its own, from a long past of such outages. Of "
            "`exponential(300 d)` and `lasts: exponential(30 d)` the availability is 300 / 330. An "
            "up time of less than a day counts as one."),
        choice_key<&OutageSpec::in_process>(
            "in_process", in_process_names,
            "What becomes of goods in process while no capacity is left: their lead time goes on, "
            "or stands still as long as the line does, or they are lost (the mass balance books "
            "them so)."),
        choice_key<&OutageSpec::recovery>("recovery", recoveries, "How capacity comes back."),
        real_key<&OutageSpec::recovery_days>(
            "recovery_time", "d", days_range,
            "Linear: time to full capacity; exponential: the time constant."),
    };
    add_provenance<&OutageSpec::provenance>(keys);
    auto result = section_of<OutageSpec>("shock", std::move(keys), {"id"});
    set_check<OutageSpec, &check_times>(result,
                                        {"id", "from", "until", "announced", "every", "lasts"});
    set_check<OutageSpec, &check_outage>(
        result, {"id", "facilities", "regions", "stage", "capacity_left", "in_process", "recovery",
                 "recovery_time"});
    return result;
  }();
  return section;
}

}  // namespace monazite
