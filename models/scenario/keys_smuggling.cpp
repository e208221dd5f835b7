#include "models/scenario/keys.hpp"

namespace monazite {

namespace {

constexpr Range of_value = {0, 1000, false};
constexpr Range below_one = {0, 0.999999, false};

const Section& enforcement_section() {
  static const Section section = section_of<EnforcementChange>(
      "change of enforcement",
      {required(date_key<&EnforcementChange::on>("on", "The day of the change.")),
       required(real_key<&EnforcementChange::detection>("detection", "", below_one,
                                                        "The chance from then on."))},
      {"on"});
  return section;
}

void check_smuggling(const SmugglingSpec& route, const FieldPlaces&, Diagnostics& problems) {
  for (std::size_t k = 1; k < route.changes.size(); ++k) {
    if (route.changes[k].on <= route.changes[k - 1].on) {
      problems.add(route.changes[k].place, "a change that is not after the one before it",
                   "changes in order of their days");
    }
  }
}

}  // namespace

const Section& smuggling_section() {
  static const Section section = [] {
    std::vector<Key> keys = {
        identifier_key<&SmugglingSpec::id>("The id of the route."),
        required(reference_key<&SmugglingSpec::hub>("hub", Reference::region,
                                                    "The region that papers name as the origin.")),
        required(record_key<&SmugglingSpec::covers>("covers", covers_section(),
                                                    "The shipments that may go round; origins and "
                                                    "destinations are the true ones.")),
        real_key<&SmugglingSpec::rules, &SmugglingRules::most_share>(
            "most_share", "", zero_to_one,
            "Share of the need that suppliers do not meet that goes round at any gain. Estimated, "
            "0 to 80 %."),
        in_percent(real_key<&SmugglingSpec::rules, &SmugglingRules::evasion_cost>(
            "evasion_cost", "", of_value,
            "What it costs, as a share of the value in the base year. Estimated, 10 to 100 %.")),
        real_key<&SmugglingSpec::rules, &SmugglingRules::fine>(
            "fine", "", {1, 1000, false},
            "What is lost with a seizure, the goods included, as a share of their value. "
            "Estimated, 1 to 5."),
        real_key<&SmugglingSpec::rules, &SmugglingRules::spread>(
            "spread", "", {0, 1000, true},
            "How far costs and scruples differ, as a share of value. Estimated, 10 to 50 %."),
        in_percent(real_key<&SmugglingSpec::rules, &SmugglingRules::markup>(
            "markup", "", of_value,
            "Paid to smugglers, as a share of the value. Estimated, 10 to 50 %.")),
        required(real_key<&SmugglingSpec::detection>(
            "detection", "", below_one,
            "Chance that a shipment is seized when 'at_volume' goes round. Estimated, 1 to 30 %; "
            "4 % in 2011.")),
        required(real_key<&SmugglingSpec::rules, &SmugglingRules::at_volume>(
            "at_volume", "t/yr", {1e-6, 1e9, false}, "The volume to which 'detection' belongs.")),
        real_key<&SmugglingSpec::rules, &SmugglingRules::least_volume>(
            "least_volume", "t/yr", {0, 1e9, false},
            "Volume that customs see in any case: the first shipment is as likely to be found as "
            "if so much went round."),
        required(distribution_key<&SmugglingSpec::detour>(
            "detour", "s", seconds_range, "Time on top of the usual way. Estimated, 20 to 60 d.")),
        whole_key<&SmugglingSpec::blacklist_days>(
            "blacklist", "d", {0, 36525, false},
            "Days for which an exporter that was caught sends nothing round and gets no licence."),
        whole_key<&SmugglingSpec::review_days>(
            "review", "d", {1, 366, false},
            "Days between two looks at what goods fetch. A duty is evaded "
            "with what is owed on the day of the look."),
        records_key<&SmugglingSpec::changes>("changes", enforcement_section(),
                                             "Dated changes of enforcement, in order."),
    };
    add_provenance<&SmugglingSpec::provenance>(keys);
    auto result = section_of<SmugglingSpec>("smuggling route", std::move(keys), {"id"});
    set_check<SmugglingSpec, &check_smuggling>(result, {"changes"});
    return result;
  }();
  return section;
}

}  // namespace monazite
