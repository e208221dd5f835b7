#include <fmt/format.h>

#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

void check_outage(const OutageSpec& outage, const FieldPlaces& places, Diagnostics& problems) {
  if (outage.until < outage.from) {
    problems.add(places.of("until"),
                 fmt::format("'until' ({}) is before 'from'", to_iso(outage.until)),
                 fmt::format("a date from {} on", to_iso(outage.from)));
  }
  if (outage.announced && *outage.announced > outage.from) {
    problems.add(places.of("announced"), "'announced' is after 'from'",
                 fmt::format("a date up to {}", to_iso(outage.from)));
  }
  if (outage.facilities.empty() && outage.regions.empty() && !outage.stage) {
    problems.add(places.of("id"), fmt::format("the outage '{}' strikes nothing", outage.id),
                 "facilities, regions or a stage");
  }
  if (outage.capacity_left >= 1) {
    problems.add(places.of("capacity_left"), "an outage that leaves all capacity", "less than 1");
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
        required(date_key<&OutageSpec::from>("from", "The first day.")),
        required(date_key<&OutageSpec::until>("until", "The last day before capacity comes back.")),
        choice_key<&OutageSpec::recovery>("recovery", recoveries, "How capacity comes back."),
        real_key<&OutageSpec::recovery_days>(
            "recovery_time", "d", days_range,
            "Linear: time to full capacity; exponential: the time constant."),
    };
    add_provenance<&OutageSpec::provenance>(keys);
    auto result = section_of<OutageSpec>("shock", std::move(keys), {"id"});
    set_check<OutageSpec, &check_outage>(result);
    return result;
  }();
  return section;
}

}  // namespace monazite
